"""Writing the journal: facts with their deliveries, and tasks. The caller owns the transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from mob.journal import chain, permissions, registry
from mob.journal.models import Delivery, Fact, Task
from mob.journal.types import GENESIS, FactView
from mob.kernel.actor import Actor
from mob.kernel.errors import NotFound
from mob.kernel.events import Event, to_data


def append(actor: Actor, *, stream: str, events: Sequence[Event], now: datetime) -> list[FactView]:
    """Add facts to a stream, and a delivery for each subscriber, in the caller's transaction.

    Raises IntegrityError when another writer took the same place in the stream: the caller's version check
    makes that impossible for rows that carry a version.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("facts are appended inside the transaction of what they tell")
    last = Fact.objects.filter(stream=stream).order_by("-seq").values("seq", "hash").first()
    seq, prev = (last["seq"], last["hash"]) if last else (0, GENESIS)
    facts = []
    for event in events:
        seq += 1
        fact = _fact(actor, stream=stream, seq=seq, event=event, now=now, prev=prev)
        prev = fact.hash
        facts.append(fact)
    Fact.objects.bulk_create(facts)
    Delivery.objects.bulk_create(
        Delivery(fact=fact, subscriber=who.name, stream=stream, seq=fact.seq, next_at=now)
        for fact in facts
        for who in registry.subscribers_of(fact.kind)
    )
    return [view(fact) for fact in facts]


def _fact(actor: Actor, *, stream: str, seq: int, event: Event, now: datetime, prev: str) -> Fact:
    fact = Fact(
        stream=stream,
        seq=seq,
        kind=event.kind,
        data=chain.canonical(to_data(event)),
        actor=actor.label,
        at=now,
        prev_hash=prev,
    )
    fact.hash = chain.digest(
        stream=stream, seq=seq, kind=fact.kind, data=fact.data, actor=fact.actor, at=now, prev_hash=prev
    )
    return fact


def plan(kind: str, *, key: str, payload: Mapping[str, Any], at: datetime) -> None:
    """Ask for a task at a time. The same key twice is one task."""
    Task.objects.bulk_create([Task(kind=kind, key=key, payload=dict(payload), next_at=at)], ignore_conflicts=True)


def replay(actor: Actor, work_id: UUID, *, now: datetime) -> None:
    """Give a parked delivery or task its attempts back, from this moment. Raises Forbidden, NotFound."""
    permissions.require_operator(actor)
    again = {"parked_at": None, "leased_until": None, "attempts": 0, "next_at": now}
    for table in (Delivery, Task):
        if table._default_manager.filter(pk=work_id, parked_at__isnull=False).update(**again):
            return
    raise NotFound("work_not_parked")


def view(fact: Fact) -> FactView:
    """A fact as subscribers and timelines read it."""
    return FactView(fact.id, fact.stream, fact.seq, fact.kind, json.loads(fact.data), fact.actor, fact.at)
