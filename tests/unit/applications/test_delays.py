"""Delays told as they are: ranks that happened, clean-ups left out, nothing said of too few."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mob.applications.delays import BULK, LEAST, Answered, measure, without_clean_ups

DAYS = st.lists(st.floats(0, 400), min_size=LEAST, max_size=60)


def answered(days: float, *, words: str = "", is_approval: bool = True, day: int = 1, author: int = 1) -> Answered:
    return Answered(days, date(2026, 3, day), UUID(int=author), is_approval, words)


@given(DAYS)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_at_least_half_and_nine_tenths_were_answered_within_what_is_said(days: list[float]) -> None:
    told = measure([answered(each) for each in days])
    assert told is not None
    assert 1 <= told.p50_days <= told.p90_days
    assert sum(each <= told.p50_days for each in days) * 2 >= len(days)
    assert sum(each <= told.p90_days for each in days) * 10 >= len(days) * 9


def test_too_few_answers_say_nothing() -> None:
    assert measure([answered(3)] * (LEAST - 1)) is None


def test_refusals_sent_in_bulk_on_one_day_are_no_answers() -> None:
    bulk = [answered(400, words="périmé", is_approval=False)] * BULK
    assert without_clean_ups(bulk + [answered(3)] * LEAST) == [answered(3)] * LEAST
    told = measure(bulk + [answered(3)] * LEAST)
    assert told is not None
    assert (told.p90_days, told.sample) == (3, LEAST)


def test_a_batch_of_approvals_and_refusals_in_their_own_words_count() -> None:
    approvals = [answered(5)] * (BULK * 2)
    refusals = [answered(9, words=str(n), is_approval=False) for n in range(BULK * 2)]
    spread = [answered(9, words="non", is_approval=False, day=1 + n % 3) for n in range(BULK)]
    assert len(without_clean_ups(approvals + refusals + spread)) == BULK * 5
