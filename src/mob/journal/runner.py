"""Runs what is due: deliveries of facts and tasks. Lease, handler, outcome are three separate short steps.

The handler runs outside any transaction, so that a slow outside call never holds the database. What it does may
therefore happen twice after a crash: handlers are idempotent. The endless loop around it is `worker.py`.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from mob.journal import registry
from mob.journal.models import Delivery, Task
from mob.journal.retry import LEASE, MAX_ATTEMPTS, next_attempt
from mob.journal.services import view
from mob.kernel.errors import MobError
from mob.kernel.ports import PortRefused

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]
Work = Delivery | Task
_BATCH = 20
_ERROR_LENGTH = Delivery._meta.get_field("error").max_length or 300


def run_due(now: datetime) -> int:
    """Run everything due at this moment and return how many pieces were tried. What fails is put off, so this ends."""
    total = 0
    while tried := run_batch(lambda: now):
        total += tried
    return total


def run_batch(clock: Clock, *, should_stop: Callable[[], bool] = lambda: False) -> int:
    """Run a handful of due deliveries and tasks, oldest first. Zero means that nothing was due."""
    now = clock()
    due: list[Work] = [*_due_deliveries(now)[:_BATCH], *_due_tasks(now)[:_BATCH]]
    tried = 0
    for work in due:
        if should_stop():
            break
        tried += _run(work, clock)
    return tried


def _waiting(now: datetime) -> Q:
    # A lease that ends later than any lease may was written by a clock that ran ahead: it holds nothing.
    # The margin is for hosts whose clocks differ a little.
    unleased = Q(leased_until__isnull=True) | Q(leased_until__lte=now) | Q(leased_until__gt=now + 10 * LEASE)
    return Q(done_at__isnull=True, parked_at__isnull=True, next_at__lte=now) & unleased


def _due_deliveries(now: datetime) -> QuerySet[Delivery]:
    """Per subscriber, a delivery waits for the earlier ones of its stream, parked ones included."""
    earlier = Delivery.objects.filter(
        subscriber=OuterRef("subscriber"), stream=OuterRef("stream"), seq__lt=OuterRef("seq"), done_at__isnull=True
    )
    return Delivery.objects.filter(_waiting(now), ~Exists(earlier)).order_by("next_at", "id")


def _due_tasks(now: datetime) -> QuerySet[Task]:
    return Task.objects.filter(_waiting(now)).order_by("next_at", "id")


def _run(work: Work, clock: Clock) -> bool:
    """Lease, run, record. False when another worker was faster."""
    now = clock()
    if not _lease(work, now):
        return False
    try:
        if work.attempts > MAX_ATTEMPTS:
            raise WorkerDiedError
        _handle(work, now)
    except Exception as error:
        release_connection()
        _put_off(work, _describe(error), clock())
    else:
        _record(work, done_at=clock(), error="")
    return True


class WorkerDiedError(Exception):
    """Every attempt ended with the process itself: the work is parked rather than allowed to kill one more."""


def _lease(work: Work, now: datetime) -> bool:
    """Take the work for the length of a lease. A try that kills the process counts too."""
    until, attempts = now + LEASE, work.attempts + 1
    rows = _table(work).filter(_waiting(now), pk=work.pk, attempts=work.attempts)
    taken = rows.update(leased_until=until, attempts=attempts)
    work.leased_until, work.attempts = until, attempts
    return bool(taken)


def _record(work: Work, **changes: Any) -> None:
    """Write the outcome, unless the lease ran out and another worker took over."""
    mine = _table(work).filter(pk=work.pk, attempts=work.attempts, done_at__isnull=True)
    mine.update(leased_until=None, **changes)


def _table(work: Work) -> QuerySet[Any]:
    return type(work)._default_manager.all()


def _handle(work: Work, now: datetime) -> None:
    if isinstance(work, Task):
        kind = registry.task_kind(work.kind)
        if kind is None:
            raise LookupError(work.kind)
        kind.handle(work.payload, now)
        return
    subscriber = registry.subscriber(work.subscriber)
    if subscriber is None:
        raise LookupError(work.subscriber)
    subscriber.handle(view(work.fact))


def _put_off(work: Work, error: str, now: datetime) -> None:
    later = next_attempt(work.attempts, now=now)
    label = work.kind if isinstance(work, Task) else work.subscriber
    if later is None:
        logger.error("%s %s parked after %d attempts: %s", label, work.pk, work.attempts, error)
        _record(work, parked_at=now, error=error)
    else:
        logger.warning("%s %s put off until %s: %s", label, work.pk, later.isoformat(), error)
        _record(work, next_at=later, error=error)


def _describe(error: Exception) -> str:
    """What went wrong, without the exception's own words: those may hold an address, a name or a file's content."""
    code = error.code if isinstance(error, MobError) else error.reason if isinstance(error, PortRefused) else ""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].name}:{frames[-1].lineno}" if frames else "?"
    ours = [frame for frame in frames if "/mob/" in frame.filename]
    if ours:
        module = ours[-1].filename.rpartition("/mob/")[2].removesuffix(".py").replace("/", ".")
        place = f"mob.{module}:{ours[-1].lineno}"
    name = type(error).__name__ + (f"({code})" if code else "")
    return f"{name} at {place}"[:_ERROR_LENGTH]


def release_connection() -> None:
    """Give up a connection that is broken, past its age or left in a transaction by a handler."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
