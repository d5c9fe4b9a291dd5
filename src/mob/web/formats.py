"""How dates, times, sizes and amounts are written on pages, in French and in English. Pure functions; no request here.

Spaces inside a value never break: a no-break space between words, a narrow one in thousands.
"""

from __future__ import annotations

from datetime import date, datetime

from mob.kernel.clock import PARIS

NBSP = "\u00a0"
NARROW = "\u202f"
_MONTHS = {
    "fr": (
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
_UNITS = {"fr": ("octets", "Ko", "Mo"), "en": ("bytes", "kB", "MB")}


def _words(language: str) -> str:
    return "fr" if language.startswith("fr") else "en"


def _day(value: date | datetime) -> date:
    return value.astimezone(PARIS).date() if isinstance(value, datetime) else value


def long_date(value: date | datetime, language: str = "fr") -> str:
    """`21 février 2026`; a moment is read on a wall calendar in Paris. The first of a month is `1er`."""
    day = _day(value)
    words = _words(language)
    number = "1er" if day.day == 1 and words == "fr" else str(day.day)
    return NBSP.join((number, _MONTHS[words][day.month - 1], str(day.year)))


def time_hm(value: datetime, language: str = "fr") -> str:
    """`14 h 02` in French, `14:02` in English, in Paris time."""
    local = value.astimezone(PARIS)
    return f"{local.hour}{NBSP}h{NBSP}{local.minute:02d}" if _words(language) == "fr" else f"{local:%H:%M}"


def datetime_long(value: datetime, language: str = "fr") -> str:
    """`21 février 2026 à 14 h 02`."""
    joint = f" à{NBSP}" if _words(language) == "fr" else " at "
    return long_date(value, language) + joint + time_hm(value, language)


def whole(number: int, language: str = "fr") -> str:
    """`12 345` in French, `12,345` in English."""
    return f"{number:,}".replace(",", NARROW) if _words(language) == "fr" else f"{number:,}"


def file_size(size: int, language: str = "fr") -> str:
    """Bytes as `412 Ko` or `2,4 Mo` (decimal units, as a phone shows them)."""
    octets, kilo, mega = _UNITS[_words(language)]
    if size < 1000:
        return f"{size}{NBSP}{octets}"
    if size < 999_500:
        return f"{round(size / 1000)}{NBSP}{kilo}"
    number = f"{size / 1_000_000:.1f}".removesuffix(".0")
    return f"{number.replace('.', ',') if _words(language) == 'fr' else number}{NBSP}{mega}"
