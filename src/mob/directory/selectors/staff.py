"""Staff cards, rights and invitations."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import F

from mob.directory.models import Invitation, Membership
from mob.directory.rules import KEPT_IN_SIGHT, is_platform_administrator
from mob.directory.selectors.funders import community_view, visible_to
from mob.directory.selectors.hats import communities_seen
from mob.directory.tokens import invitation_id_of, token_of
from mob.directory.types import CommunityView, InvitationMail, InvitationView, MembershipView, StaffView
from mob.kernel.actor import Actor, Role


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


def staff_of(funder_id: UUID | None) -> list[StaffView]:
    """Everyone who works for a funder now (None: the platform), one card a person, by name: whom a notice is sent to."""
    rows = Membership.objects.live().of_funder(funder_id).select_related("user")
    people: dict[UUID, list[Membership]] = {}
    for row in rows.prefetch_related("communities").order_by("last_name", "first_name", "created_at"):
        people.setdefault(row.user_id, []).append(row)
    return [_staff(mine) for mine in people.values()]


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
    recent = rows.filter(expires_at__gt=now - KEPT_IN_SIGHT).select_related("funder")
    return [_invitation(row) for row in recent.prefetch_related("communities").order_by("-created_at", "-id")]


def invitation(actor: Actor, invitation_id: UUID) -> InvitationView | None:
    """One invitation of a funder whose staff the actor may see."""
    view = _invitation_by_id(invitation_id)
    return view if view and _may_see_staff(actor, view.funder_id) else None


def invitation_by_token(token: str) -> InvitationView | None:
    """What a mailed link stands for; anyone who holds it may read it. None for a token that was not made here."""
    return _invitation_by_id(invitation_id_of(token))


def invitation_mail(invitation_id: UUID) -> InvitationMail | None:
    """What the mail owed by `staff_invited` says, token included. For the mail alone."""
    view = _invitation_by_id(invitation_id)
    return InvitationMail(view, token_of(view.id)) if view else None


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
        community_ids=communities_seen(live or rows),
    )


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


def _seen(row: Membership | Invitation) -> tuple[CommunityView, ...] | None:
    return None if row.sees_all_communities else tuple(community_view(c) for c in row.communities.all())


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
