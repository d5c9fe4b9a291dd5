"""Figures as values: an application in figures, and the tables anybody may read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from mob.applications.types import RejectionReason, State
from mob.kernel.money import Cents

LEAST = 10
"""No number of people below this one is published."""

Counts = Mapping[str, Mapping[str, int]]
"""Row, then column, then how many."""


class Outcome(StrEnum):
    """How an application that was sent stands. `OTHER`: being examined, withdrawn or closed."""

    GRANTED = "granted"
    REFUSED = "refused"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Case:
    """An application as its facts tell it. `seq`: the last fact read. `waited`: time it was with the person.

    `waits_since` is set while it is with her. `took` is the time the funder had it, once it has decided. `amount`: the
    whole award, all its payments together. `citizen_id` only tells people apart.
    """

    application_id: UUID
    seq: int
    aid_id: UUID
    version_id: UUID
    funder_id: UUID
    state: State
    started_at: datetime
    community_id: UUID | None = None
    submitted_at: datetime | None = None
    decided_at: datetime | None = None
    reason: RejectionReason | None = None
    amount: Cents | None = None
    waits_since: datetime | None = None
    waited: timedelta = timedelta(0)
    took: timedelta | None = None
    citizen_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class PublicRow:
    """A line of a public table. A cell is None where its number is kept back; so is `median_days` below ten decisions."""

    key: str
    cells: Mapping[str, int | None]
    total: int | None = None
    median_days: int | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is on offer: public data, nothing is kept back. `communes`: those with an aid of less than national reach."""

    aids: int = 0
    funders: int = 0
    communes: int = 0


@dataclass(frozen=True, slots=True)
class PublicFigures:
    """What anybody may read. `as_of`: the last day counted in the tables. `refreshed_at`: when coverage was counted."""

    as_of: date
    refreshed_at: datetime
    total: int | None
    outcomes: Mapping[str, int | None]
    median_days: int | None
    years: tuple[PublicRow, ...] = ()
    aids: tuple[PublicRow, ...] = ()
    reasons: tuple[PublicRow, ...] = ()
    coverage: Coverage = field(default_factory=Coverage)
