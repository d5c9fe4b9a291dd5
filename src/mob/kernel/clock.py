"""The one clock and the calendar. UTC in storage; a deadline is a civil date that ends at 24:00 in Europe/Paris."""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
_offset = timedelta(0)


def set_offset(offset: timedelta) -> None:
    """Move the clock (demo and test only; the settings refuse it in production)."""
    global _offset
    _offset = offset


def now() -> datetime:
    """The present moment, aware, UTC. Edges read it once and pass it down."""
    return datetime.now(UTC) + _offset


def civil_date(moment: datetime) -> date:
    """The date on a French wall calendar at that moment."""
    return moment.astimezone(PARIS).date()


def day_ends(day: date) -> datetime:
    """First instant after the civil date: 24:00 in Europe/Paris, as UTC. A deadline holds while `now < day_ends`."""
    return datetime.combine(day + timedelta(days=1), time.min, PARIS).astimezone(UTC)


def day_starts(day: date) -> datetime:
    """The first instant of the civil date, as UTC."""
    return datetime.combine(day, time.min, PARIS).astimezone(UTC)


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day (31 January + 1 month = 28 or 29 February)."""
    index = day.month - 1 + months
    year, month = day.year + index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def age_on(birth: date, day: date) -> int:
    """Completed years. Someone born on 29 February is a year older on 1 March of a common year."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
