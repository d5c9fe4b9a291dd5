"""Delegations of signature as rules and pages read them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import models

from mob.directory.delegations import first_covering, is_live
from mob.directory.models import Delegation, Membership
from mob.directory.rules import PROCESSING_ROLES
from mob.directory.selectors.funders import visible_to
from mob.directory.types import DelegationView
from mob.kernel.actor import Actor
from mob.kernel.money import Cents


def delegations_held(user_id: UUID, *, funder_id: UUID, on: date) -> tuple[DelegationView, ...]:
    """What somebody may decide under on that day, the oldest first."""
    rows = _rows(funder_id).filter(holder_id=user_id, revoked_at=None)
    return tuple(view for view in map(_view, rows) if is_live(view, on))


def delegations_of(actor: Actor, funder_id: UUID) -> list[DelegationView]:
    """Every delegation of a funder the actor may see, with its holder's name, revoked and ended ones too."""
    if not visible_to(actor).filter(id=funder_id).exists():
        return []
    names = _names(funder_id)
    return [_view(row, names.get(row.holder_id, "")) for row in _rows(funder_id)]


def delegation(actor: Actor, delegation_id: UUID) -> DelegationView | None:
    """One delegation of a funder the actor may see."""
    row = Delegation.objects.filter(id=delegation_id, funder__in=visible_to(actor)).first()
    return _view(row, _names(row.funder_id).get(row.holder_id, "")) if row else None


def signatory(funder_id: UUID, aid_id: UUID, *, amount: Cents | None, on: date) -> DelegationView | None:
    """In whose name a decision nobody looked at is taken: a delegation that covers it, its holder still at work."""
    roles = [role.value for role in PROCESSING_ROLES]
    staff = Membership.objects.live().filter(funder_id=funder_id, role__in=roles).values("user_id")
    held = map(_view, _rows(funder_id).filter(revoked_at=None, holder_id__in=staff))
    return first_covering(held, aid_id, amount=amount, on=on)


def _rows(funder_id: UUID) -> models.QuerySet[Delegation]:
    return Delegation.objects.filter(funder_id=funder_id).order_by("created_at", "id")


def _names(funder_id: UUID) -> dict[UUID, str]:
    rows = Membership.objects.filter(funder_id=funder_id).order_by("created_at")
    return {row.user_id: f"{row.first_name} {row.last_name}".strip() for row in rows}


def _view(row: Delegation, name: str = "") -> DelegationView:
    return DelegationView(
        id=row.id,
        funder_id=row.funder_id,
        holder_id=row.holder_id,
        holder_name=name,
        number=row.number,
        signed_on=row.signed_on,
        aid_ids=None if row.aid_ids is None else frozenset(map(UUID, row.aid_ids)),
        ceiling=None if row.ceiling_cents is None else Cents(row.ceiling_cents),
        ends_on=row.ends_on,
        revoked_at=row.revoked_at,
    )
