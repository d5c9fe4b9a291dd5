"""Pure rules of e-mail addresses: what is accepted, how it is stored, and when two spellings are one account."""

from __future__ import annotations

import re
import unicodedata

from mob.kernel.errors import Invalid
from mob.kernel.unicode import normal

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
# IDNA 2003 and 2008 disagree on these four: the same letters would reach two different mail servers.
_DEVIATIONS = frozenset("ßς\u200c\u200d")
# Where the addresses of test people lie: nobody can have one there, and no mail is sent (RFC 2606).
TEST_DOMAIN = "essai.invalid"


def email_key(email: str) -> str:
    """The form under which two spellings are the same account: NFKC, case folded, trimmed."""
    return normal("NFKC", email.strip()).casefold()


def is_test_address(email: str) -> bool:
    """Whether an address belongs to somebody made up by a partner."""
    return email_key(email).endswith(f"@{TEST_DOMAIN}")


def check_email(typed: str) -> str:
    """The address as stored: trimmed, its domain in lower case and in Punycode. Raises `Invalid` otherwise.

    An address is ASCII before the @, so that no look-alike letter can pass for somebody else's address.
    """
    text = typed.strip()
    local, at, domain = text.rpartition("@")
    if not at or not local or not domain or len(text) > 254 or len(local) > 64:
        raise Invalid("email_format", "email")
    if not local.isascii():
        raise Invalid("email_not_ascii", "email")
    labels = [_domain_label(label) for label in normal("NFC", domain).lower().split(".")]
    address = f"{local}@{'.'.join(labels)}"
    well_formed = _LOCAL.fullmatch(local) and len(labels) > 1 and all(map(_LABEL.fullmatch, labels))
    if not well_formed or labels[-1].isdecimal() or len(address) > 254:
        raise Invalid("email_format", "email")
    return address


def _domain_label(label: str) -> str:
    if label.isascii():
        return label
    if len(_scripts(label)) > 1 or _DEVIATIONS.intersection(label):
        raise Invalid("email_look_alike", "email")
    try:
        return label.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise Invalid("email_format", "email") from error


def _scripts(label: str) -> set[str]:
    """Alphabets of the letters of a label, by the first word of their Unicode names (`LATIN`, `CYRILLIC`)."""
    return {unicodedata.name(letter, "?").split(" ")[0] for letter in label if letter.isalpha()}
