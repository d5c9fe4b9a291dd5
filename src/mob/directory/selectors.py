"""Reading funders, staff and keys."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from mob.directory.models import Community, Funder, FunderKey, Membership
from mob.directory.types import CommunityView, FunderKind, FunderView, KeyState, RecipientKey, StaffView
from mob.kernel.actor import Actor, ActorKind, Role


def actor_for(user_id: UUID, *, funder_id: UUID | None = None) -> Actor | None:
    """The staff hat of a person: of the funder named, else of her only (or first) funder. None when she has none."""
    rows = Membership.objects.filter(user_id=user_id, ended_at__isnull=True).prefetch_related("communities")
    memberships = list(rows.order_by("created_at"))
    if not memberships:
        return None
    funder = funder_id or next((m.funder_id for m in memberships if m.funder_id), None)
    mine = [m for m in memberships if m.funder_id in (funder, None)]
    if not mine:
        return None
    return Actor(
        ActorKind.STAFF,
        id=user_id,
        funder_id=funder if any(m.funder_id == funder for m in mine) else None,
        community_ids=_communities(mine),
        roles=frozenset(Role(m.role) for m in mine),
    )


def _communities(memberships: list[Membership]) -> frozenset[UUID] | None:
    """None as soon as one membership is not limited to some communities."""
    limits = [frozenset(c.id for c in m.communities.all()) for m in memberships]
    return None if any(not limit for limit in limits) else frozenset().union(*limits)


def is_staff(user_id: UUID) -> bool:
    """Whether the person has any live membership: such a person needs a second factor."""
    return Membership.objects.filter(user_id=user_id, ended_at__isnull=True).exists()


def funders_of(user_id: UUID) -> list[FunderView]:
    """The funders a staff member may choose between."""
    rows = Funder.objects.filter(memberships__user_id=user_id, memberships__ended_at__isnull=True)
    return [funder_view(row) for row in rows.distinct().order_by("name")]


def visible_to(actor: Actor) -> QuerySet[Funder]:
    """Funders an administrator manages (all), or the staff's own. Empty for others."""
    if actor.kind is ActorKind.SYSTEM or (actor.funder_id is None and actor.has(Role.ADMINISTRATOR)):
        return Funder.objects.all()
    if actor.kind is ActorKind.STAFF and actor.funder_id:
        return Funder.objects.filter(id=actor.funder_id)
    return Funder.objects.none()


def funder(funder_id: UUID) -> FunderView | None:
    """What anyone may know of a funder."""
    row = Funder.objects.filter(id=funder_id).first()
    return funder_view(row) if row else None


def funder_by_slug(slug: str) -> FunderView | None:
    row = Funder.objects.filter(slug=slug).first()
    return funder_view(row) if row else None


def funder_view(row: Funder) -> FunderView:
    return FunderView(
        id=row.id,
        slug=row.slug,
        name=row.name,
        kind=FunderKind(row.kind),
        siren=row.siren,
        is_invented=row.is_invented,
        contact_address=row.contact_address,
        contact_phone=row.contact_phone,
        contact_hours=row.contact_hours,
        contact_email=row.contact_email,
    )


def communities_of(funder_id: UUID) -> list[CommunityView]:
    """Open communities of a funder, by name."""
    rows = Community.objects.filter(funder_id=funder_id, closed_at__isnull=True).order_by("name")
    return [CommunityView(row.id, row.funder_id, row.name) for row in rows]


def staff_member(user_id: UUID, *, funder_id: UUID | None) -> StaffView | None:
    """The staff card shown with a decision or a message, ended or not."""
    rows = list(Membership.objects.filter(user_id=user_id, funder_id=funder_id).select_related("user"))
    if not rows:
        return None
    first = rows[0]
    return StaffView(
        user_id=user_id,
        funder_id=funder_id,
        email=first.user.email,
        first_name=first.first_name,
        last_name=first.last_name,
        capacity=first.capacity,
        service=first.service,
        roles=frozenset(Role(row.role) for row in rows if row.ended_at is None),
        community_ids=_communities(rows),
    )


def encryption_keys(funder_id: UUID) -> list[RecipientKey]:
    """Whom a proof for this funder is encrypted to: newest active key, then its recovery key. Empty: no deposit."""
    row = (
        FunderKey.objects.filter(funder_id=funder_id, state=KeyState.ACTIVE.value)
        .order_by("-activated_at", "-created_at")
        .first()
    )
    if not row:
        return []
    return [
        RecipientKey(row.kid, row.public_jwk, is_recovery=False),
        RecipientKey(row.recovery_kid, row.recovery_jwk, is_recovery=True),
    ]


def has_usable_key(funder_id: UUID) -> bool:
    return FunderKey.objects.filter(funder_id=funder_id, state=KeyState.ACTIVE.value).exists()
