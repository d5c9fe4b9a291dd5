"""A funder's dashboard from its cells: what is added up for which period, aid and community. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from mob.applications.stops import DraftStop
from mob.applications.types import RejectionReason, State
from mob.insights.cells import Half
from mob.kernel.money import Cents

K = TypeVar("K")
_BARS = (7, 15, 30, 60, 90)
"""Last day of each bar of the delays; one more for what took longer."""

TO_DO = (State.SUBMITTED, State.UNDER_REVIEW)
LEAST_DRAFTS = 10
"""Fewer drafts than this are not told by step: nobody sent them, and nobody is to be guessed."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it is read: its place, how many, how much was granted."""

    aid_id: UUID
    community_id: UUID | None
    when: Half
    state: State
    reason: RejectionReason | None
    count: int
    cents: int


@dataclass(frozen=True, slots=True)
class Scope:
    """What the dashboard is narrowed to. A half without a year means nothing."""

    year: int | None = None
    half: int | None = None
    aid_id: UUID | None = None
    community_id: UUID | None = None

    def holds(self, when: Half) -> bool:
        return (self.year is None or when.year == self.year) and (self.half is None or when.half == self.half)


@dataclass(frozen=True, slots=True)
class Line:
    """An aid, a community or a half-year: what was received, how it ended, what was granted."""

    key: UUID | Half | None
    received: int
    granted: int
    refused: int
    cents: Cents


@dataclass(frozen=True, slots=True)
class Delays:
    """Days from receipt to decision. `buckets`: (last day of it, how many); the last has no end."""

    decided: int = 0
    median: int | None = None
    p90: int | None = None
    buckets: tuple[tuple[int | None, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """Everything the page shows. `started` counts drafts too; `stops` is empty below `LEAST_DRAFTS`.

    `people`: distinct authors of what was received, None where they cannot be told. `cents`: whole awards.
    """

    years: tuple[int, ...]
    states: Mapping[State, int]
    received: int
    started: int
    cents: Cents
    halves: tuple[Line, ...]
    aids: tuple[Line, ...]
    communities: tuple[Line, ...]
    reasons: Mapping[RejectionReason, int]
    delays: Delays
    stops: Mapping[DraftStop, int] = field(default_factory=dict)
    people: int | None = None

    @property
    def to_do(self) -> int:
        return sum(self.states.get(state, 0) for state in TO_DO)


def add_up(
    cells: Sequence[Cell],
    days: Mapping[int, int],
    stops: Mapping[DraftStop, int],
    scope: Scope,
    people: int | None = None,
) -> Board:
    """The dashboard. `cells` hold every period, already narrowed to aid and community; `days` and `stops` to all."""
    inside = [cell for cell in cells if scope.holds(cell.when)]
    sent = [cell for cell in inside if cell.state is not State.DRAFT]
    every = [cell for cell in cells if cell.state is not State.DRAFT]
    states = _sums((cell.state, cell.count) for cell in sent)
    return Board(
        years=tuple(sorted({cell.when.year for cell in every}, reverse=True)),
        states=states,
        received=sum(states.values()),
        started=sum(cell.count for cell in inside),
        cents=Cents(sum(cell.cents for cell in sent)),
        halves=tuple(sorted(_lines(every, lambda cell: cell.when), key=_when)),
        aids=_most_first(_lines(sent, lambda cell: cell.aid_id)),
        communities=_most_first(_lines(sent, lambda cell: cell.community_id)),
        reasons=_reasons(sent),
        delays=delays_of(days),
        stops=stops if sum(stops.values()) >= LEAST_DRAFTS else {},
        people=people,
    )


def _sums(pairs: Iterable[tuple[K, int]]) -> dict[K, int]:
    found: dict[K, int] = {}
    for key, number in pairs:
        found[key] = found.get(key, 0) + number
    return {key: number for key, number in found.items() if number}


def _reasons(sent: Sequence[Cell]) -> dict[RejectionReason, int]:
    """Refusals that stand, the most frequent first."""
    pairs = ((cell.reason or RejectionReason.OTHER, cell.count) for cell in sent if cell.state is State.REJECTED)
    return dict(sorted(_sums(pairs).items(), key=lambda pair: (-pair[1], pair[0].value)))


def _lines(cells: Sequence[Cell], of: Callable[[Cell], UUID | Half | None]) -> list[Line]:
    groups: dict[UUID | Half | None, list[Cell]] = {}
    for cell in cells:
        groups.setdefault(of(cell), []).append(cell)
    lines = [_line(key, group) for key, group in groups.items()]
    return [line for line in lines if line.received]


def _line(key: UUID | Half | None, cells: Sequence[Cell]) -> Line:
    states = _sums((cell.state, cell.count) for cell in cells)
    granted, refused = states.get(State.APPROVED, 0), states.get(State.REJECTED, 0)
    return Line(key, sum(states.values()), granted, refused, Cents(sum(cell.cents for cell in cells)))


def _when(line: Line) -> tuple[int, int]:
    return (line.key.year, line.key.half) if isinstance(line.key, Half) else (0, 0)


def _most_first(lines: list[Line]) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda line: (-line.received, str(line.key))))


def delays_of(days: Mapping[int, int]) -> Delays:
    """Median, ninth decile and bars. Percentiles are those of nearest rank: a delay that was really met."""
    decided = sum(days.values())
    if not decided:
        return Delays()
    inside = [0] * (len(_BARS) + 1)
    for day, count in days.items():
        inside[next((n for n, last in enumerate(_BARS) if day <= last), len(_BARS))] += count
    buckets = tuple(zip((*_BARS, None), inside, strict=True))
    return Delays(decided, _rank(days, decided, 50), _rank(days, decided, 90), buckets)


def _rank(days: Mapping[int, int], decided: int, percent: int) -> int:
    """The day by which that part of the decisions was made."""
    wanted, seen, day = -(-decided * percent // 100), 0, 0
    for day in sorted(days):
        seen += days[day]
        if seen >= wanted:
            break
    return day
