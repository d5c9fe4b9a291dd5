"""The cells a funder's dashboard is added up from: an application is one in a single cell, and moves when it does. Pure.

A cell is an aid, a community, a half-year, a state and a reason of refusal. The half-year is that of sending, or of the
start while it is a draft: a civil date in Paris. Sums over cells cost the same for ten applications as for a million.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from mob.applications.types import RejectionReason, State
from mob.insights.types import Case
from mob.kernel.clock import civil_date

LONGEST = 400
"""Days of a delay that are told apart; longer ones count as this."""


@dataclass(frozen=True, slots=True, order=True)
class Half:
    """Half a year: 1 is January to June."""

    year: int
    half: int

    @classmethod
    def of(cls, day: date) -> Half:
        return cls(day.year, 1 if day.month <= 6 else 2)

    @property
    def first(self) -> date:
        return date(self.year, 1 if self.half == 1 else 7, 1)

    @property
    def last(self) -> date:
        return date(self.year, 6, 30) if self.half == 1 else date(self.year, 12, 31)


@dataclass(frozen=True, slots=True)
class CellKey:
    """Where an application is counted."""

    funder_id: UUID
    aid_id: UUID
    community_id: UUID | None
    when: Half
    state: State
    reason: RejectionReason | None = None


@dataclass(frozen=True, slots=True)
class DelayKey:
    """Where the time of a decision is counted: whole days the funder had the file, those with the person left out."""

    funder_id: UUID
    aid_id: UUID
    community_id: UUID | None
    when: Half
    days: int


@dataclass(frozen=True, slots=True)
class Move:
    """One application more or less in a cell, with the cents it was granted."""

    key: CellKey
    count: int
    cents: int


def cell_of(case: Case) -> CellKey:
    when = Half.of(civil_date(case.submitted_at or case.started_at))
    return CellKey(case.funder_id, case.aid_id, case.community_id, when, case.state, case.reason)


def delay_of(case: Case) -> DelayKey | None:
    """None while nothing is decided."""
    if case.took is None:
        return None
    days = min(LONGEST, round(case.took / timedelta(days=1)))
    return DelayKey(case.funder_id, case.aid_id, case.community_id, cell_of(case).when, days)


def moves(before: Case | None, after: Case | None) -> list[Move]:
    """What changes in cells when an application goes from one to the other. Nothing when it stays where it is."""
    found = [Move(cell_of(case), sign, sign * (case.amount or 0)) for case, sign in _sides(before, after)]
    if len(found) == 2 and found[0].key == found[1].key and found[0].cents == -found[1].cents:
        return []
    return found


def delay_moves(before: Case | None, after: Case | None) -> list[tuple[DelayKey, int]]:
    """The same for delays."""
    found = [(key, sign) for case, sign in _sides(before, after) if (key := delay_of(case))]
    return [] if len(found) == 2 and found[0][0] == found[1][0] else found


def _sides(before: Case | None, after: Case | None) -> Iterator[tuple[Case, int]]:
    for case, sign in ((before, -1), (after, 1)):
        if case is not None:
            yield case, sign


def added(cases: Iterable[Case]) -> tuple[dict[CellKey, tuple[int, int]], dict[DelayKey, int]]:
    """(count and cents by cell, count by delay) of all these applications."""
    cells: dict[CellKey, tuple[int, int]] = {}
    delays: dict[DelayKey, int] = {}
    for case in cases:
        key = cell_of(case)
        count, cents = cells.get(key, (0, 0))
        cells[key] = (count + 1, cents + (case.amount or 0))
        if delay := delay_of(case):
            delays[delay] = delays.get(delay, 0) + 1
    return cells, delays
