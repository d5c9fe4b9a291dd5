"""Whether an aid still says the truth: what is watched of it, and what its keepers are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from mob.catalogue.types.enums import LinkState, Worry


@dataclass(frozen=True, slots=True)
class LinkView:
    """What the official page answered. `failing_since`: when it stopped answering."""

    state: LinkState
    checked_at: datetime
    failing_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Watched:
    """What is known of an aid people read. Dates are civil and inclusive."""

    valid_to: date | None
    verified_on: date | None
    link: LinkView | None
    open_reports: int


@dataclass(frozen=True, slots=True)
class WatchedRow:
    """An aid to look at again, as its keepers see it in a list. `address`: of its official page, when it has one."""

    id: UUID
    slug: str
    title: str
    funder_id: UUID
    funder_name: str
    owner_id: UUID | None
    watched: Watched
    worries: tuple[Worry, ...]
    address: str = ""


@dataclass(frozen=True, slots=True)
class ReportView:
    """What somebody wrote of a mistake. `email`: where to answer her, when she gave it."""

    id: UUID
    text: str
    email: str
    created_at: datetime
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class AidFreshness:
    """The same for one aid, with what was written of it, newest first, and who keeps it."""

    watched: Watched
    worries: tuple[Worry, ...]
    owner_id: UUID | None
    reports: tuple[ReportView, ...]


@dataclass(frozen=True, slots=True)
class Keeper:
    """Somebody who is told of the aids she keeps."""

    user_id: UUID
    email: str
