"""Plans the tasks that come back by themselves, and defines the journal's own. One worker at a time holds the turn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from mob.journal import checkpoints, leases, registry
from mob.journal.models import Task
from mob.journal.services import plan
from mob.journal.types import TaskKind

_TURN_SPAN = timedelta(seconds=60)
_KEPT = timedelta(days=30)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def define_own_tasks() -> None:
    """Register what keeps the journal in order: checkpoints, and the removal of old finished tasks."""
    registry.define_task(TaskKind("journal.checkpoint", checkpoints.record, every=timedelta(hours=1)))
    registry.define_task(TaskKind("journal.forget_tasks", _forget_done_tasks, every=timedelta(days=1)))


def plan_scheduled(now: datetime, *, holder: str) -> bool:
    """Plan this period's task of every scheduled kind. False when another worker holds the turn.

    A period missed while nothing ran is not caught up: a nightly job that slept a week runs once.
    """
    if not leases.hold(leases.SCHEDULER, holder=holder, now=now, span=_TURN_SPAN):
        return False
    wanted = {f"{kind.name}@{start.isoformat()}": (kind, start) for kind, start in _periods(now)}
    known = set(Task.objects.filter(key__in=wanted).values_list("key", flat=True))
    for key, (kind, start) in wanted.items():
        if key not in known:
            plan(kind.name, key=key, payload={}, at=start)
    return True


def _periods(now: datetime) -> list[tuple[TaskKind, datetime]]:
    """Each scheduled kind with the start of the period that `now` falls in, counted from 1970 in UTC."""
    return [
        (kind, _EPOCH + (now - _EPOCH) // kind.every * kind.every)
        for kind in registry.scheduled_kinds()
        if kind.every is not None
    ]


def _forget_done_tasks(_payload: Mapping[str, Any], now: datetime) -> None:
    Task.objects.filter(done_at__lt=now - _KEPT).delete()
