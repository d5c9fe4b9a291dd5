"""Communities of a funder: created, renamed, closed, reopened. Never deleted: applications and agents refer to them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from mob.directory import events, rules
from mob.directory.models import Community
from mob.directory.services.stream import record, take
from mob.kernel.actor import Actor, Role
from mob.kernel.errors import Forbidden, Invalid, NotFound, Refused


@transaction.atomic
def create_community(actor: Actor, *, funder_id: UUID, name: str, now: datetime) -> UUID:
    """Add a community. Raises NotFound, Forbidden, Invalid `community_name_length`, Refused `community_exists`."""
    _authorise(actor, funder_id)
    take(funder_id)
    row = Community.objects.create(funder_id=funder_id, name=_free_name(funder_id, name))
    record(actor, funder_id, [events.CommunityCreated(row.id)], now=now)
    return row.id


@transaction.atomic
def rename_community(actor: Actor, *, community_id: UUID, name: str, now: datetime) -> None:
    """Give it another name. Errors as for `create_community`."""
    row = _get(actor, community_id)
    new = _free_name(row.funder_id, name, but=community_id)
    if new != row.name:
        Community.objects.filter(id=community_id).update(name=new)
        record(actor, row.funder_id, [events.CommunityRenamed(community_id)], now=now)


@transaction.atomic
def close_community(actor: Actor, *, community_id: UUID, now: datetime) -> None:
    """No new application goes there. Its agents keep the files they have, and see no other community for it."""
    row = _get(actor, community_id)
    if row.closed_at is None:
        Community.objects.filter(id=community_id).update(closed_at=now)
        record(actor, row.funder_id, [events.CommunityClosed(community_id)], now=now)


@transaction.atomic
def reopen_community(actor: Actor, *, community_id: UUID, now: datetime) -> None:
    """Applications may go there again."""
    row = _get(actor, community_id)
    if row.closed_at is not None:
        Community.objects.filter(id=community_id).update(closed_at=None)
        record(actor, row.funder_id, [events.CommunityReopened(community_id)], now=now)


def _authorise(actor: Actor, funder_id: UUID) -> None:
    if rules.is_platform_administrator(actor) or rules.is_funder_staff(actor, funder_id, Role.ADMINISTRATOR):
        return
    if actor.funder_id != funder_id:
        raise NotFound("funder_unknown")
    raise Forbidden("community_forbidden")


def _get(actor: Actor, community_id: UUID) -> Community:
    """The community, its funder taken for writing."""
    row = Community.objects.filter(id=community_id).first()
    if not row:
        raise NotFound("community_unknown")
    _authorise(actor, row.funder_id)
    take(row.funder_id)
    row.refresh_from_db()
    return row


def _free_name(funder_id: UUID, name: str, *, but: UUID | None = None) -> str:
    name = rules.clean_line(name)
    if not 2 <= len(name) <= 120:
        raise Invalid("community_name_length", "name")
    others = Community.objects.filter(funder_id=funder_id).exclude(Q(id=but)).values_list("name", flat=True)
    if name.casefold() in {other.casefold() for other in others}:
        raise Refused("community_exists", name=name)
    return name
