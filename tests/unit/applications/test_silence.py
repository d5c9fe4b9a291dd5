"""The time of silence: two months of days that count, stopped while the person is asked something."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mob.applications.silence import Silence, after, told
from mob.kernel.clock import add_months

START = date(2026, 3, 11)
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
ANY_DAY = st.dates(date(2025, 1, 1), date(2028, 12, 31))
STOPS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 70)), max_size=5)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def history(start: date, stops: list[tuple[int, int]]) -> list[tuple[str, datetime]]:
    """Sent, then for each stop: so many days at work, a correction asked, so many days until it comes."""
    facts, day = [("application_submitted", noon(start))], start
    for work, wait in stops:
        day += timedelta(days=work)
        facts.append(("changes_requested", noon(day)))
        day += timedelta(days=wait)
        facts.append(("application_resubmitted", noon(day)))
    return facts


def running_days(start: date, until: date, stops: list[tuple[int, int]]) -> int:
    """Counted one by one, the other way round: days after `start` during which nothing was asked."""
    stopped: set[date] = set()
    day = start
    for work, wait in stops:
        day += timedelta(days=work)
        stopped |= {day + timedelta(days=n + 1) for n in range(wait)}
        day += timedelta(days=wait)
    return sum(start + timedelta(days=n + 1) not in stopped for n in range((until - start).days))


@CALM
@given(ANY_DAY, STOPS)
def test_the_deadline_is_two_months_of_time_that_was_not_stopped(start: date, stops: list[tuple[int, int]]) -> None:
    asked_in_time = [stop for n, stop in enumerate(stops) if sum(work for work, _ in stops[: n + 1]) < 59]
    end = told(history(start, asked_in_time)).refused_on
    assert end is not None
    assert running_days(start, end, asked_in_time) == (add_months(start, 2) - start).days


@CALM
@given(ANY_DAY, STOPS, st.integers(0, 40))
def test_no_date_runs_while_a_correction_is_waited_for(start: date, stops: list[tuple[int, int]], more: int) -> None:
    facts = history(start, stops)
    silence = after(told(facts), "changes_requested", facts[-1][1] + timedelta(days=more))
    assert silence.refused_on is None


@CALM
@given(ANY_DAY, STOPS, st.integers(0, 90))
def test_answering_a_day_later_moves_the_date_by_a_day(start: date, stops: list[tuple[int, int]], wait: int) -> None:
    asked = history(start, stops)
    day = asked[-1][1].date()
    silence = after(told(asked), "changes_requested", noon(day))
    sooner = silence.refused_if_answered_on(day + timedelta(days=wait))
    later = silence.refused_if_answered_on(day + timedelta(days=wait + 1))
    assert sooner is not None
    assert later == sooner + timedelta(days=1)


def test_thirty_one_december_becomes_the_last_of_february() -> None:
    assert told([("application_submitted", noon(date(2025, 12, 31)))]).refused_on == date(2026, 2, 28)


def test_the_day_is_the_one_on_a_wall_in_paris() -> None:
    late = datetime(2026, 3, 11, 23, 30, tzinfo=UTC)
    assert told([("application_submitted", late)]).since == date(2026, 3, 12)


def test_time_set_aside_does_not_count() -> None:
    facts = [
        ("application_submitted", noon(START)),
        ("changes_requested", noon(START + timedelta(days=5))),
        ("application_lapsed", noon(START + timedelta(days=36))),
        ("application_resumed", noon(START + timedelta(days=45))),
    ]
    assert told(facts).refused_on == date(2026, 5, 11) + timedelta(days=40)


def test_an_answer_ends_it_and_opening_again_gives_a_whole_new_time() -> None:
    refused = told([("application_submitted", noon(START)), ("application_rejected", noon(START + timedelta(days=9)))])
    assert refused.refused_on is None
    assert after(refused, "application_reopened", noon(date(2026, 4, 1))) == Silence(since=date(2026, 4, 1))


def test_what_was_stopped_stays_counted_after_the_answer() -> None:
    facts = [
        ("application_submitted", noon(START)),
        ("changes_requested", noon(START + timedelta(days=2))),
        ("application_resubmitted", noon(START + timedelta(days=12))),
        ("application_approved", noon(START + timedelta(days=20))),
    ]
    assert told(facts) == Silence(paused_days=10)
