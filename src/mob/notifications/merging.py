"""The share of letters in two accounts brought together: those that wait at a counter are still to leave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from mob.identity.types import MergeLine
from mob.kernel.actor import Actor
from mob.notifications.models import Letter


class LettersMove:
    """Serves `identity.ports.MovesAccount`. Nothing to choose: what was written follows the person."""

    def foreseen(self, source: UUID, target: UUID) -> Sequence[MergeLine]:
        return []

    def move(self, actor: Actor, *, source: UUID, target: UUID, now: datetime) -> None:
        Letter.objects.filter(person_id=source).update(person_id=target)
