"""What every use case of affiliations shares: taking a row, writing it with its facts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from mob.directory.models import Affiliation
from mob.directory.rules import may_manage_affiliations
from mob.journal import services as journal
from mob.kernel.actor import Actor
from mob.kernel.errors import Conflict, NotFound
from mob.kernel.events import Event


def take_own(actor: Actor, affiliation_id: UUID) -> Affiliation:
    """The actor's own affiliation, held until the transaction ends. Raises NotFound for anyone else's."""
    row = _held(affiliation_id)
    if row is None or actor.id is None or row.user_id != actor.id:
        raise NotFound("affiliation_unknown")
    return row


def take_managed(actor: Actor, affiliation_id: UUID) -> Affiliation:
    """An affiliation to the employer the actor works for, held. Raises NotFound for another's."""
    row = _held(affiliation_id)
    if row is None or not may_manage_affiliations(actor, row.funder_id):
        raise NotFound("affiliation_unknown")
    return row


def _held(affiliation_id: UUID) -> Affiliation | None:
    return Affiliation.objects.select_for_update().filter(id=affiliation_id).first()


def commit(row: Affiliation, facts: Sequence[Event], *, actor: Actor, now: datetime, **changes: Any) -> None:
    """Write the row on condition of its version, with its facts. Raises Conflict when somebody else wrote first."""
    try:
        with transaction.atomic():
            rows = Affiliation.objects.filter(id=row.id, version=row.version)
            if not rows.update(version=F("version") + 1, **changes):
                raise Conflict("changed_meanwhile")
            tell(row.id, facts, actor=actor, now=now)
    except IntegrityError as error:
        raise Conflict("work_address_taken") from error


def tell(affiliation_id: UUID, facts: Sequence[Event], *, actor: Actor, now: datetime) -> None:
    """Append facts to the affiliation's stream."""
    journal.append(actor, stream=f"affiliation:{affiliation_id}", events=facts, now=now)
