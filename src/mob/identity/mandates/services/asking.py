"""Asking for a mandate or offering one: to an address, or with a code read aloud.

Whether the address has an account changes nothing here: same mail, same page, same work. Nobody learns anything but by
the answer of who owns the mailbox.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from mob.identity import throttle
from mob.identity.mandate_types import Asked, Cancel, MandateKind, MandateState, Side, Terms
from mob.identity.mandates import lifecycle, rows
from mob.identity.mandates.events import MandateAsked, MandateCancelled
from mob.identity.models import Mandate, User
from mob.identity.permissions import person
from mob.identity.ports import AccountMail, AccountMailer
from mob.identity.rules import check_email, email_key
from mob.identity.selectors import language_of
from mob.identity.services import throttling
from mob.journal import services as journal
from mob.kernel import ports
from mob.kernel.actor import Actor
from mob.kernel.errors import Conflict, Invalid, NotFound, Refused

MAIL_LIFE = timedelta(days=14)
CODE_LIFE = timedelta(hours=1)
FIGURES = 12


def ask_by_mail(actor: Actor, *, side: Side, email: str, terms: Terms, now: datetime) -> Asked:
    """Ask whoever owns that mailbox. `side`: which one the actor is. Raises Invalid, Refused or `Slowed`."""
    user_id = _asker(actor, terms)
    address = check_email(email)
    key = email_key(address)
    own = User.objects.get(id=user_id)
    if key == own.email_key:
        raise Invalid("mandate_with_oneself", "email")
    throttling.spend(
        [(throttle.MANDATE_ACCOUNT, str(user_id)), (throttle.MANDATE_MAILBOX, key)], code="too_many_mandates", now=now
    )
    with transaction.atomic():
        row = _new(user_id, side, terms, now=now, life=MAIL_LIFE)
        row.asked_email, row.asked_email_key = address, key
        _keep(actor, row, terms, now)
        # One language for everybody: the reader's own would say that she has an account.
        context = {"name": rows.name_of(user_id), "side": side.value, "mandate": str(row.id)}
        ports.serve(AccountMailer).send(  # type: ignore[type-abstract]
            AccountMail.MANDATE_ASKED, address, language_of(user_id), context
        )
    return Asked(row.id)


def ask_by_code(actor: Actor, *, side: Side, terms: Terms, now: datetime) -> Asked:
    """Ask whoever types the code within the hour. It is shown once, and kept as a keyed hash alone."""
    user_id = _asker(actor, terms)
    throttling.spend([(throttle.MANDATE_ACCOUNT, str(user_id))], code="too_many_mandates", now=now)
    code = f"{secrets.randbelow(10**FIGURES):0{FIGURES}}"
    try:
        with transaction.atomic():
            row = _new(user_id, side, terms, now=now, life=CODE_LIFE)
            row.code_hash = hash_of(code)
            _keep(actor, row, terms, now)
    except IntegrityError as error:  # the same twelve figures, alive for somebody else
        raise Conflict("changed_meanwhile") from error
    return Asked(row.id, code)


def cancel(actor: Actor, *, mandate_id: UUID, now: datetime) -> None:
    """Take the question back while nobody answered. Raises NotFound, Refused."""
    with transaction.atomic():
        row = Mandate.objects.select_for_update().filter(rows.concerning(person(actor)), id=mandate_id).first()
        if row is None:
            raise NotFound("mandate_unknown")
        side = rows.side_of(row, person(actor))
        state = lifecycle.state_after(rows.snapshot(row), Cancel(side), now=now)
        rows.write(row, [MandateCancelled()], actor=actor, now=now, state=state.value, ended_at=now, **forgotten())


def hash_of(code: str) -> str:
    """What is kept of a code: figures alone count, however they were typed."""
    figures = "".join(letter for letter in code if letter.isascii() and letter.isdecimal())
    return salted_hmac("mob.identity.mandate-code", figures, algorithm="sha256").hexdigest()


def forgotten() -> dict[str, str | None]:
    """What serves no more once a mandate is answered: the address that was typed, the code."""
    return {"asked_email": "", "asked_email_key": "", "code_hash": None}


def _asker(actor: Actor, terms: Terms) -> UUID:
    user_id = person(actor)
    lifecycle.check_terms(terms)
    if not rows.name_of(user_id):
        # Nobody says yes to somebody without a name.
        raise Refused("mandate_needs_name")
    return user_id


def _new(user_id: UUID, side: Side, terms: Terms, *, now: datetime, life: timedelta) -> Mandate:
    return Mandate(
        kind=MandateKind.RELATIVE.value,
        state=MandateState.ASKED.value,
        opened_by=side.value,
        helper_id=user_id if side is Side.HELPER else None,
        helped_id=user_id if side is Side.HELPED else None,
        answer_by=now + life,
        powers=sorted(power.value for power in terms.powers),
        aid_ids=None if terms.aid_ids is None else sorted(str(each) for each in terms.aid_ids),
        months=terms.months,
        asked_at=now,
    )


def _keep(actor: Actor, row: Mandate, terms: Terms, now: datetime) -> None:
    row.save(force_insert=True)
    aids = None if terms.aid_ids is None else tuple(sorted(terms.aid_ids))
    fact = MandateAsked(row.opened_by, tuple(row.powers), aids, terms.months)
    journal.append(actor, stream=rows.stream(row.id), events=[fact], now=now)
