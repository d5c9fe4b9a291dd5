"""That a helper took the hat of somebody, or put it down: the one helped can see when."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from mob.identity.mandates import rows
from mob.identity.mandates.events import MandateUsed
from mob.journal import services as journal
from mob.kernel.actor import Actor


def note_use(actor: Actor, *, mandate_id: UUID, is_begun: bool, now: datetime) -> None:
    """Tell the journal. The caller has checked that the mandate is the actor's."""
    with transaction.atomic():
        journal.append(actor, stream=rows.stream(mandate_id), events=[MandateUsed(is_begun)], now=now)
