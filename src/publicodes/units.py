"""Units: reading, writing, algebra, conversion. Factors are exact fractions until the end.

Only what the language knows is converted: time (jour, mois, trimestre, an), mass, length, thousands of euros, per cent.
Any other word is a unit too, equal to itself alone.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, lru_cache

PERCENT = "%"
# Unit → (family, size in the family's base).
FAMILIES: dict[str, tuple[str, Fraction]] = {
    "jour": ("time", Fraction(1)),
    "mois": ("time", Fraction(365, 12)),
    "trimestre": ("time", Fraction(365, 4)),
    "an": ("time", Fraction(365)),
    "mg": ("mass", Fraction(1, 1000)),
    "g": ("mass", Fraction(1)),
    "kg": ("mass", Fraction(1000)),
    "mm": ("length", Fraction(1, 1000)),
    "cm": ("length", Fraction(1, 100)),
    "m": ("length", Fraction(1)),
    "km": ("length", Fraction(1000)),
    "€": ("money", Fraction(1)),
    "k€": ("money", Fraction(1000)),
}
_EXPONENT = re.compile(r"^(.*[^\d\s])(\d{1,2})$")
MAX_EXPONENT = 12


@dataclass(frozen=True, slots=True)
class Unit:
    """A product of words over a product of words. No word at all is the unit of a pure ratio."""

    over: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    text: str = field(default="", compare=False)

    def __str__(self) -> str:
        return self.text

    @property
    def has_percent(self) -> bool:
        return PERCENT in self.over


RATIO = Unit()


def _joined(words: tuple[str, ...]) -> str:
    return ".".join(word if times == 1 else f"{word}{times}" for word, times in Counter(words).items())


@lru_cache(maxsize=4096)
def parse(text: str) -> Unit:
    """`€/mois.an` → Unit. Raises ValueError for what is no unit."""
    above, *below = (part.strip() for part in text.strip().split("/"))
    if below and not all(below):
        raise ValueError(text)
    return _cancelled(tuple(_words(above)), tuple(word for part in below for word in _words(part)))


def _words(part: str) -> list[str]:
    found: list[str] = []
    for raw in part.split("."):
        word = raw.strip()
        if not word:
            continue
        exponent = _EXPONENT.match(word)
        times = int(exponent[2]) if exponent else 1
        if times > MAX_EXPONENT or word[0].isdigit():
            raise ValueError(part)
        found += [exponent[1] if exponent else word] * times
    return found


@lru_cache(maxsize=4096)
def _cancelled(over: tuple[str, ...], under: tuple[str, ...]) -> Unit:
    """The one object that stands for this unit, so that equal units are the same object."""
    above, below = list(over), list(under)
    for word in over:
        if word in below:
            above.remove(word)
            below.remove(word)
    return _unique(_grouped(above), _grouped(below))


def _grouped(words: list[str]) -> tuple[str, ...]:
    """The same words together, in the order they first came."""
    return tuple(Counter(words).elements())


@cache
def _unique(over: tuple[str, ...], under: tuple[str, ...]) -> Unit:
    if not over and not under:
        return RATIO
    above, below = _joined(over), _joined(under)
    return Unit(over, under, f"{above}/{below}" if below else above)


@lru_cache(maxsize=4096)
def times(left: Unit | None, right: Unit | None) -> tuple[Unit | None, float]:
    """Unit of a product, and what the product of the numbers is multiplied by: a per cent taken of something is used up."""
    if left is None and right is None:
        return None, 1.0
    a, b, factor = left or RATIO, right or RATIO, 1.0
    if b.has_percent:
        b, factor = without_percent(b), 0.01
    elif a.has_percent:
        a, factor = without_percent(a), 0.01
    return _cancelled(a.over + b.over, a.under + b.under), factor


def without_percent(unit: Unit) -> Unit:
    words = list(unit.over)
    words.remove(PERCENT)
    return _unique(tuple(words), unit.under)


@lru_cache(maxsize=4096)
def divided(left: Unit | None, right: Unit | None) -> Unit | None:
    if left is None and right is None:
        return None
    a, b = left or RATIO, right or RATIO
    return _cancelled(a.over + b.under, a.under + b.over)


@lru_cache(maxsize=4096)
def factor(source: Unit, target: Unit) -> tuple[float, float] | None:
    """What a number in `source` is multiplied, then divided by to be in `target`; None when it cannot be."""
    ratio = _cancelled(source.over + target.under, source.under + target.over)
    left, scale = _simplified(ratio)
    scale *= Fraction(1, 100) ** left.over.count(PERCENT) * Fraction(100) ** left.under.count(PERCENT)
    if any(word != PERCENT for word in left.over + left.under):
        return None
    return float(scale.numerator), float(scale.denominator)


@lru_cache(maxsize=1024)
def simplified(unit: Unit) -> tuple[Unit, float]:
    """The unit without words that measure the same thing above and below, and the factor that keeps the quantity."""
    left, scale = _simplified(unit)
    return left, float(scale)


def _simplified(unit: Unit) -> tuple[Unit, Fraction]:
    above, below, scale = list(unit.over), list(unit.under), Fraction(1)
    for word in unit.over:
        twin = next((other for other in below if _family(other) and _family(other) == _family(word)), None)
        if twin is not None:
            above.remove(word)
            below.remove(twin)
            scale *= FAMILIES[word][1] / FAMILIES[twin][1]
    return _unique(tuple(above), tuple(below)), scale


def _family(word: str) -> str | None:
    return FAMILIES[word][0] if word in FAMILIES else None


def compatible(left: Unit | None, right: Unit | None) -> bool:
    """Whether the two may be added or compared without a mistake."""
    return left is None or right is None or left is right or factor(left, right) is not None


def converted(number: float, source: Unit | None, target: Unit | None) -> float:
    """The number in the other unit; as it stands when there is nothing to convert."""
    if source is target or source is None or target is None:
        return number
    by = factor(source, target)
    return number if by is None else number * by[0] / by[1]
