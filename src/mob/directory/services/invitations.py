"""Inviting staff by mail: inviting, taking back, accepting. The link's token is `directory.tokens`."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from mob.directory import events, rules
from mob.directory.models import Invitation, Membership
from mob.directory.services import appointing
from mob.directory.services.stream import record, take
from mob.directory.tokens import invitation_id_of, token_of
from mob.directory.types import Appointment
from mob.identity import selectors as identity
from mob.identity.rules import email_key
from mob.kernel.actor import Actor, Role
from mob.kernel.errors import Forbidden, Invalid, NotFound, Refused

LIFE = timedelta(days=7)
# Once it has served or can no longer serve, an invitation says nothing of the person any more.
_FORGOTTEN = {"email": "", "first_name": "", "last_name": "", "capacity": "", "service": ""}


@transaction.atomic
def invite(
    actor: Actor,
    *,
    funder_id: UUID | None,
    email: str,
    role: Role,
    first_name: str = "",
    last_name: str = "",
    capacity: str = "",
    service: str = "",
    community_ids: frozenset[UUID] | None = None,
    now: datetime,
) -> str:
    """Invite someone to a role at a funder (None: at the platform) and return the token of the mail.

    `community_ids` None means all communities. An earlier open invitation to the same role is cancelled.
    Raises NotFound, Forbidden, InvalidMany (by field), Refused `already_staff`.
    """
    card = Appointment(role, first_name, last_name, capacity, service, community_ids)
    appointing.authorise(actor, funder_id, card)
    email = email.strip()
    take(funder_id)
    card = appointing.checked(card, funder_id, [] if rules.is_email(email) else [Invalid("email_format", "email")])
    if _is_staff(email, funder_id, role):
        raise Refused("already_staff")
    facts = [events.InvitationCancelled(old) for old in _cancel_open(email, funder_id, role, now)]
    row = Invitation.objects.create(
        funder_id=funder_id, email=email, expires_at=now + LIFE, created_at=now, **appointing.columns(card)
    )
    row.communities.set(appointing.communities(card))
    record(actor, funder_id, [*facts, events.StaffInvited(row.id, funder_id, role)], now=now)
    return token_of(row.id)


@transaction.atomic
def cancel_invitation(actor: Actor, *, invitation_id: UUID, now: datetime) -> None:
    """Make its link good for nothing. Raises NotFound, Forbidden, Refused `invitation_used`."""
    row = Invitation.objects.filter(id=invitation_id).first()
    if not row:
        raise NotFound("invitation_unknown")
    appointing.authorise_role(actor, row.funder_id, Role(row.role))
    take(row.funder_id)
    if not Invitation.objects.filter(id=row.id, accepted_at__isnull=True).update(cancelled_at=now, **_FORGOTTEN):
        raise Refused("invitation_used")
    record(actor, row.funder_id, [events.InvitationCancelled(row.id)], now=now)


@transaction.atomic
def accept_invitation(actor: Actor, *, token: str, now: datetime) -> UUID:
    """Become staff, once, with the address that was invited; returns the membership.

    Raises Forbidden (`sign_in_first`, `invitation_other_address`), NotFound, Refused (`invitation_used`, `_expired`).
    """
    if actor.id is None:
        raise Forbidden("sign_in_first")
    row = _by_token(token)
    _refuse_closed(row, now)
    if email_key(identity.email_of(actor.id) or "") != email_key(row.email):
        raise Forbidden("invitation_other_address")
    take(row.funder_id)
    row.refresh_from_db()
    _refuse_closed(row, now)
    Invitation.objects.filter(id=row.id).update(accepted_at=now, **_FORGOTTEN)
    card = Appointment(
        Role(row.role),
        row.first_name,
        row.last_name,
        row.capacity,
        row.service,
        None if row.sees_all_communities else frozenset(c.id for c in row.communities.all()),
    )
    membership = appointing.appoint(actor.id, row.funder_id, card, now=now)
    fact = events.InvitationAccepted(row.id, membership, actor.id, card.role)
    record(actor, row.funder_id, [fact], now=now)
    return membership


def _by_token(token: str) -> Invitation:
    invitation_id = invitation_id_of(token)
    row = Invitation.objects.filter(id=invitation_id).first() if invitation_id else None
    if not row:
        raise NotFound("invitation_unknown")
    return row


def forget_expired(*, now: datetime) -> int:
    """Empty the invitations that expired long ago; how many."""
    old = Invitation.objects.open().filter(expires_at__lte=now - rules.KEPT_IN_SIGHT).exclude(email="")
    return old.update(cancelled_at=now, **_FORGOTTEN)


def forget_address(email: str, *, now: datetime) -> int:
    """Empty the open invitations of an address whose account is erased; how many."""
    key = email_key(email)
    same = [row.id for row in Invitation.objects.open().exclude(email="") if key and email_key(row.email) == key]
    return Invitation.objects.filter(id__in=same).update(cancelled_at=now, **_FORGOTTEN)


def _refuse_closed(row: Invitation, now: datetime) -> None:
    if row.accepted_at is not None or row.cancelled_at is not None:
        raise Refused("invitation_used")
    if row.expires_at <= now:
        raise Refused("invitation_expired")


def _is_staff(email: str, funder_id: UUID | None, role: Role) -> bool:
    rows = Membership.objects.live().of_funder(funder_id).filter(role=role.value)
    return rows.filter(user__email_key=email_key(email)).exists()


def _cancel_open(email: str, funder_id: UUID | None, role: Role, now: datetime) -> list[UUID]:
    rows = Invitation.objects.open().of_funder(funder_id).filter(role=role.value)
    same = [row.id for row in rows if email_key(row.email) == email_key(email)]
    Invitation.objects.filter(id__in=same).update(cancelled_at=now, **_FORGOTTEN)
    return same
