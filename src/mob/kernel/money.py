"""Money in integer cents of euro. One strict reader for what people type, one for what rules compute, one writer."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import NewType

from mob.kernel.errors import Invalid

Cents = NewType("Cents", int)

MAX_CENTS = Cents(100_000_000_00)
_NARROW = "\u202f"
_NBSP = "\u00a0"
# Groups of three need a space of any kind; a comma or a point before at most two decimals; nothing else.
_EUROS = re.compile(r"(?:[0-9]{1,9}|[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3}){1,3})(?:[.,][0-9]{1,2})?")


def parse_euros(text: str) -> Cents:
    """Read an amount a person typed (`1 234,50 €`) into cents.

    Raises `Invalid("amount_format")` for anything else: signs, exponents, underscores, other scripts' digits.
    """
    cleaned = text.strip(f" {_NBSP}{_NARROW}\t").removesuffix("€").rstrip(f" {_NBSP}{_NARROW}")
    if not _EUROS.fullmatch(cleaned):
        raise Invalid("amount_format", typed=text[:40])
    plain = re.sub(f"[ {_NBSP}{_NARROW}]", "", cleaned).replace(",", ".")
    cents = Cents(int(Decimal(plain) * 100))
    if cents > MAX_CENTS:
        raise Invalid("amount_too_large", typed=text[:40])
    return cents


def from_rule(value: float | int | Decimal) -> Cents:
    """A rule's amount in euros as cents, half-up on the shortest decimal that prints it; never NaN or infinite."""
    amount = value if isinstance(value, Decimal) else Decimal(repr(value))
    if not amount.is_finite():
        raise Invalid("amount_not_finite")
    return Cents(int((amount * 100).quantize(Decimal(1), ROUND_HALF_UP)))


def format_euros(cents: Cents | int, language: str = "fr") -> str:
    """`1 234,50 €` as the French write it, `€1,234.50` in English; cents only when there are some."""
    sign = "-" if cents < 0 else ""
    euros, rest = divmod(abs(cents), 100)
    if language.startswith("fr"):
        decimals = f",{rest:02d}" if rest else ""
        return f"{sign}{euros:,}".replace(",", _NARROW) + f"{decimals}{_NBSP}€"
    decimals = f".{rest:02d}" if rest else ""
    return f"{sign}€{euros:,}{decimals}"
