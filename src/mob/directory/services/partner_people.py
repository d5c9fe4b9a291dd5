"""The people of a partner: invited by mail, joined, gone. As staff of funders are (`invitations`, `memberships`)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from mob.directory import partner_events as events
from mob.directory import rules
from mob.directory.models import PartnerInvitation, PartnerMembership
from mob.directory.partner_types import PartnerRole
from mob.directory.services.invitations import LIFE
from mob.directory.services.partner_stream import check_administers, record_partner, take_partner
from mob.directory.tokens import partner_invitation_id_of, partner_token_of
from mob.identity import selectors as identity
from mob.identity.rules import email_key
from mob.kernel.actor import Actor
from mob.kernel.errors import Forbidden, Invalid, NotFound, Refused


@transaction.atomic
def invite_partner(actor: Actor, *, partner_id: UUID, email: str, role: PartnerRole, now: datetime) -> str:
    """Invite someone to a partner's console and return the token of the mail.

    An earlier open invitation of the same address is cancelled. Raises NotFound, Forbidden, Invalid, Refused.
    """
    check_administers(actor, partner_id)
    email = email.strip()
    if not rules.is_email(email):
        raise Invalid("email_format", "email")
    row = take_partner(partner_id)
    if row.memberships.filter(ended_at=None, user__email_key=email_key(email)).exists():
        raise Refused("already_staff")
    open_ones = row.invitations.filter(accepted_at=None, cancelled_at=None).exclude(email="")
    same = [each.id for each in open_ones if email_key(each.email) == email_key(email)]
    row.invitations.filter(id__in=same).update(cancelled_at=now, email="")
    made = row.invitations.create(email=email, role=role.value, expires_at=now + LIFE, created_at=now)
    facts = [events.PartnerInvitationCancelled(old) for old in same]
    record_partner(actor, row.id, [*facts, events.PartnerInvited(made.id, role)], now=now)
    return partner_token_of(made.id)


@transaction.atomic
def cancel_partner_invitation(actor: Actor, *, invitation_id: UUID, now: datetime) -> None:
    """Make its link good for nothing. Raises NotFound, Forbidden, Refused `invitation_used`."""
    row = PartnerInvitation.objects.filter(id=invitation_id).first()
    if row is None:
        raise NotFound("invitation_unknown")
    check_administers(actor, row.partner_id)
    take_partner(row.partner_id)
    still = PartnerInvitation.objects.filter(id=row.id, accepted_at=None, cancelled_at=None)
    if not still.update(cancelled_at=now, email=""):
        raise Refused("invitation_used")
    record_partner(actor, row.partner_id, [events.PartnerInvitationCancelled(row.id)], now=now)


@transaction.atomic
def accept_partner_invitation(actor: Actor, *, token: str, now: datetime) -> UUID:
    """Join a partner, once, with the address that was invited; returns the partner.

    Raises Forbidden (`sign_in_first`, `invitation_other_address`), NotFound, Refused (`invitation_used`, `_expired`).
    """
    if actor.id is None:
        raise Forbidden("sign_in_first")
    invitation_id = partner_invitation_id_of(token)
    row = PartnerInvitation.objects.filter(id=invitation_id).first() if invitation_id else None
    if row is None:
        raise NotFound("invitation_unknown")
    if row.accepted_at is not None or row.cancelled_at is not None:
        raise Refused("invitation_used")
    if row.expires_at <= now:
        raise Refused("invitation_expired")
    if email_key(identity.email_of(actor.id) or "") != email_key(row.email):
        raise Forbidden("invitation_other_address")
    return _join(actor, actor.id, row, now=now)


def _join(actor: Actor, user_id: UUID, row: PartnerInvitation, *, now: datetime) -> UUID:
    partner = take_partner(row.partner_id)
    if not PartnerInvitation.objects.filter(id=row.id, accepted_at=None).update(accepted_at=now, email=""):
        raise Refused("invitation_used")
    if partner.memberships.filter(ended_at=None, user_id=user_id).exists():
        raise Refused("already_staff")
    made = partner.memberships.create(user_id=user_id, role=row.role, created_at=now)
    record_partner(actor, partner.id, [events.PartnerJoined(made.id, user_id, PartnerRole(row.role))], now=now)
    return partner.id


@transaction.atomic
def end_partner_membership(actor: Actor, *, membership_id: UUID, now: datetime) -> None:
    """Take a right away, at once. One may leave oneself; the last administrator is replaced first.

    Raises NotFound, Forbidden, Refused `last_administrator`, `membership_ended`.
    """
    row = PartnerMembership.objects.filter(id=membership_id).first()
    if row is None:
        raise NotFound("membership_unknown")
    if row.user_id != actor.id:
        check_administers(actor, row.partner_id)
    partner = take_partner(row.partner_id)
    row.refresh_from_db()
    if row.ended_at is not None:
        raise Refused("membership_ended")
    others = partner.memberships.filter(ended_at=None, role=PartnerRole.ADMINISTRATOR.value).exclude(id=row.id)
    is_last = row.role == PartnerRole.ADMINISTRATOR.value and not others.exists()
    if is_last and not rules.is_platform_administrator(actor):
        raise Refused("last_administrator")
    PartnerMembership.objects.filter(id=row.id).update(ended_at=now)
    record_partner(actor, partner.id, [events.PartnerLeft(row.id, row.user_id)], now=now)


def forget_partner_invitations(*, now: datetime) -> int:
    """Empty the invitations that expired long ago; how many."""
    rows = PartnerInvitation.objects.filter(expires_at__lte=now - rules.KEPT_IN_SIGHT, accepted_at=None)
    return rows.exclude(email="").update(cancelled_at=now, email="")


def forget_partner_address(email: str, *, now: datetime) -> int:
    """Empty the open invitations of an address whose account is erased; how many."""
    key = email_key(email)
    rows = PartnerInvitation.objects.filter(accepted_at=None, cancelled_at=None).exclude(email="")
    same = [row.id for row in rows if key and email_key(row.email) == key]
    return PartnerInvitation.objects.filter(id__in=same).update(cancelled_at=now, email="")
