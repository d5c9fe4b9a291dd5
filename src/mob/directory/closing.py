"""The end of this service: announced for a day, after which nothing new is taken. Read from the journal's own stream."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from django.db import transaction

from mob.journal import selectors as journal_reads
from mob.journal import services as journal
from mob.kernel import clock
from mob.kernel.actor import Actor, ActorKind
from mob.kernel.errors import Forbidden, Invalid, Refused

STREAM = "instance:closing"


@dataclass(frozen=True, slots=True)
class ClosingAnnounced:
    """The service takes nothing new after that civil date."""

    kind: ClassVar[str] = "closing_announced"
    last_day: date


@dataclass(frozen=True, slots=True)
class ClosingCancelled:
    """The service goes on."""

    kind: ClassVar[str] = "closing_cancelled"


@dataclass(frozen=True, slots=True)
class FundersServed:
    """Each funder's data was taken out for it."""

    kind: ClassVar[str] = "closing_funders_served"
    funders: int


@dataclass(frozen=True, slots=True)
class EverythingErased:
    """Nothing tells of anybody any more. Numbers of what was erased."""

    kind: ClassVar[str] = "closing_everything_erased"
    accounts: int
    applications: int
    documents: int


def last_day() -> date | None:
    """The last day on which something new is taken; None while no end is announced."""
    found: date | None = None
    for fact in journal_reads.stream_facts(Actor.system(), STREAM):
        if fact.kind == ClosingAnnounced.kind:
            found = date.fromisoformat(str(fact.data["last_day"]))
        elif fact.kind == ClosingCancelled.kind:
            found = None
    return found


def were_funders_served() -> bool:
    """Whether every funder's data was taken out since the end was announced."""
    kinds = [fact.kind for fact in journal_reads.stream_facts(Actor.system(), STREAM)]
    announced = len(kinds) - 1 - kinds[::-1].index(ClosingAnnounced.kind) if ClosingAnnounced.kind in kinds else 0
    return FundersServed.kind in kinds[announced:]


def check_is_open(now: datetime) -> None:
    """Raises Refused("service_closed") after the last day."""
    last = last_day()
    if last is not None and clock.civil_date(now) > last:
        raise Refused("service_closed")


def announce(actor: Actor, *, on: date, now: datetime) -> None:
    """Say on which day the service ends. In the caller's transaction. Raises Invalid for a day less than a month away."""
    _check_is_system(actor)
    if on < clock.add_months(clock.civil_date(now), 1):
        raise Invalid("closing_too_soon", "on")
    journal.append(actor, stream=STREAM, events=[ClosingAnnounced(on)], now=now)


def cancel(actor: Actor, *, now: datetime) -> bool:
    """The service goes on. False when no end was announced."""
    _check_is_system(actor)
    if last_day() is None:
        return False
    record(actor, ClosingCancelled(), now=now)
    return True


def record(actor: Actor, fact: ClosingCancelled | FundersServed | EverythingErased, *, now: datetime) -> None:
    """Keep a step of the end."""
    _check_is_system(actor)
    with transaction.atomic():
        journal.append(actor, stream=STREAM, events=[fact], now=now)


def _check_is_system(actor: Actor) -> None:
    if actor.kind is not ActorKind.SYSTEM:
        raise Forbidden("not_allowed")
