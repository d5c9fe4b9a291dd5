"""What inviting and changing staff share: who may give this role, what the card may hold, the membership's row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from mob.directory import rules
from mob.directory.models import Community, Membership
from mob.directory.types import Appointment
from mob.kernel.actor import Actor, Role
from mob.kernel.errors import Forbidden, Invalid, InvalidMany, NotFound, Refused

_LENGTHS = {"first_name": 80, "last_name": 80, "capacity": 120, "service": 120}


def authorise(actor: Actor, funder_id: UUID | None, card: Appointment) -> None:
    """Raises NotFound for another funder's staff, Forbidden for a role or communities the actor may not give."""
    authorise_role(actor, funder_id, card.role)
    if not rules.may_open_communities(actor, card.community_ids):
        raise Forbidden("communities_not_yours")


def authorise_role(actor: Actor, funder_id: UUID | None, role: Role) -> None:
    """As `authorise`, for what does not touch communities."""
    granted = rules.grantable_roles(actor, funder_id)
    if role in granted:
        return
    if not granted and (funder_id is None or actor.funder_id != funder_id):
        raise NotFound("funder_unknown")
    raise Forbidden("role_not_yours")


def checked(card: Appointment, funder_id: UUID | None, others: Sequence[Invalid] = ()) -> Appointment:
    """The card as it is stored. Raises InvalidMany with `others` and its own errors."""
    card = replace(
        card,
        first_name=rules.clean_line(card.first_name),
        last_name=rules.clean_line(card.last_name),
        capacity=rules.clean_line(card.capacity),
        service=rules.clean_line(card.service),
    )
    errors = [Invalid("text_too_long", name) for name, cap in _LENGTHS.items() if len(getattr(card, name)) > cap]
    if problem := _communities_problem(card, funder_id):
        errors.append(Invalid(problem, "community_ids"))
    if errors or others:
        raise InvalidMany([*others, *errors])
    # Communities limit those who process applications; for the others they would mean nothing.
    return card if card.role in rules.PROCESSING_ROLES else replace(card, community_ids=None)


def _communities_problem(card: Appointment, funder_id: UUID | None) -> str:
    if card.community_ids is None or card.role not in rules.PROCESSING_ROLES:
        return ""
    if not card.community_ids:
        return "communities_missing"
    known = Community.objects.filter(Q(funder_id=funder_id), id__in=card.community_ids).count()
    return "" if known == len(card.community_ids) else "community_unknown"


def columns(card: Appointment) -> dict[str, object]:
    """The card as columns of an invitation or a membership; communities are set apart."""
    return {
        "role": card.role.value,
        "first_name": card.first_name,
        "last_name": card.last_name,
        "capacity": card.capacity,
        "service": card.service,
        "sees_all_communities": card.community_ids is None,
    }


def communities(card: Appointment) -> QuerySet[Community]:
    """The rows of the card's communities; none when it sees them all."""
    return Community.objects.filter(id__in=card.community_ids or ())


def appoint(user_id: UUID, funder_id: UUID | None, card: Appointment, *, now: datetime) -> UUID:
    """Add the membership's row. The funder is taken, the right checked. Raises Refused `already_staff`."""
    live = Membership.objects.live().of_funder(funder_id).filter(user_id=user_id, role=card.role.value)
    if live.exists():
        raise Refused("already_staff")
    row = Membership.objects.create(user_id=user_id, funder_id=funder_id, created_at=now, **columns(card))
    row.communities.set(communities(card))
    return row.id
