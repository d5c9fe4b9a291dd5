"""Instalments: civil dates, and sums equal to the award to the cent."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mob.applications.types import AwardTerms, Frequency, PaymentMode
from mob.kernel.clock import add_months
from mob.kernel.money import Cents
from mob.payments import schedule

DAYS = st.integers(date(2020, 1, 1).toordinal(), date(2035, 12, 31).toordinal()).map(date.fromordinal)
CENTS = st.integers(1, 10**9).map(Cents)


@given(DAYS, st.integers(1, 3000), CENTS, st.sampled_from(Frequency))
def test_a_recurring_award_ends_on_its_last_date_and_sums_to_the_cent(
    granted: date, days: int, cents: Cents, frequency: Frequency
) -> None:
    last = granted + timedelta(days=days)
    plan = schedule.instalments(AwardTerms(PaymentMode.RECURRING, cents, frequency, last), granted)
    assert plan[-1].due_on == last
    assert [each.number for each in plan] == list(range(1, len(plan) + 1))
    assert all(granted <= each.due_on for each in plan)
    step = 1 if frequency is Frequency.MONTHLY else 3
    assert [each.due_on for each in reversed(plan)] == [add_months(last, -step * n) for n in range(len(plan))]
    assert len(plan) == schedule.MOST or add_months(last, -step * len(plan)) < granted
    assert schedule.total(plan) == cents * len(plan) == sum(each.cents for each in plan)


@given(DAYS, CENTS)
def test_a_single_award_is_one_payment_due_at_once(granted: date, cents: Cents) -> None:
    plan = schedule.instalments(AwardTerms(PaymentMode.SINGLE, cents), granted)
    assert [(each.cents, each.due_on) for each in plan] == [(cents, granted)]


def test_a_service_without_money_makes_no_payment() -> None:
    assert schedule.instalments(AwardTerms(PaymentMode.NONE), date(2026, 3, 11)) == ()


@pytest.mark.parametrize(
    ("granted", "last", "days"),
    [
        (date(2026, 10, 5), date(2026, 12, 31), ["2026-10-31", "2026-11-30", "2026-12-31"]),
        (date(2026, 12, 31), date(2027, 3, 31), ["2026-12-31", "2027-01-31", "2027-02-28", "2027-03-31"]),
        (date(2028, 1, 31), date(2028, 2, 29), ["2028-02-29"]),
    ],
)
def test_months_end_where_the_calendar_ends_them(granted: date, last: date, days: list[str]) -> None:
    plan = schedule.instalments(AwardTerms(PaymentMode.RECURRING, Cents(3333), Frequency.MONTHLY, last), granted)
    assert [each.due_on.isoformat() for each in plan] == days


@pytest.mark.abuse(34)
def test_a_third_of_a_hundred_euros_paid_three_times_is_not_a_hundred() -> None:
    terms = AwardTerms(PaymentMode.RECURRING, Cents(3333), Frequency.MONTHLY, date(2026, 12, 31))
    assert schedule.total(schedule.instalments(terms, date(2026, 10, 5))) == 9999
