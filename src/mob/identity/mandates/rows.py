"""Mandates as rows: finding one as one of its two sides, its snapshot, writing what a command did."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.db.models import F, Q

from mob.identity.mandate_types import MandateKind, MandateState, Power, Side, Snapshot, Terms
from mob.identity.models import Mandate, User
from mob.identity.ports import AccountMail, AccountMailer
from mob.identity.selectors import profile_of
from mob.journal import services as journal
from mob.kernel import ports
from mob.kernel.actor import Actor
from mob.kernel.clock import day_ends
from mob.kernel.errors import Conflict, Refused
from mob.kernel.events import Event


def snapshot(row: Mandate) -> Snapshot:
    """What the life cycle looks at."""
    return Snapshot(
        MandateState(row.state), Side(row.opened_by), terms_of(row), row.answer_by, row.begins_on, row.ends_on
    )


def terms_of(row: Mandate) -> Terms:
    aids = None if row.aid_ids is None else frozenset(UUID(each) for each in row.aid_ids)
    return Terms(frozenset(Power(each) for each in row.powers), aids, row.months)


def concerning(user_id: UUID) -> Q:
    """The mandates a person may see: hers on either side, and those asked of her address that wait for an answer.

    Raises nothing for an address without an account: it has nobody to ask.
    """
    own = Q(helper_id=user_id) | Q(helped_id=user_id)
    key = User.objects.filter(id=user_id, is_active=True).values_list("email_key", flat=True).first()
    return own | Q(asked_email_key=key, state=MandateState.ASKED.value) if key else own


def side_of(row: Mandate, user_id: UUID) -> Side:
    """Which of the two this person is; who was asked by mail is the side that is still empty."""
    if row.helper_id == user_id:
        return Side.HELPER
    if row.helped_id == user_id:
        return Side.HELPED
    return Side(row.opened_by).other


def stream(mandate_id: UUID) -> str:
    return f"mandate:{mandate_id}"


def write(row: Mandate, facts: Sequence[Event], *, actor: Actor, now: datetime, **changes: Any) -> None:
    """Write the row on condition of its version and tell the journal, in the caller's transaction.

    Raises Conflict when somebody else wrote first, Refused("mandate_already") when the two already have one.
    """
    try:
        written = Mandate.objects.filter(id=row.id, version=row.version).update(version=F("version") + 1, **changes)
    except IntegrityError as error:
        raise Refused("mandate_already") from error
    if not written:
        raise Conflict("changed_meanwhile")
    journal.append(actor, stream=stream(row.id), events=list(facts), now=now)


def name_of(user_id: UUID) -> str:
    """First name and name of one of the two."""
    return profile_of(Actor.system(), user_id).full_name


def tell_both(row: Mandate, kind: AccountMail, **more: str) -> None:
    """A mail to each of the two, with the other's name. An account that was closed receives none."""
    for side in Side:
        tell(row, side, kind, **more)


def tell(row: Mandate, side: Side, kind: AccountMail, **more: str) -> None:
    """A mail to one of the two.

    An agent at a counter holds the paper in her hand, thirty times a day: she is not told.
    """
    reader, other = (row.helper_id, row.helped_id) if side is Side.HELPER else (row.helped_id, row.helper_id)
    user = User.objects.filter(id=reader, is_active=True).first() if reader else None
    is_agent = side is Side.HELPER and row.kind == MandateKind.DESK.value
    if user is None or not user.email or other is None or is_agent:
        return
    context = {"name": name_of(other), "side": side.value, **more}
    ports.serve(AccountMailer).send(kind, user.email, user.language, context)  # type: ignore[type-abstract]


def overdue(row: Mandate, now: datetime) -> bool:
    """Whether it was accepted and its last day is over."""
    return row.state == MandateState.ACCEPTED.value and row.ends_on is not None and now >= day_ends(row.ends_on)
