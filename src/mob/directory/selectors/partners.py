"""Partners, their people, clients and test people, as their own console and the platform read them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from mob.directory.models import (
    Partner,
    PartnerClient,
    PartnerInvitation,
    PartnerMembership,
    PartnerTestPerson,
)
from mob.directory.partner_types import (
    PartnerClientView,
    PartnerInvitationView,
    PartnerKind,
    PartnerMemberView,
    PartnerRole,
    PartnerRow,
    PartnerView,
    SandboxPersonView,
    SandboxScript,
)
from mob.directory.rules import KEPT_IN_SIGHT, is_platform_administrator, keeps_partner
from mob.directory.tokens import partner_invitation_id_of, partner_token_of
from mob.kernel.actor import Actor, ActorKind, Role
from mob.kernel.errors import NotFound

_LIVE = Q(ended_at=None, partner__closed_at=None)


def operator_actor(user_id: UUID, *, partner_id: UUID | None = None) -> Actor | None:
    """The hat of somebody who looks after a partner's clients: of the one named, else of her first. None: she has none."""
    rows = PartnerMembership.objects.filter(_LIVE, user_id=user_id).order_by("created_at", "id")
    row = (rows.filter(partner_id=partner_id) if partner_id else rows).first()
    if row is None:
        return operator_actor(user_id) if partner_id else None
    roles = frozenset({Role.ADMINISTRATOR}) if row.role == PartnerRole.ADMINISTRATOR.value else frozenset()
    return Actor(ActorKind.OPERATOR, id=user_id, partner_id=row.partner_id, roles=roles)


def works_for_partner(user_id: UUID) -> bool:
    """Whether the person looks after anybody's clients: such a person needs a second factor."""
    return PartnerMembership.objects.filter(_LIVE, user_id=user_id).exists()


def partners_of(user_id: UUID) -> list[PartnerView]:
    """The partners a person may choose between."""
    mine = PartnerMembership.objects.filter(_LIVE, user_id=user_id).values("partner_id")
    return [_partner(row) for row in Partner.objects.filter(id__in=mine).order_by("name")]


def partner(actor: Actor, partner_id: UUID) -> PartnerView:
    """One partner the actor looks after. Raises NotFound."""
    row = Partner.objects.filter(id=partner_id).first() if keeps_partner(actor, partner_id) else None
    if row is None:
        raise NotFound("partner_unknown")
    return _partner(row)


def partner_by_slug(actor: Actor, slug: str) -> PartnerView:
    """One partner, for the platform. Raises NotFound."""
    row = Partner.objects.filter(slug=slug).first() if is_platform_administrator(actor) else None
    if row is None:
        raise NotFound("partner_unknown")
    return _partner(row)


def partner_rows(actor: Actor) -> list[PartnerRow]:
    """Every partner, open ones first, for the platform; nothing for others."""
    if not is_platform_administrator(actor):
        return []
    people = Count("memberships", filter=Q(memberships__ended_at=None), distinct=True)
    waiting = Q(clients__asked_at__isnull=False, clients__decided_at=None)
    rows = Partner.objects.annotate(
        people=people,
        all_clients=Count("clients", distinct=True),
        waiting=Count("clients", filter=waiting, distinct=True),
    )
    listed = sorted(rows, key=lambda row: (row.closed_at is not None, row.name.casefold()))
    return [PartnerRow(_partner(row), row.people, row.all_clients, row.waiting) for row in listed]


def partner_members(actor: Actor, partner_id: UUID) -> list[PartnerMemberView]:
    """The people of a partner, by address."""
    if not keeps_partner(actor, partner_id):
        return []
    rows = PartnerMembership.objects.filter(partner_id=partner_id, ended_at=None).select_related("user")
    return [_member(row) for row in rows.order_by("user__email_key")]


def partner_membership(actor: Actor, membership_id: UUID) -> PartnerMemberView | None:
    row = PartnerMembership.objects.filter(id=membership_id, ended_at=None).select_related("user").first()
    return _member(row) if row and keeps_partner(actor, row.partner_id) else None


def partner_invitations(actor: Actor, partner_id: UUID, *, now: datetime) -> list[PartnerInvitationView]:
    """Invitations nobody has taken up or cancelled, expired ones for thirty days more, newest first."""
    if not keeps_partner(actor, partner_id):
        return []
    rows = _invitations().filter(partner_id=partner_id, accepted_at=None, cancelled_at=None)
    recent = rows.filter(expires_at__gt=now - KEPT_IN_SIGHT)
    return [_invitation(row) for row in recent.order_by("-created_at", "-id")]


def partner_invitation(actor: Actor, invitation_id: UUID) -> PartnerInvitationView | None:
    row = _invitations().filter(id=invitation_id).first()
    return _invitation(row) if row and keeps_partner(actor, row.partner_id) else None


def partner_invitation_by_token(token: str) -> PartnerInvitationView | None:
    """What a mailed link stands for; anyone who holds it may read it."""
    invitation_id = partner_invitation_id_of(token)
    row = _invitations().filter(id=invitation_id).first() if invitation_id else None
    return _invitation(row) if row else None


def partner_invitation_mail(invitation_id: UUID) -> tuple[PartnerInvitationView, str] | None:
    """What the mail owed by `partner_invited` says, with its token. For the mail alone."""
    row = _invitations().filter(id=invitation_id).first()
    return (_invitation(row), partner_token_of(row.id)) if row else None


def partner_clients(actor: Actor, partner_id: UUID) -> list[PartnerClientView]:
    """What a partner registered, oldest first."""
    if not keeps_partner(actor, partner_id):
        return []
    rows = PartnerClient.objects.filter(partner_id=partner_id).select_related("partner")
    return [_client(row) for row in rows.order_by("created_at", "id")]


def partner_client(actor: Actor, client_id: UUID) -> PartnerClientView:
    """One of them, by the id of the client's row. Raises NotFound."""
    row = PartnerClient.objects.filter(client_id=client_id).select_related("partner").first()
    if row is None or not keeps_partner(actor, row.partner_id):
        raise NotFound("oidc_client_unknown")
    return _client(row)


def clients_asked(actor: Actor) -> list[PartnerClientView]:
    """Requests that wait for the platform's word, longest first; nothing for others."""
    if not is_platform_administrator(actor):
        return []
    rows = PartnerClient.objects.filter(asked_at__isnull=False, decided_at=None, partner__closed_at=None)
    return [_client(row) for row in rows.select_related("partner").order_by("asked_at", "id")]


def is_sandbox_client(client_id: UUID) -> bool:
    """Whether a client of the provider is a partner's sandbox."""
    return PartnerClient.objects.filter(client_id=client_id, is_sandbox=True).exists()


def sandbox_people(actor: Actor, partner_id: UUID) -> list[SandboxPersonView]:
    """The made-up people of a partner, oldest first."""
    if not keeps_partner(actor, partner_id):
        return []
    rows = PartnerTestPerson.objects.filter(partner_id=partner_id, ended_at=None).select_related("user")
    return [_test_person(row) for row in rows.order_by("created_at", "id")]


def sandbox_person(actor: Actor, person_id: UUID) -> SandboxPersonView:
    """One of them. Raises NotFound."""
    row = PartnerTestPerson.objects.filter(id=person_id, ended_at=None).select_related("user").first()
    if row is None or not keeps_partner(actor, row.partner_id):
        raise NotFound("sandbox_person_unknown")
    return _test_person(row)


def sandbox_script_of(user_id: UUID) -> tuple[SandboxScript, datetime] | None:
    """Which story a made-up person tells, and since when. None for anybody else. For contexts above."""
    row = PartnerTestPerson.objects.filter(user_id=user_id, ended_at=None).first()
    return (SandboxScript(row.script), row.created_at) if row else None


def _invitations() -> QuerySet[PartnerInvitation]:
    return PartnerInvitation.objects.select_related("partner")


def _partner(row: Partner) -> PartnerView:
    return PartnerView(row.id, row.slug, row.name, PartnerKind(row.kind), row.contact, row.created_at, row.closed_at)


def _member(row: PartnerMembership) -> PartnerMemberView:
    return PartnerMemberView(row.id, row.user_id, row.partner_id, row.user.email, PartnerRole(row.role), row.created_at)


def _invitation(row: PartnerInvitation) -> PartnerInvitationView:
    return PartnerInvitationView(
        id=row.id,
        partner_id=row.partner_id,
        partner_name=row.partner.name,
        email=row.email,
        role=PartnerRole(row.role),
        created_at=row.created_at,
        expires_at=row.expires_at,
        accepted_at=row.accepted_at,
        cancelled_at=row.cancelled_at,
    )


def _client(row: PartnerClient) -> PartnerClientView:
    return PartnerClientView(
        id=row.id,
        partner_id=row.partner_id,
        partner_name=row.partner.name,
        client_id=row.client_id,
        is_sandbox=row.is_sandbox,
        justification=row.justification,
        wanted=row.wanted,
        asked_at=row.asked_at,
        decided_at=row.decided_at,
        refusal=row.refusal,
        created_at=row.created_at,
    )


def _test_person(row: PartnerTestPerson) -> SandboxPersonView:
    return SandboxPersonView(
        row.id, row.partner_id, row.user_id, row.user.email, row.code, SandboxScript(row.script), row.created_at
    )
