"""Cells and what a dashboard adds up from them: every application is counted once, wherever its life takes it."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from mob.applications.stops import DraftStop
from mob.applications.types import RejectionReason, State
from mob.insights.board import LEAST_DRAFTS, Cell, Scope, add_up, delays_of
from mob.insights.cells import LONGEST, Half, added, cell_of, delay_moves, delay_of, moves
from mob.insights.types import Case
from mob.kernel.money import Cents
from tests.factories.world import NOW

AIDS = [UUID(int=1), UUID(int=2)]
days = st.integers(0, 900).map(lambda n: datetime(2024, 1, 1, 12, tzinfo=UTC) + timedelta(days=n))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    state = draw(st.sampled_from(State))
    decided = state in (State.APPROVED, State.REJECTED)
    return Case(
        application_id=UUID(int=9),
        seq=1,
        aid_id=draw(st.sampled_from(AIDS)),
        version_id=UUID(int=3),
        funder_id=UUID(int=4),
        state=state,
        started_at=draw(days),
        community_id=draw(st.sampled_from([None, UUID(int=5), UUID(int=6)])),
        submitted_at=None if state is State.DRAFT else draw(days),
        reason=draw(st.sampled_from(RejectionReason)) if state is State.REJECTED else None,
        amount=Cents(draw(st.integers(0, 10**7))) if state is State.APPROVED else None,
        took=timedelta(days=draw(st.integers(0, 700))) if decided else None,
    )


@given(st.lists(st.tuples(st.none() | cases(), st.none() | cases()), max_size=12))
def test_moving_one_by_one_ends_where_counting_again_ends(lives: list[tuple[Case | None, Case | None]]) -> None:
    counts: Counter[Any] = Counter()
    cents: Counter[Any] = Counter()
    delays: Counter[Any] = Counter()
    for before, after in lives:
        for first, second in ((None, before), (before, after)):
            for move in moves(first, second):
                counts[move.key] += move.count
                cents[move.key] += move.cents
            for key, step in delay_moves(first, second):
                delays[key] += step
    cells, slow = added(after for _, after in lives if after)
    assert {key: (counts[key], cents[key]) for key in cells} == cells
    assert {key: count for key, count in counts.items() if count} == {key: pair[0] for key, pair in cells.items()}
    assert {key: count for key, count in delays.items() if count} == slow


def test_the_half_year_is_that_of_sending_on_a_wall_calendar_in_paris() -> None:
    last_of_june_in_utc = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    sent = Case(UUID(int=1), 1, AIDS[0], UUID(int=3), UUID(int=4), State.SUBMITTED, NOW, None, last_of_june_in_utc)
    assert cell_of(sent).when == Half(2026, 2)
    assert (Half(2026, 1).first, Half(2026, 1).last) == (date(2026, 1, 1), date(2026, 6, 30))
    assert (Half(2026, 2).first, Half(2026, 2).last) == (date(2026, 7, 1), date(2026, 12, 31))


@given(cases())
def test_a_delay_is_whole_days_and_never_longer_than_the_longest(case: Case) -> None:
    key = delay_of(case)
    assert (key is None) == (case.took is None)
    assert key is None or 0 <= key.days <= LONGEST


FIRST = Half(2026, 1)


def cell(state: State, count: int, *, when: Half = FIRST, aid: UUID = AIDS[0], **more: Any) -> Cell:
    usual = {"community_id": None, "reason": None, "cents": 0}
    return Cell(aid_id=aid, when=when, state=state, count=count, **(usual | more))


CELLS = [
    cell(State.DRAFT, 5),
    cell(State.SUBMITTED, 3),
    cell(State.UNDER_REVIEW, 1, aid=AIDS[1]),
    cell(State.APPROVED, 4, cents=200_000),
    cell(State.REJECTED, 2, reason=RejectionReason.PROOF_MISSING),
    cell(State.APPROVED, 7, when=Half(2025, 2), cents=350_000, aid=AIDS[1]),
]


def test_a_board_adds_up_its_period_and_leaves_drafts_out_of_what_was_received() -> None:
    board = add_up(CELLS, {}, {}, Scope(year=2026))
    assert (board.received, board.started, board.to_do, board.cents) == (10, 15, 4, 200_000)
    assert board.states == {State.SUBMITTED: 3, State.UNDER_REVIEW: 1, State.APPROVED: 4, State.REJECTED: 2}
    assert board.reasons == {RejectionReason.PROOF_MISSING: 2}
    assert [(line.key, line.received) for line in board.aids] == [(AIDS[0], 9), (AIDS[1], 1)]


def test_half_years_are_all_told_whatever_the_period() -> None:
    board = add_up(CELLS, {}, {}, Scope(year=2026, half=1))
    assert [(line.key, line.received) for line in board.halves] == [(Half(2025, 2), 7), (Half(2026, 1), 10)]
    assert board.years == (2026, 2025)


def test_few_drafts_are_not_told_by_step() -> None:
    few, enough = {DraftStop.PAPERS: LEAST_DRAFTS - 1}, {DraftStop.PAPERS: LEAST_DRAFTS}
    assert add_up([], {}, few, Scope()).stops == {}
    assert add_up([], {}, enough, Scope()).stops == enough


@given(st.dictionaries(st.integers(0, LONGEST), st.integers(1, 30), min_size=1))
def test_percentiles_are_those_of_the_sorted_list(counted: dict[int, int]) -> None:
    every = sorted(day for day, number in counted.items() for _ in range(number))
    found = delays_of(counted)
    assert found.median == every[-(-len(every) * 50 // 100) - 1]
    assert found.p90 == every[-(-len(every) * 90 // 100) - 1]
    assert sum(number for _, number in found.buckets) == found.decided == len(every)


def test_no_decision_has_no_delay() -> None:
    assert delays_of({}).median is None
