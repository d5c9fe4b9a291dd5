"""Civil dates of rules, and how long lies between two of them."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date

_WRITTEN = re.compile(r"^(?:(\d{1,2})/)?(\d{1,2})/(\d{4})$")


def parse(text: str) -> date:
    """`31/12/2024`, or `12/2024` for the first of the month. Raises ValueError for a day that does not exist."""
    found = _WRITTEN.match(text)
    if not found:
        raise ValueError(text)
    day, month, year = found.groups()
    return date(int(year), int(month), int(day or 1))


def written(day: date) -> str:
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def _days(since: date, until: date) -> float:
    return float(max(0, (until - since).days))


def _years(since: date, until: date) -> float:
    """Whole years, and the days left over 365; a year of 366 days counts one less once its last civil year has begun."""
    if until < since:
        return 0.0
    whole = until.year - since.year
    whole -= _anniversary(since, whole) > until
    begun, ended = _anniversary(since, whole), _anniversary(since, whole + 1)
    leap_day = begun.year != until.year and (ended - begun).days == 366
    return whole + ((until - begun).days - leap_day) / 365


def _anniversary(day: date, years: int) -> date:
    """29 February becomes 1 March in the years that have none."""
    year = day.year + years
    return date(year, 3, 1) if (day.month, day.day) == (2, 29) and not calendar.isleap(year) else day.replace(year=year)


def _months(since: date, until: date) -> float:
    """Whole months between, and the share of the first and of the last, both days included."""
    if until < since:
        return 0.0
    begun = calendar.monthrange(since.year, since.month)[1]
    ended = calendar.monthrange(until.year, until.month)[1]
    whole = (until.year - since.year) * 12 + until.month - since.month - 1
    return (begun - since.day + 1) / begun + whole + until.day / ended


def _civil_quarters(since: date, until: date) -> float:
    return float(max(0, (until.year - since.year) * 4 + (until.month - 1) // 3 - (since.month - 1) // 3 + 1))


DURATIONS: dict[str, Callable[[date, date], float]] = {
    "jour": _days,
    "mois": _months,
    "an": _years,
    "trimestre": lambda since, until: _months(since, until) / 3,
    "trimestre civil": _civil_quarters,
    "année civile": lambda since, until: float(max(0, until.year - since.year + 1)),
}
