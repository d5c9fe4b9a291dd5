"""An agent reads the paper by which somebody applies in another's name, and says until when it holds."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from mob.applications import representation, represented
from mob.applications.events import RepresentationChecked
from mob.applications.models import Representation
from mob.applications.representation import RepresentationKind
from mob.applications.services import dossier
from mob.applications.types import Action
from mob.kernel.actor import Actor
from mob.kernel.clock import civil_date
from mob.kernel.errors import Refused


def check_representation(
    actor: Actor, *, application_id: UUID, kind: RepresentationKind, ends_on: date | None, now: datetime
) -> None:
    """Keep that the paper was read. A minor's ends at majority at the latest. Raises Forbidden, Refused, Invalid."""
    with transaction.atomic():
        row, app = dossier.load(actor, application_id, now=now)
        dossier.require(actor, app, Action.CHECK_REPRESENTATION)
        who = representation.of(row.beneficiary)
        if who is None:
            raise Refused("wrong_state")
        last = representation.check_end(who, kind, represented.birth_of(row), ends_on, today=civil_date(now))
        Representation.objects.create(
            application=row,
            funder_id=row.funder_id,
            representative_id=row.citizen_id,
            person_key=represented.person_key(row),
            kind=kind.value,
            ends_on=last,
            checked_by=actor.id,
            checked_at=now,
        )
        dossier.commit(row, [RepresentationChecked(kind, last)], actor=actor, now=now)
