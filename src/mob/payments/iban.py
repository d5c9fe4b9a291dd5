"""IBANs as people type them: read strictly, shown masked. Pure.

Structure by country and check digits (ISO 13616, mod 97) come from python-stdnum; only countries of the SEPA area are
paid, where an IBAN alone is enough (regulation (EU) no 260/2012, article 5).
"""

from __future__ import annotations

import re

from stdnum import iban as registry
from stdnum.exceptions import ValidationError

from mob.kernel.errors import Invalid

# Countries and territories of SEPA's scope (European Payments Council, EPC409-09), by the two letters of their IBANs.
SEPA = frozenset(
    "AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS SE"
    " SI SK SM VA".split()
)
_SPACES = re.compile(r"[ \u00a0\u202f\u2009\t.-]+")
_WRITTEN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_MOST_TYPED = 80


def parse(typed: str) -> str:
    """The IBAN without spaces, in capitals. Raises Invalid("iban_…", "iban").

    Spaces, points and hyphens between groups and small letters are forgiven; digits of another script are not: they
    look right and are another text. Lists of banks by country are not looked at: they would refuse the new ones.
    """
    if not typed.strip():
        raise Invalid("iban_missing", "iban")
    text = _SPACES.sub("", typed[:_MOST_TYPED].strip())
    if not text.isascii():
        raise Invalid("iban_characters", "iban")
    text = text.upper()
    if not _WRITTEN.fullmatch(text):
        raise Invalid("iban_format", "iban")
    if text[:2] not in SEPA:
        raise Invalid("iban_country", "iban", country=text[:2])
    try:
        return str(registry.validate(text, check_country=False))
    except ValidationError as error:
        raise Invalid("iban_check", "iban") from error


def masked(iban: str) -> str:
    """`FR76 •••• •••• 123`: enough for its owner to know it again, not enough to use it."""
    return f"{iban[:4]} •••• •••• {iban[-3:]}"


def grouped(iban: str) -> str:
    """In groups of four, as on a bank statement."""
    return " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))
