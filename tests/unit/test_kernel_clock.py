"""Civil dates: a deadline ends at 24:00 in Paris, on short and long days alike."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mob.kernel import clock

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 12, 31))


@given(DAYS)
def test_the_last_instant_of_a_day_still_belongs_to_it(day: date) -> None:
    end = clock.day_ends(day)
    assert clock.civil_date(end - timedelta(microseconds=1)) == day
    assert clock.civil_date(end) == day + timedelta(days=1)


def test_the_days_the_clocks_change_have_23_and_25_hours() -> None:
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)
    assert clock.day_ends(spring) - clock.day_starts(spring) == timedelta(hours=23)
    assert clock.day_ends(autumn) - clock.day_starts(autumn) == timedelta(hours=25)


def test_a_month_after_31_january_is_the_last_day_of_february() -> None:
    assert clock.add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert clock.add_months(date(2028, 1, 31), 1) == date(2028, 2, 29)
    assert clock.add_months(date(2026, 12, 15), 2) == date(2027, 2, 15)


def test_half_past_eleven_at_night_utc_on_new_years_eve_is_already_next_year_in_paris() -> None:
    assert clock.civil_date(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)) == date(2027, 1, 1)


def test_age_turns_on_the_birthday_itself() -> None:
    assert clock.age_on(date(2010, 3, 11), date(2026, 3, 10)) == 15
    assert clock.age_on(date(2010, 3, 11), date(2026, 3, 11)) == 16
    assert clock.age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert clock.age_on(date(2008, 2, 29), date(2026, 3, 1)) == 18
