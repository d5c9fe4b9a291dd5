"""May this vehicle drive here, now? Low-emission zones as dated data; `zone_files` reads them from the open schema.

The law changes: nothing of a zone is code, and a zone may be suspended from a day without losing what it says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from mob.eligibility.critair import Level, Sticker, VehicleKind
from mob.eligibility.hours import Hours
from mob.kernel.clock import PARIS, day_ends, day_starts

_RANKS = {level: rank for rank, level in enumerate(Level)}


class Answer(StrEnum):
    """UNKNOWN is never read as a yes."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Why(StrEnum):
    SUSPENDED = "suspended"
    NOT_BEGUN = "not_begun"
    ENDED = "ended"
    NO_RESTRICTION = "no_restriction"
    STICKER_ACCEPTED = "sticker_accepted"
    OUTSIDE_HOURS = "outside_hours"
    STICKER_REFUSED = "sticker_refused"
    STICKER_UNKNOWN = "sticker_unknown"
    RULE_UNREADABLE = "rule_unreadable"


@dataclass(frozen=True, slots=True)
class Restriction:
    """Within `hours`, stickers from `refused_from` on may not drive. None: what the file says could not be read."""

    refused_from: Level | None
    hours: Hours | None


@dataclass(frozen=True, slots=True)
class Zone:
    """A regulated area or road. `starts` and `ends` are its first and last days; `suspended_from` the first day off.

    A kind of vehicle that is not in `restrictions` is free.
    """

    id: str
    starts: date
    restrictions: Mapping[VehicleKind, Restriction]
    ends: date | None = None
    suspended_from: date | None = None
    order_url: str = ""
    information_url: str = ""


@dataclass(frozen=True, slots=True)
class Driving:
    """The answer, why, and the next moment at which it may differ (Paris time); None when nothing is planned."""

    answer: Answer
    why: Why
    until: datetime | None = None
    refused_from: Level | None = None


def may_drive(zone: Zone, kind: VehicleKind, sticker: Sticker | Level | None, at: datetime) -> Driving:
    """Whether a vehicle of that kind and sticker may drive in the zone at that moment (aware).

    None is a sticker that is not known. Raises ValueError for a moment without time zone.
    """
    if at.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    level = sticker.level if isinstance(sticker, Sticker) else sticker
    return _out_of_dates(zone, at) or _in_force(zone, kind, level, at)


def _out_of_dates(zone: Zone, at: datetime) -> Driving | None:
    """The answer while the zone is not in force; None while it is."""
    if zone.suspended_from is not None and at >= day_starts(zone.suspended_from):
        return Driving(Answer.YES, Why.SUSPENDED)
    if zone.ends is not None and at >= day_ends(zone.ends):
        return Driving(Answer.YES, Why.ENDED)
    if at < (begins := day_starts(zone.starts)):
        is_coming = zone.suspended_from is None or zone.suspended_from > zone.starts
        return Driving(Answer.YES, Why.NOT_BEGUN, begins.astimezone(PARIS) if is_coming else None)
    return None


def _in_force(zone: Zone, kind: VehicleKind, level: Level | None, at: datetime) -> Driving:
    rule = zone.restrictions.get(kind)
    if rule is None:
        return Driving(Answer.YES, Why.NO_RESTRICTION)
    from_on = rule.refused_from
    if from_on is not None and level is not None and _RANKS[level] < _RANKS[from_on]:
        return Driving(Answer.YES, Why.STICKER_ACCEPTED, refused_from=from_on)
    if rule.hours is None or from_on is None:
        return Driving(Answer.UNKNOWN, Why.RULE_UNREADABLE, _over(zone), from_on)
    until = _first(rule.hours.changes_after(at), _over(zone))
    if not rule.hours.is_on(at):
        return Driving(Answer.YES, Why.OUTSIDE_HOURS, until, from_on)
    if level is None:
        return Driving(Answer.UNKNOWN, Why.STICKER_UNKNOWN, until, from_on)
    return Driving(Answer.NO, Why.STICKER_REFUSED, until, from_on)


def _over(zone: Zone) -> datetime | None:
    """The first moment at which the zone is no longer in force."""
    ended = day_ends(zone.ends).astimezone(PARIS) if zone.ends else None
    return _first(ended, day_starts(zone.suspended_from).astimezone(PARIS) if zone.suspended_from else None)


def _first(*moments: datetime | None) -> datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)
