"""The sweep: objects that no live row names, older than a day, are deleted. Registered by the wiring."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from mob.documents import plugged
from mob.documents.models import Document
from mob.documents.types import DocumentState
from mob.journal.types import TaskKind

KEPT_FOR = timedelta(hours=24)  # a deposit under way has its object before its row
_BATCH = 200


def define() -> list[TaskKind]:
    """The kinds of task of this context."""
    return [TaskKind("documents.sweep", _handle, every=timedelta(hours=6))]


def _handle(payload: Mapping[str, Any], now: datetime) -> None:
    # Objects carry the machine's time: a clock moved forward for a demonstration must not age them.
    sweep(now=min(now, datetime.now(UTC)))


def sweep(*, now: datetime) -> int:
    """Delete what is unreferenced. Returns how many objects went."""
    store = plugged.object_store()
    old = (item.key for item in store.listed() if now - item.modified_at > KEPT_FOR)
    swept = 0
    for keys in _batches(old):
        live = Document.objects.filter(object_key__in=keys, state=DocumentState.LIVE.value)
        for key in set(keys) - set(live.values_list("object_key", flat=True)):
            store.delete(key)
            swept += 1
    return swept


def _batches(keys: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(keys)
    while batch := list(islice(rest, _BATCH)):
        yield batch
