"""Birth dates: sixteen on the day itself, not the day before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mob.identity.births import check_birth_date
from mob.kernel.clock import add_months
from mob.kernel.errors import Invalid


@given(st.dates(min_value=date(1905, 1, 1), max_value=date(2100, 1, 1)))
def test_an_account_opens_on_the_sixteenth_birthday_and_not_the_day_before(birth: date) -> None:
    birthday = add_months(birth, 16 * 12)
    if (birth.month, birth.day) == (2, 29) and birthday.day == 28:
        birthday += timedelta(days=1)
    assert check_birth_date(birth.isoformat(), today=birthday) == birth
    with pytest.raises(Invalid) as refusal:
        check_birth_date(birth.isoformat(), today=birthday - timedelta(days=1))
    assert refusal.value.code == "under_sixteen"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "birth_date_format"),
        ("1990-02-30", "birth_date_format"),
        ("30/06/1990", "birth_date_format"),
        ("2030-01-01", "birth_date_future"),
        ("1790-01-01", "birth_date_too_old"),
        ("2015-01-01", "under_sixteen"),
    ],
)
def test_a_date_nobody_can_be_born_on_is_refused(typed: str, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_birth_date(typed, today=date(2026, 3, 11))
    assert (refusal.value.code, refusal.value.pointer) == (code, "birth_date")
