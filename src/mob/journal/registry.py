"""Who subscribes to what, and which tasks exist. Filled by `config/wiring.py` at start, then only read."""

from __future__ import annotations

from mob.journal.types import Subscriber, TaskKind

_subscribers: dict[str, Subscriber] = {}
_tasks: dict[str, TaskKind] = {}


def subscribe(subscriber: Subscriber) -> None:
    """Add a subscriber, or replace the one of the same name."""
    _subscribers[subscriber.name] = subscriber


def define_task(kind: TaskKind) -> None:
    """Add a kind of task, or replace the one of the same name."""
    _tasks[kind.name] = kind


def subscribers_of(kind: str) -> list[Subscriber]:
    """Subscribers told of facts of this kind, in order of name."""
    return sorted((s for s in _subscribers.values() if kind in s.kinds), key=lambda s: s.name)


def subscriber(name: str) -> Subscriber | None:
    return _subscribers.get(name)


def task_kind(name: str) -> TaskKind | None:
    return _tasks.get(name)


def scheduled_kinds() -> list[TaskKind]:
    """Kinds that the scheduler plans by itself."""
    return sorted((k for k in _tasks.values() if k.every), key=lambda k: k.name)
