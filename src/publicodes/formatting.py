"""Values as people read them in French: « 1 234,50 € », « 12,35 % », « oui », « 31/12/2024 »."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from publicodes import dates
from publicodes.units import Unit
from publicodes.values import UNDEFINED, Value

THIN_SPACE, HARD_SPACE = "\u202f", "\u00a0"
NOT_APPLICABLE, NOT_DEFINED = "Non applicable", "Pas encore défini"
_CENTS = Decimal("0.01")


def shown(value: Value, unit: Unit | str | None = None) -> str:
    """Two decimals at most, halves away from nought; euros with cents have two."""
    if value is None:
        return NOT_APPLICABLE
    if value is UNDEFINED:
        return NOT_DEFINED
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, date):
        return dates.written(value)
    if isinstance(value, (int, float)):
        return _number(float(value), str(unit) if unit is not None else "")
    return str(value)


def _number(value: float, unit: str) -> str:
    exact = Decimal(repr(value)).quantize(_CENTS, ROUND_HALF_UP) if abs(value) < 1e20 else Decimal(value)
    whole, _, cents = f"{abs(exact):f}".partition(".")
    kept = cents.rstrip("0")
    if kept and unit == "€":
        kept = cents
    digits = _grouped(whole) + ("," + kept if kept else "")
    sign = "-" if exact < 0 else ""
    return f"{sign}{digits}{HARD_SPACE}{unit}" if unit else sign + digits


def _grouped(digits: str) -> str:
    head = len(digits) % 3
    groups = [digits[:head]] if head else []
    groups += [digits[at : at + 3] for at in range(head, len(digits), 3)]
    return THIN_SPACE.join(groups)
