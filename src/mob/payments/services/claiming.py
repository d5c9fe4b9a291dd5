"""What every use case of an award shares: load it with its snapshot, take its next version, append its facts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F

import mob.journal.services as journal
from mob.applications import selectors as applications
from mob.kernel.actor import Actor
from mob.kernel.errors import Conflict, Forbidden, NotFound
from mob.kernel.events import Event
from mob.payments import reading
from mob.payments.events import award_stream
from mob.payments.models import Award
from mob.payments.permissions import allowed
from mob.payments.types import Action, Snapshot


def load(actor: Actor, award_id: UUID) -> tuple[Award, Snapshot]:
    """The row, locked where the database locks rows, and its snapshot. NotFound when the actor may not read it."""
    row = Award.objects.select_for_update().filter(id=award_id).first()
    if row is None:
        raise NotFound("award_unknown")
    award = reading.snapshot(row, is_under_notice=bool(applications.under_notice([row.application_id])))
    if not allowed(actor, award):
        raise NotFound("award_unknown")
    return row, award


def require(actor: Actor, award: Snapshot, action: Action) -> None:
    """Raise Forbidden unless the actor may do this now."""
    if action not in allowed(actor, award):
        raise Forbidden("not_allowed")


def commit(row: Award, facts: Sequence[Event], *, actor: Actor, now: datetime, **changes: Any) -> None:
    """Write the award on condition of its version, append the facts. Raises Conflict when somebody wrote first."""
    updated = Award.objects.filter(id=row.id, version=row.version).update(version=F("version") + 1, **changes)
    if not updated:
        raise Conflict("changed_meanwhile")
    row.version += 1
    if facts:
        journal.append(actor, stream=award_stream(row.id), events=list(facts), now=now)
