"""Rights that staff hold: changed, ended, and the platform's administrators. Invitations are another module."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from mob.directory import events, rules
from mob.directory.models import Membership
from mob.directory.services import appointing
from mob.directory.services.stream import record, take
from mob.directory.types import Appointment
from mob.kernel.actor import Actor, Role
from mob.kernel.errors import Forbidden, NotFound, Refused


@transaction.atomic
def appoint_administrator(actor: Actor, *, user_id: UUID, first_name: str, last_name: str, now: datetime) -> UUID:
    """Make a person an administrator of the platform. Raises Forbidden, Refused `already_staff`."""
    if not rules.is_platform_administrator(actor):
        raise Forbidden("role_not_yours")
    take(None)
    card = appointing.checked(Appointment(Role.ADMINISTRATOR, first_name, last_name), None)
    membership = appointing.appoint(user_id, None, card, now=now)
    record(actor, None, [events.AdministratorAppointed(membership, user_id)], now=now)
    return membership


@transaction.atomic
def change_membership(actor: Actor, *, membership_id: UUID, card: Appointment, now: datetime) -> None:
    """Write a member's role, name, capacity, service and communities. Nobody changes her own rights.

    Raises NotFound, Forbidden, InvalidMany, Refused (`last_administrator`, `already_staff`, `membership_ended`).
    """
    row = _get(actor, membership_id)
    if row.user_id == actor.id:
        raise Forbidden("own_rights")
    appointing.authorise(actor, row.funder_id, card)
    card = appointing.checked(card, row.funder_id)
    if row.role != card.role.value:
        _keep_an_administrator(actor, row)
        _refuse_twin(row, card.role)
    Membership.objects.filter(id=row.id).update(**appointing.columns(card))
    row.communities.set(appointing.communities(card))
    fact = events.MembershipChanged(row.id, row.user_id, card.role, card.community_ids)
    record(actor, row.funder_id, [fact], now=now)


@transaction.atomic
def end_membership(actor: Actor, *, membership_id: UUID, now: datetime) -> None:
    """Take a right away, at once: the next request of its holder is refused. One may leave oneself.

    Raises NotFound, Forbidden, Refused (`last_administrator`, `membership_ended`).
    """
    row = _get(actor, membership_id)
    _keep_an_administrator(actor, row)
    Membership.objects.filter(id=row.id).update(ended_at=now)
    record(actor, row.funder_id, [events.MembershipEnded(row.id, row.user_id, Role(row.role))], now=now)


def _get(actor: Actor, membership_id: UUID) -> Membership:
    """The live membership, its funder taken and the right to touch it checked."""
    row = Membership.objects.filter(id=membership_id).first()
    if not row:
        raise NotFound("membership_unknown")
    if row.user_id != actor.id:
        appointing.authorise_role(actor, row.funder_id, Role(row.role))
    take(row.funder_id)
    row.refresh_from_db()
    if row.ended_at is not None:
        raise Refused("membership_ended")
    return row


def _keep_an_administrator(actor: Actor, row: Membership) -> None:
    """The platform always keeps one; a funder too, unless the platform's administrators themselves take the right."""
    if row.role != Role.ADMINISTRATOR.value:
        return
    if row.funder_id is not None and rules.is_platform_administrator(actor):
        return
    others = Membership.objects.live().of_funder(row.funder_id).filter(role=row.role)
    if not others.exclude(user_id=row.user_id).exists():
        raise Refused("last_administrator")


def _refuse_twin(row: Membership, role: Role) -> None:
    twins = Membership.objects.live().of_funder(row.funder_id).filter(user_id=row.user_id, role=role.value)
    if twins.exists():
        raise Refused("already_staff")
