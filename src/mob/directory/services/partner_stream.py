"""Taking a partner for writing, who may, and its stream in the journal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from mob.directory.models import Partner
from mob.directory.rules import is_partner_administrator, is_platform_administrator, keeps_partner
from mob.journal import services as journal
from mob.kernel.actor import Actor
from mob.kernel.errors import Forbidden, NotFound
from mob.kernel.events import Event


def take_partner(partner_id: UUID) -> Partner:
    """The open partner's row, held until the transaction ends. Raises NotFound."""
    row = Partner.objects.select_for_update().filter(id=partner_id, closed_at=None).first()
    if row is None:
        raise NotFound("partner_unknown")
    return row


def check_keeps(actor: Actor, partner_id: UUID) -> None:
    """Raises NotFound unless the actor looks after this partner's clients."""
    if not keeps_partner(actor, partner_id):
        raise NotFound("partner_unknown")


def check_administers(actor: Actor, partner_id: UUID) -> None:
    """Raises NotFound for another partner's, Forbidden for a developer."""
    check_keeps(actor, partner_id)
    if not (is_partner_administrator(actor, partner_id) or is_platform_administrator(actor)):
        raise Forbidden("role_not_yours")


def record_partner(actor: Actor, partner_id: UUID, events: Iterable[Event], *, now: datetime) -> None:
    """Append facts to the partner's stream. The caller has taken the partner."""
    journal.append(actor, stream=f"partner:{partner_id}", events=list(events), now=now)
