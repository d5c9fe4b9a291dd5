"""What a person lets a funder read: each source its own choice, kept as a receipt, taken back at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from mob.eligibility.certified import sealing
from mob.eligibility.certified.rules import AGREED_MONTHS
from mob.eligibility.certified.sources import kind_of
from mob.eligibility.certified.types import Asks, Standing, Wanted
from mob.eligibility.certifying import bases
from mob.eligibility.events import FactContested, FactTakenUp, RegisterAgreed, RegisterRevoked
from mob.eligibility.models import Agreement, HeldFact
from mob.identity.permissions import person
from mob.identity.services import keep_receipt, withdraw_receipt
from mob.identity.types import ReceiptKind
from mob.journal import services as journal
from mob.kernel.actor import Actor
from mob.kernel.clock import add_months, civil_date
from mob.kernel.errors import Invalid, NotFound, Refused
from mob.kernel.ids import uuid7

_RECEIPT = ReceiptKind.CERTIFIED_FACTS
# France Travail: seven digits and a letter or a digit. A plate: since 2009, or before.
_NUMBERS = {
    Asks.JOB_SEEKER_NUMBER: re.compile(r"[0-9]{6,10}[A-Z]?"),
    Asks.NUMBER_PLATE: re.compile(
        r"[A-Z]{2}-?[0-9]{3}-?[A-Z]{2}|[0-9]{1,4}[A-Z]{1,3}[0-9]{2}|[0-9]{1,4}[A-Z]{1,3}2[AB]"
    ),
}


def agree(
    actor: Actor, *, wanted: Sequence[Wanted], words: Callable[[Wanted], str], language: str, now: datetime
) -> None:
    """Let these funders read these sources. `words`: what was shown for each, kept as its receipt.

    Agreeing again begins a new period. Raises Refused `no_legal_basis`, Invalid naming `<source>` for a wrong number.
    """
    user_id, today = person(actor), civil_date(now)
    numbers = [checked(each) for each in wanted]
    for each in wanted:
        if each.source not in bases.allowed(each.funder_id, today):
            raise Refused("no_legal_basis")
    with transaction.atomic():
        for each, number in zip(wanted, numbers, strict=True):
            row = _renewed(user_id, each, number, now)
            withdraw_receipt(user_id, kind=_RECEIPT, subject=row.id, now=now)
            keep_receipt(user_id, kind=_RECEIPT, subject=row.id, text=words(each), language=language, now=now)
            fact = RegisterAgreed(each.source.value, each.funder_id, row.ends_on)
            journal.append(actor, stream=f"account:{user_id}", events=[fact], now=now)


def checked(wanted: Wanted) -> str:
    """The number a source asks, as it takes it; empty for those that ask none. Raises Invalid at the source's name."""
    asks = kind_of(wanted.source).asks
    if asks is Asks.NOTHING:
        return ""
    number = re.sub(r"\s", "", wanted.number).upper()
    if not _NUMBERS[asks].fullmatch(number):
        raise Invalid(f"{asks.value}_wrong", f"{wanted.source.value}-number")
    return number


def _renewed(user_id: UUID, wanted: Wanted, number: str, now: datetime) -> Agreement:
    """The row of the agreement, begun anew; what was certified under the former one is read again."""
    former = Agreement.objects.filter(user_id=user_id, funder_id=wanted.funder_id, source=wanted.source.value)
    row = former.select_for_update().first() or Agreement(
        id=uuid7(), user_id=user_id, funder_id=wanted.funder_id, source=wanted.source.value
    )
    row.sealed_number = sealing.seal(number, person=user_id, row=row.id, secret=settings.SECRET_KEY) if number else b""
    row.given_at, row.ends_on = now, add_months(civil_date(now), AGREED_MONTHS)
    row.standing, row.reason, row.asked_at = Standing.WAITING.value, "", None
    row.save()
    return row


def revoke(actor: Actor, agreement_id: UUID, *, now: datetime) -> None:
    """Take one back: its facts are erased at once, its proof is kept. Raises NotFound for anybody else's."""
    user_id = person(actor)
    with transaction.atomic():
        row = Agreement.objects.filter(id=agreement_id, user_id=user_id).first()
        if row is None:
            raise NotFound("agreement_unknown")
        _end([row], now=now)
        fact = RegisterRevoked(row.source, row.funder_id)
        journal.append(actor, stream=f"account:{user_id}", events=[fact], now=now)


def forget(user_id: UUID, *, now: datetime) -> None:
    """The account goes: nothing certified stays. In the caller's transaction."""
    _end(list(Agreement.objects.filter(user_id=user_id)), now=now)


def end(agreement_id: UUID, *, now: datetime) -> None:
    """One ends because another takes its place. In the caller's transaction, who checked whose it is."""
    _end(Agreement.objects.filter(id=agreement_id), now=now)


def _end(rows: Iterable[Agreement], *, now: datetime) -> None:
    for row in rows:
        withdraw_receipt(row.user_id, kind=_RECEIPT, subject=row.id, now=now)
        row.delete()


def contest(actor: Actor, fact_id: UUID, *, now: datetime) -> None:
    """She says it is wrong: from now on it decides nothing, her own answer is asked, and its paper with it."""
    _mark(actor, fact_id, FactContested, contested_at=now, now=now)


def take_up(actor: Actor, fact_id: UUID, *, now: datetime) -> None:
    """She takes the register's value after all."""
    _mark(actor, fact_id, FactTakenUp, contested_at=None, now=now)


def _mark(
    actor: Actor,
    fact_id: UUID,
    event: type[FactContested] | type[FactTakenUp],
    *,
    contested_at: datetime | None,
    now: datetime,
) -> None:
    user_id = person(actor)
    with transaction.atomic():
        rows = HeldFact.objects.select_related("agreement").filter(id=fact_id, agreement__user_id=user_id)
        row = rows.first()
        if row is None:
            raise NotFound("certified_fact_unknown")
        if (row.contested_at is None) != (contested_at is None):
            HeldFact.objects.filter(id=row.id).update(contested_at=contested_at)
            fact = event(row.fact, row.agreement.funder_id)
            journal.append(actor, stream=f"account:{user_id}", events=[fact], now=now)
