"""Two accounts of one person brought together: read first, agreed to, then done at once or not at all.

The account where she is stays; the one that her identity from above opened is emptied into it and closed. Both were
proved: a fresh sign-in from above for the one, with its own second factor when it has one; a recent proof for the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from mob.identity import registry
from mob.identity import session_register as register
from mob.identity.events import AccountEmptied, AccountReceived
from mob.identity.federation_types import Arrival
from mob.identity.models import User
from mob.identity.permissions import person
from mob.identity.ports import AccountMail, AccountMailer, StaffRegister
from mob.identity.selectors import account_of_identity, has_second_factor
from mob.identity.services import leaving
from mob.identity.services.change_email import masked
from mob.identity.services.federation import check_fits
from mob.identity.types import MergeLine
from mob.journal import services as journal
from mob.kernel import ports
from mob.kernel.actor import Actor
from mob.kernel.errors import Conflict, Refused


def check_merge(actor: Actor, *, arrival: Arrival, now: datetime) -> UUID:
    """The account that would be emptied into the actor's own. Raises Refused:

    `federation_stale`; `merge_nothing` when this identity opens no other account; `merge_staff` when the other one has
    rights of staff; `merge_test_account` when one of them is made up for a sandbox; `identity_already_one` and
    `identity_of_another` when they cannot be one person's.
    """
    target = person(actor)
    if not arrival.is_fresh(now):
        raise Refused("federation_stale")
    source = account_of_identity(arrival.issuer, arrival.subject)
    if source is None or source == target:
        raise Refused("merge_nothing")
    if ports.serve(StaffRegister).is_staff(source):  # type: ignore[type-abstract]
        raise Refused("merge_staff")
    if User.objects.filter(id__in=[source, target], test_of__isnull=False).exists():
        raise Refused("merge_test_account")
    check_fits(target, arrival, now=now)
    return source


def foreseen(actor: Actor, *, source: UUID) -> Sequence[MergeLine]:
    """What a merge would move and end. The caller saw to it that both accounts were proved."""
    target = person(actor)
    return [line for mover in registry.movers() for line in mover.foreseen(source, target)]


def merge_accounts(actor: Actor, *, arrival: Arrival, factor_id: int | None, now: datetime) -> None:
    """Bring everything over and close the other account, in one transaction.

    `factor_id`: the second factor of the other account that was just proved, needed when it has one. Raises as
    `check_merge`, Refused("merge_second_factor"), Conflict.
    """
    with transaction.atomic():
        source = check_merge(actor, arrival=arrival, now=now)
        if has_second_factor(source) and not Authenticator.objects.filter(id=factor_id, user_id=source).exists():
            raise Refused("merge_second_factor")
        target = person(actor)
        held = _held(source, target)
        # Again once both are held: another browser may have merged, unlinked or deleted meanwhile.
        if check_merge(actor, arrival=arrival, now=now) != source or any(each.deleted_at for each in held.values()):
            raise Conflict("changed_meanwhile")
        for mover in registry.movers():
            mover.move(actor, source=source, target=target, now=now)
        _tell(held[source], held[target])
        _close(actor, source, target, now=now)


def _held(source: UUID, target: UUID) -> dict[UUID, User]:
    """Both rows, locked in one order so that two merges never wait for each other."""
    rows = User.objects.select_for_update().filter(id__in=[source, target]).order_by("id")
    return {row.id: row for row in rows}


def _tell(source: User, target: User) -> None:
    mailer = ports.serve(AccountMailer)  # type: ignore[type-abstract]
    for user in (source, target):
        if user.email:
            kept = masked(target.email) if target.email else ""
            mailer.send(AccountMail.ACCOUNTS_MERGED, user.email, user.language, {"kept": kept})


def _close(actor: Actor, source: UUID, target: UUID, *, now: datetime) -> None:
    """Its sessions end; what did not move goes as when an account is deleted: services are told, mandates end."""
    journal.append(actor, stream=f"account:{target}", events=[AccountReceived(source)], now=now)
    journal.append(actor, stream=f"account:{source}", events=[AccountEmptied(target)], now=now)
    register.end(list(UserSession.objects.filter(user_id=source)))
    leaving.close_emptied(Actor.citizen(source), now=now)
