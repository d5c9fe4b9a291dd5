"""Values the journal hands to subscribers and task handlers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class FactView:
    """One fact as a subscriber reads it. `data` holds ids, codes, dates and cents only."""

    id: UUID
    stream: str
    seq: int
    kind: str
    data: Mapping[str, Any]
    actor: str
    at: datetime

    @property
    def owner_id(self) -> UUID:
        """The id in a stream named `kind:uuid`."""
        return UUID(self.stream.partition(":")[2])


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Who is told of which facts. `handle` must be idempotent on (fact, subscriber): a crash may call it again."""

    name: str
    kinds: frozenset[str]
    handle: Callable[[FactView], None]


@dataclass(frozen=True, slots=True)
class TaskKind:
    """Work that is due at a time. With `every`, the scheduler plans it again and again, once for all workers."""

    name: str
    handle: Callable[[Mapping[str, Any], datetime], None]
    every: timedelta | None = None


@dataclass(frozen=True, slots=True)
class ParkedWork:
    """A delivery or task that failed for the last time. `label`: its subscriber or kind. `stream`: empty for a task."""

    id: UUID
    label: str
    stream: str
    attempts: int
    parked_at: datetime
    error: str


@dataclass(frozen=True, slots=True)
class Backlog:
    """The state of the queue. `oldest_due` is None when nothing waits past its time."""

    due: int
    retrying: int
    parked: int
    oldest_due: datetime | None
