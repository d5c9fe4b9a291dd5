"""Does the journal tell the same story as the rows? Replays every application; what disagrees is named, never mended here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from mob.applications import counters
from mob.applications.lifecycle import AFTER, state_after
from mob.applications.models import Application
from mob.applications.types import State
from mob.journal import selectors as journal


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An application whose row says one state and whose facts say another (None: no fact at all)."""

    reference: str
    row: State
    facts: State | None


def disagreements() -> Iterator[Disagreement]:
    """Every application whose state its own facts do not explain. Two queries a thousand applications."""
    told = _states_told()
    for key, reference, state in Application.objects.values_list("id", "reference", "state").iterator(1000):
        if told.get(key) is not State(state):
            yield Disagreement(reference, State(state), told.get(key))


def _states_told() -> dict[UUID, State | None]:
    told: dict[UUID, State | None] = {}
    for stream, kind in journal.kinds_in("application:", frozenset(AFTER)):
        key = UUID(stream.partition(":")[2])
        told[key] = state_after(told.get(key), kind)
    return told


def recount() -> int:
    """Derive the inbox counts again from the applications. Returns how many rows were written."""
    return counters.rebuild()
