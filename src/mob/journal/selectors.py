"""Reading the journal: streams for those who checked the right to, the state of the queue for operators."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain

from django.db.models import Min, Q

from mob.journal import leases, permissions
from mob.journal.models import Delivery, Fact, Task
from mob.journal.services import view
from mob.journal.types import Backlog, FactView, ParkedWork
from mob.kernel.actor import Actor

_OPEN = Q(done_at__isnull=True, parked_at__isnull=True)


def stream_facts(actor: Actor, stream: str) -> list[FactView]:
    """All facts of a stream in order. The caller has checked that the actor may read what the stream is about."""
    return [view(fact) for fact in Fact.objects.filter(stream=stream).order_by("seq")]


def parked_work(actor: Actor) -> list[ParkedWork]:
    """What failed for the last time and waits for an operator, oldest first. Raises Forbidden."""
    permissions.require_operator(actor)
    columns = ("id", "attempts", "parked_at", "error")
    deliveries = Delivery.objects.filter(parked_at__isnull=False).values("subscriber", "stream", *columns)
    tasks = Task.objects.filter(parked_at__isnull=False).values("kind", *columns)
    found = (
        ParkedWork(label=row.pop("subscriber", None) or row.pop("kind"), stream=row.pop("stream", ""), **row)
        for row in chain(deliveries, tasks)
    )
    return sorted(found, key=lambda work: work.parked_at)


def backlog(actor: Actor, *, now: datetime) -> Backlog:
    """How much waits, is retried, is parked. Raises Forbidden."""
    permissions.require_operator(actor)
    tables = (Delivery._default_manager, Task._default_manager)
    due = [table.filter(_OPEN, next_at__lte=now) for table in tables]
    oldest = [moment for rows in due if (moment := rows.aggregate(oldest=Min("next_at"))["oldest"])]
    return Backlog(
        due=sum(rows.count() for rows in due),
        retrying=sum(table.filter(_OPEN, attempts__gt=0).count() for table in tables),
        parked=sum(table.filter(parked_at__isnull=False).count() for table in tables),
        oldest_due=min(oldest, default=None),
    )


def waiting_labels(actor: Actor) -> list[str]:
    """Subscribers and kinds of task for which work waits. Raises Forbidden."""
    permissions.require_operator(actor)
    names = set(Delivery.objects.filter(_OPEN).values_list("subscriber", flat=True).distinct())
    return sorted(names | set(Task.objects.filter(_OPEN).values_list("kind", flat=True).distinct()))


def worker_is_alive(*, now: datetime) -> bool:
    """Whether any worker gave a sign of life in the last half minute. Tells nothing about anyone: no actor."""
    return leases.is_held(leases.HEARTBEAT, now=now)


def kinds_in(prefix: str, kinds: frozenset[str]) -> Iterator[tuple[str, str]]:
    """(stream, kind) of the facts of some kinds in the streams of a prefix, each stream in order. For replays."""
    rows = Fact.objects.filter(stream__startswith=prefix, kind__in=kinds).order_by("stream", "seq")
    return rows.values_list("stream", "kind").iterator(5000)


def streams(prefix: str, *, after: str, limit: int) -> list[str]:
    """Names of streams of a prefix, in order, those beyond `after`. For replays."""
    rows = Fact.objects.filter(stream__startswith=prefix, stream__gt=after, seq=1)
    return list(rows.order_by("stream").values_list("stream", flat=True)[:limit])


def facts_of(names: Sequence[str]) -> dict[str, list[FactView]]:
    """All facts of some streams, each in order. For replays: nobody's right to read them is looked at."""
    found: dict[str, list[FactView]] = {name: [] for name in names}
    for fact in Fact.objects.filter(stream__in=names).order_by("stream", "seq"):
        found[fact.stream].append(view(fact))
    return found
