"""Reading funders, staff and keys."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, QuerySet

from mob.directory.models import Community, Funder, FunderKey, Invitation, Membership
from mob.directory.rules import PROCESSING_ROLES, is_platform_administrator
from mob.directory.tokens import invitation_id_of, token_of
from mob.directory.types import (
    CommunityView,
    FunderKeyView,
    FunderKind,
    FunderView,
    InvitationMail,
    InvitationView,
    KeyState,
    MembershipView,
    RecipientKey,
    StaffView,
)
from mob.kernel.actor import Actor, ActorKind, Role


def actor_for(user_id: UUID, *, funder_id: UUID | None = None) -> Actor | None:
    """The staff hat of a person: of the funder named, else of her first funder, else of the platform.

    None when she has none there. Hats do not mix: rights at one funder, or at the platform, never add to another's.
    """
    rows = _live(user_id)
    funder = funder_id or next((row.funder_id for row in rows if row.funder_id), None)
    return _hat(user_id, [row for row in rows if row.funder_id == funder])


def platform_actor(user_id: UUID) -> Actor | None:
    """The hat of an administrator of the platform, or None."""
    return _hat(user_id, [row for row in _live(user_id) if row.funder_id is None])


def _live(user_id: UUID) -> list[Membership]:
    rows = Membership.objects.live().filter(user_id=user_id)
    return list(rows.prefetch_related("communities").order_by("created_at", "id"))


def _hat(user_id: UUID, rows: list[Membership]) -> Actor | None:
    if not rows:
        return None
    return Actor(
        ActorKind.STAFF,
        id=user_id,
        funder_id=rows[0].funder_id,
        community_ids=_communities(rows),
        roles=frozenset(Role(row.role) for row in rows),
    )


def _communities(memberships: list[Membership]) -> frozenset[UUID] | None:
    """Communities seen: those of the roles that process applications, closed ones too; None for all of them.

    A role that processes nothing (content editor, administrator) never widens what a case manager sees.
    """
    processing = [row for row in memberships if Role(row.role) in PROCESSING_ROLES]
    counted = processing or memberships
    if any(row.sees_all_communities for row in counted):
        return None
    return frozenset(community.id for row in counted for community in row.communities.all())


def is_staff(user_id: UUID) -> bool:
    """Whether the person has any live membership: such a person needs a second factor."""
    return Membership.objects.live().filter(user_id=user_id).exists()


def funders_of(user_id: UUID) -> list[FunderView]:
    """The funders a staff member may choose between."""
    rows = Funder.objects.filter(memberships__user_id=user_id, memberships__ended_at__isnull=True)
    return [funder_view(row) for row in rows.distinct().order_by("name")]


def visible_to(actor: Actor) -> QuerySet[Funder]:
    """Funders an administrator manages (all), or the staff's own. Empty for others."""
    if is_platform_administrator(actor):
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
        version=row.version,
    )


def communities_of(funder_id: UUID) -> list[CommunityView]:
    """Open communities of a funder, by name."""
    rows = Community.objects.filter(funder_id=funder_id, closed_at__isnull=True).order_by("name")
    return [_community(row) for row in rows]


def communities_managed(actor: Actor, funder_id: UUID) -> list[CommunityView]:
    """Every community of a funder the actor may see, closed ones last."""
    rows = Community.objects.filter(funder__in=visible_to(actor), funder_id=funder_id)
    return sorted((_community(row) for row in rows), key=lambda c: (not c.is_open, c.name))


def staff_member(user_id: UUID, *, funder_id: UUID | None) -> StaffView | None:
    """The staff card shown with a decision or a message, ended or not."""
    rows = list(
        Membership.objects.of_funder(funder_id)
        .filter(user_id=user_id)
        .select_related("user")
        .prefetch_related("communities")
        .order_by(F("ended_at").asc(nulls_first=True), "-created_at")
    )
    return _staff(rows) if rows else None


def staff_of(funder_id: UUID) -> list[StaffView]:
    """Everyone who works for a funder now, one card a person, by name: whom a notice to the funder is sent to."""
    rows = Membership.objects.live().of_funder(funder_id).select_related("user")
    people: dict[UUID, list[Membership]] = {}
    for row in rows.prefetch_related("communities").order_by("last_name", "first_name", "created_at"):
        people.setdefault(row.user_id, []).append(row)
    return [_staff(mine) for mine in people.values()]


def _staff(rows: list[Membership]) -> StaffView:
    first, live = rows[0], [row for row in rows if row.ended_at is None]
    return StaffView(
        user_id=first.user_id,
        funder_id=first.funder_id,
        email=first.user.email,
        first_name=first.first_name,
        last_name=first.last_name,
        capacity=first.capacity,
        service=first.service,
        roles=frozenset(Role(row.role) for row in live),
        community_ids=_communities(live or rows),
    )


def memberships_of(actor: Actor, funder_id: UUID | None) -> list[MembershipView]:
    """Live rights at a funder (None: the platform's administrators), for its own staff and for administrators."""
    if not _may_see_staff(actor, funder_id):
        return []
    rows = Membership.objects.live().of_funder(funder_id).select_related("user")
    return [_membership(r) for r in rows.prefetch_related("communities").order_by("last_name", "first_name", "id")]


def membership(actor: Actor, membership_id: UUID) -> MembershipView | None:
    """One right, ended or not, of a funder the actor may see."""
    row = Membership.objects.filter(id=membership_id).select_related("user").prefetch_related("communities").first()
    return _membership(row) if row and _may_see_staff(actor, row.funder_id) else None


def invitations_of(actor: Actor, funder_id: UUID | None, *, now: datetime) -> list[InvitationView]:
    """Invitations nobody has taken up or cancelled, expired ones for thirty days more, newest first."""
    if not _may_see_staff(actor, funder_id):
        return []
    rows = Invitation.objects.open().of_funder(funder_id)
    recent = rows.filter(expires_at__gt=now - timedelta(days=30)).select_related("funder")
    return [_invitation(row) for row in recent.prefetch_related("communities").order_by("-created_at", "-id")]


def invitation_by_token(token: str) -> InvitationView | None:
    """What a mailed link stands for; anyone who holds it may read it. None for a token that was not made here."""
    return _invitation_by_id(invitation_id_of(token))


def invitation_mail(invitation_id: UUID) -> InvitationMail | None:
    """What the mail owed by `StaffInvited` says, token included. For the mail alone."""
    view = _invitation_by_id(invitation_id)
    return InvitationMail(view, token_of(view.id)) if view else None


def _invitation_by_id(invitation_id: UUID | None) -> InvitationView | None:
    if invitation_id is None:
        return None
    rows = Invitation.objects.filter(id=invitation_id).select_related("funder").prefetch_related("communities")
    row = rows.first()
    return _invitation(row) if row else None


def _may_see_staff(actor: Actor, funder_id: UUID | None) -> bool:
    if funder_id is None:
        return is_platform_administrator(actor)
    return visible_to(actor).filter(id=funder_id).exists()


def _community(row: Community) -> CommunityView:
    return CommunityView(row.id, row.funder_id, row.name, row.closed_at)


def _seen(row: Membership | Invitation) -> tuple[CommunityView, ...] | None:
    return None if row.sees_all_communities else tuple(_community(c) for c in row.communities.all())


def _membership(row: Membership) -> MembershipView:
    return MembershipView(
        id=row.id,
        user_id=row.user_id,
        funder_id=row.funder_id,
        email=row.user.email,
        role=Role(row.role),
        first_name=row.first_name,
        last_name=row.last_name,
        capacity=row.capacity,
        service=row.service,
        communities=_seen(row),
        created_at=row.created_at,
        ended_at=row.ended_at,
    )


def _invitation(row: Invitation) -> InvitationView:
    return InvitationView(
        id=row.id,
        funder_id=row.funder_id,
        funder_name=row.funder.name if row.funder else "",
        email=row.email,
        role=Role(row.role),
        first_name=row.first_name,
        last_name=row.last_name,
        communities=_seen(row),
        created_at=row.created_at,
        expires_at=row.expires_at,
        accepted_at=row.accepted_at,
        cancelled_at=row.cancelled_at,
    )


def keys_of(actor: Actor, funder_id: UUID) -> list[FunderKeyView]:
    """A funder's keys for its staff and for administrators, newest first, given-up ones left out."""
    rows = FunderKey.objects.filter(funder__in=visible_to(actor), funder_id=funder_id)
    kept = rows.exclude(state=KeyState.RETIRED.value, activated_at__isnull=True)
    return [_key(row) for row in kept.order_by("-created_at", "-id")]


def key(actor: Actor, key_id: UUID) -> FunderKeyView | None:
    """One key of a funder the actor may see."""
    row = FunderKey.objects.filter(funder__in=visible_to(actor), id=key_id).first()
    return _key(row) if row else None


def _key(row: FunderKey) -> FunderKeyView:
    return FunderKeyView(
        id=row.id,
        funder_id=row.funder_id,
        kid=row.kid,
        recovery_kid=row.recovery_kid,
        state=KeyState(row.state),
        created_at=row.created_at,
        activated_at=row.activated_at,
        decrypt_only_at=row.decrypt_only_at,
        retired_at=row.retired_at,
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


def funder_by_name(name: str) -> FunderView | None:
    row = Funder.objects.filter(name=name).first()
    return funder_view(row) if row else None
