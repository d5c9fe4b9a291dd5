"""Reading the journal."""

from __future__ import annotations

from mob.journal.models import Fact
from mob.journal.services import view
from mob.journal.types import FactView
from mob.kernel.actor import Actor


def stream_facts(actor: Actor, stream: str) -> list[FactView]:
    """All facts of a stream in order. The caller has checked that the actor may read what the stream is about."""
    return [view(fact) for fact in Fact.objects.filter(stream=stream).order_by("seq")]
