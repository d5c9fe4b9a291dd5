"""Records the heads of changed streams, so that a stream cut short or gone is missed. `verify.py` compares."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from mob.journal.events import HeadsRecorded
from mob.journal.models import Fact
from mob.journal.services import append
from mob.kernel.actor import Actor

STREAM = "journal:checkpoints"
_HEADS_PER_FACT = 500
# Facts get their id before they commit: one that commits late is older than the checkpoint that missed it.
_OVERLAP_MS = 10 * 60 * 1000


@dataclass(frozen=True, slots=True)
class Head:
    """The last fact of a stream at some moment."""

    stream: str
    seq: int
    hash: str

    @classmethod
    def parse(cls, text: str) -> Head:
        stream, seq, digest = text.rsplit(" ", 2)
        return cls(stream, int(seq), digest)

    def __str__(self) -> str:
        return f"{self.stream} {self.seq} {self.hash}"


def record(_payload: Mapping[str, Any], now: datetime) -> None:
    """Task handler: add the heads of every stream that changed since the last checkpoint, if any did."""
    changed = [str(head) for head in current_heads(since=_last_look()) if head.stream != STREAM]
    parts = [changed[i : i + _HEADS_PER_FACT] for i in range(0, len(changed), _HEADS_PER_FACT)]
    with transaction.atomic():
        append(Actor.system(), stream=STREAM, events=[HeadsRecorded(tuple(part)) for part in parts], now=now)


def recorded_heads() -> Iterator[Head]:
    """Every head ever recorded, oldest first. A checkpoint that cannot be read yields nothing: its own hash tells."""
    for data in Fact.objects.filter(stream=STREAM).order_by("seq").values_list("data", flat=True).iterator():
        with suppress(ValueError, KeyError, TypeError):
            yield from map(Head.parse, json.loads(data)["heads"])


def current_heads(*, since: UUID | None = None) -> Iterator[Head]:
    """The last fact of each stream, by stream; with `since`, of those with a fact from that id on."""
    later = Fact.objects.filter(stream=OuterRef("stream"), seq__gt=OuterRef("seq"))
    last = Fact.objects.filter(~Exists(later)).order_by("stream")
    facts = last.filter(id__gte=since) if since else last
    return (Head(*row) for row in facts.values_list("stream", "seq", "hash").iterator())


def _last_look() -> UUID | None:
    """A little before the last checkpoint, as an id: ids of facts begin with the real time they were made at."""
    last = Fact.objects.filter(stream=STREAM).order_by("-seq").values_list("id", flat=True).first()
    if last is None:
        return None
    return UUID(int=max(0, (last.int >> 80) - _OVERLAP_MS) << 80)
