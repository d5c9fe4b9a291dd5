"""Public holidays, against calendars that were printed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mob.eligibility.holidays import easter, holidays, is_holiday


@pytest.mark.parametrize(
    "day",
    ["1818-03-22", "1943-04-25", "2000-04-23", "2008-03-23", "2024-03-31", "2025-04-20", "2026-04-05", "2038-04-25"],
)
def test_easter_falls_on_its_day(day: str) -> None:
    sunday = date.fromisoformat(day)
    assert easter(sunday.year) == sunday


def test_easter_is_a_sunday_of_march_or_april() -> None:
    for year in range(1900, 2200):
        assert easter(year).weekday() == 6
        assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)


def test_2026_has_its_eleven_holidays() -> None:
    days = "01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25".split()
    assert holidays(2026) == {date.fromisoformat(f"2026-{day}") for day in days}
    assert not is_holiday(date(2026, 4, 5) + timedelta(days=49))  # Whit Sunday is no holiday of its own
