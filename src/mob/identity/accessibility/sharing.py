"""Letting one service read the profile: for a trip or for some months, at a level, until an end. Pure.

Health data: each share is an explicit consent of its own (GDPR, article 9.2, a), ended as easily as it was given.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from mob.identity.accessibility.vocabularies import Sharing
from mob.kernel.clock import add_months, civil_date, day_starts
from mob.kernel.errors import Invalid

# Changed with any sentence of what a person agrees to when she shares.
TEXT_VERSION = 1
AFTER_ARRIVAL = timedelta(hours=24)
MOST_MONTHS = 12
MOST_REFERENCE, MOST_PLACE = 60, 120
_LEVELS = list(Sharing)


class ShareKind(StrEnum):
    TRIP = "trip"
    STANDING = "standing"


class Closed(StrEnum):
    """Why a service reads nothing, as codes of refusals."""

    NEVER = "accessibility_not_shared"
    OVER = "accessibility_share_over"
    ENDED = "accessibility_share_ended"
    OTHER_TRIP = "accessibility_other_trip"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What she chooses. For a trip: when it arrives, and the service's reference of it when there is one."""

    level: Sharing
    kind: ShareKind
    arrives_at: datetime | None = None
    reference: str = ""
    months: int = 0


@dataclass(frozen=True, slots=True)
class ShareView:
    """A share as she reads it. `ends_at`: its date, at the latest; `ended_at`: when it really stopped before."""

    id: UUID
    link_id: UUID
    service: str
    operator: str
    level: Sharing
    kind: ShareKind
    reference: str
    arrives_at: datetime | None
    begins_at: datetime
    ends_at: datetime
    ended_at: datetime | None

    def is_live(self, now: datetime) -> bool:
        return self.ended_at is None and self.begins_at <= now < self.ends_at

    @property
    def stopped_at(self) -> datetime:
        return self.ended_at or self.ends_at

    @property
    def narrower(self) -> tuple[Sharing, ...]:
        """Levels that tell less than this one: she may go down to them at once."""
        return tuple(_LEVELS[: _LEVELS.index(self.level)])


@dataclass(frozen=True, slots=True)
class Trip:
    """A trip as a service describes it when it asks. Places are its own words."""

    reference: str
    start: str
    end: str
    departs_at: datetime
    arrives_at: datetime
    level: Sharing


@dataclass(frozen=True, slots=True)
class Question:
    """A service asks for a trip, and she has not answered yet."""

    id: UUID
    link_id: UUID
    service: str
    operator: str
    trip: Trip
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Looked:
    """A service read, or tried to, in one minute. `level` None: it was refused. `times` within that minute."""

    at: datetime
    service: str
    level: Sharing | None
    times: int


@dataclass(frozen=True, slots=True)
class Outdated:
    """A live share whose service read before she changed what she had said. `may_be_told`: it has an address for that."""

    share_id: UUID
    service: str
    read_at: datetime
    may_be_told: bool


def end_of(wanted: Wanted, *, now: datetime) -> datetime:
    """When it ends by itself: 24 h after the arrival, or at 24:00 in Paris on the eve of the same day some months on.

    Raises Invalid with the field at fault.
    """
    if wanted.kind is ShareKind.STANDING:
        if not 1 <= wanted.months <= MOST_MONTHS:
            raise Invalid("share_months", "months", most=MOST_MONTHS)
        return day_starts(add_months(civil_date(now), wanted.months))
    if wanted.arrives_at is None:
        raise Invalid("share_arrival", "arrives")
    _check_arrival(wanted.arrives_at, now=now)
    return wanted.arrives_at + AFTER_ARRIVAL


def _check_arrival(arrives_at: datetime, *, now: datetime) -> None:
    if arrives_at <= now:
        raise Invalid("share_trip_past", "arrives")
    if arrives_at + AFTER_ARRIVAL > day_starts(add_months(civil_date(now), MOST_MONTHS)):
        raise Invalid("share_trip_far", "arrives", most=MOST_MONTHS)


def check_trip(trip: Trip, *, now: datetime) -> None:
    """Raises Invalid, with the member of the request at fault."""
    if not 1 <= len(trip.reference) <= MOST_REFERENCE:
        raise Invalid("share_reference", "journey", most=MOST_REFERENCE)
    for name, place in (("from", trip.start), ("to", trip.end)):
        if not 1 <= len(place) <= MOST_PLACE:
            raise Invalid("share_place", name, most=MOST_PLACE)
    _check_arrival(trip.arrives_at, now=now)
    if not timedelta(0) < trip.arrives_at - trip.departs_at <= timedelta(days=7):
        raise Invalid("share_trip_order", "departs")


def opened_by(shares: Iterable[ShareView], reference: str, *, now: datetime) -> ShareView | None:
    """The share that answers a reading: that of the very trip, else of a trip she gave no reference, else the standing."""
    live = [each for each in shares if each.is_live(now) and _is_about(each, reference)]
    return max(live, key=lambda each: (bool(each.reference), each.kind is ShareKind.TRIP), default=None)


def _is_about(share: ShareView, reference: str) -> bool:
    return not share.reference or share.reference == reference


def why_closed(shares: Iterable[ShareView], reference: str, *, now: datetime) -> Closed:
    """Why nothing answers, when `opened_by` found none: the last that did tells."""
    known = sorted(shares, key=lambda each: each.begins_at)
    about = [each for each in known if _is_about(each, reference)]
    if about:
        last = max(about, key=lambda each: min(each.stopped_at, each.ends_at))
        return Closed.OVER if last.ended_at is None or last.ended_at >= last.ends_at else Closed.ENDED
    return Closed.OTHER_TRIP if any(each.is_live(now) for each in known) else Closed.NEVER


def is_narrower(level: Sharing, than: Sharing) -> bool:
    return _LEVELS.index(level) < _LEVELS.index(than)
