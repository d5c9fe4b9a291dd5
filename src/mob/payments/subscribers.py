"""What this context learns from facts: the order of complete files, and decisions that no longer hold."""

from __future__ import annotations

from collections.abc import Iterator

from mob.applications import events as e
from mob.journal.types import FactView, Subscriber
from mob.kernel.actor import Actor
from mob.payments import queue
from mob.payments.services import end_award

# `award_withdrawn`: an approval was withdrawn. A file opened again after a refusal has nothing to give back.
ENDS = frozenset({"award_withdrawn", e.ApplicationReopened.kind})


def subscribers() -> Iterator[Subscriber]:
    """Every subscriber of this context."""
    yield Subscriber("payments.queue", queue.KINDS, queue.follow)
    yield Subscriber("payments.end", ENDS, end)


def end(fact: FactView) -> None:
    """Idempotent: an award granted since, should the fact be told again, stands."""
    end_award(Actor.system(), application_id=fact.owner_id, before=fact.at, now=fact.at)
