"""Keeping who opened a file: one line an agent and day, told to the journal, read by the person."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

import mob.journal.services as journal
from mob.applications.events import FileConsulted
from mob.applications.models import Application, Consultation
from mob.applications.permissions import allowed
from mob.applications.services import dossier
from mob.applications.types import Action
from mob.kernel.actor import Actor, ActorKind, Role
from mob.kernel.clock import civil_date
from mob.kernel.errors import Conflict, NotFound

_TRIES = 3


def note_consultation(actor: Actor, *, application_id: UUID, now: datetime) -> None:
    """An agent has the file before her eyes. Raises NotFound for a file she may not see."""
    if actor.kind is not ActorKind.STAFF or actor.id is None:
        return
    day = civil_date(now)
    seen = Consultation.objects.filter(application_id=application_id, agent_id=actor.id, day=day)
    if seen.exists():
        return
    row = Application.objects.filter(id=application_id).first()
    if row is None or Action.READ not in allowed(actor, dossier.snapshot(row, {})):
        raise NotFound("application_unknown")
    role = Role.SUPERVISOR if actor.has(Role.SUPERVISOR) else Role.CASE_MANAGER
    for _ in range(_TRIES):
        try:
            _keep(actor, application_id, FileConsulted(actor.id, role, day), now)
            return
        except IntegrityError:  # another tab was first, or a colleague wrote in the stream at the same moment
            if seen.exists():
                return
    raise Conflict("changed_meanwhile")


def _keep(actor: Actor, application_id: UUID, fact: FileConsulted, now: datetime) -> None:
    with transaction.atomic():
        Consultation.objects.create(application_id=application_id, agent_id=fact.by, role=fact.role.value, day=fact.day)
        journal.append(actor, stream=f"consultations:{application_id}", events=[fact], now=now)
