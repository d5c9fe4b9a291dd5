"""Certified data when two accounts are brought together: it follows the person it was certified of, and nobody else.

Both accounts must be one certified identity. Who attests, since when, until when and what she contests stay as they
were; of two agreements for one funder and source, the fresher facts stay (`certified/rules.prevails`).
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from mob.catalogue.types import Answer
from mob.eligibility.certified import rules, sealing
from mob.eligibility.certified.types import AgreementView, RegisterSource
from mob.eligibility.certifying import agreeing, reading
from mob.eligibility.events import RegisterHandedOver
from mob.eligibility.models import Agreement, HeldFact
from mob.identity import selectors as identity
from mob.identity.types import MergeKind, MergeLine
from mob.journal import services as journal
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.kernel.clock import civil_date

logger = logging.getLogger(__name__)
Key = tuple[UUID, RegisterSource]
Contested = dict[tuple[str, Answer], datetime]


class CertifiedDataMove:
    """Serves `identity.ports.MovesAccount`."""

    def foreseen(self, source: UUID, target: UUID) -> Sequence[MergeLine]:
        is_one, mine, today = identity.is_one_person(source, target), _by_key(target), civil_date(clock.now())
        lines = [(view.funder_name, _kind(view, mine, today, is_one=is_one)) for view in reading.share(source)]
        return [MergeLine(kind, name) for name, kind in sorted(dict.fromkeys(lines))]

    def move(self, actor: Actor, *, source: UUID, target: UUID, now: datetime) -> None:
        """What does not follow ends here, while its proof is still in the account it was given in."""
        is_one, mine, today = identity.is_one_person(source, target), _by_key(target), civil_date(now)
        for view in reading.share(source):
            kind, former = _kind(view, mine, today, is_one=is_one), mine.get(_key(view))
            if kind is not MergeKind.CERTIFIED_DATA or not _follows(view, former, target, now=now):
                agreeing.end(view.id, now=now)
                continue
            fact = RegisterHandedOver(view.source.value, view.funder_id)
            journal.append(actor, stream=f"account:{target}", events=[fact], now=now)


def _key(view: AgreementView) -> Key:
    return view.funder_id, view.source


def _by_key(user_id: UUID) -> dict[Key, AgreementView]:
    return {_key(view): view for view in reading.share(user_id)}


def _kind(view: AgreementView, mine: dict[Key, AgreementView], today: date, *, is_one: bool) -> MergeKind:
    if not is_one:
        return MergeKind.UNPROVED_CERTIFIED_DATA
    former = mine.get(_key(view))
    if former is None or rules.prevails(view, former, on=today):
        return MergeKind.CERTIFIED_DATA
    return MergeKind.OLDER_CERTIFIED_DATA


def _follows(view: AgreementView, former: AgreementView | None, target: UUID, *, now: datetime) -> bool:
    """Seal everything anew for the account that stays. False, and nothing changed, when a seal is broken."""
    row = Agreement.objects.get(id=view.id)
    try:
        number = _resealed(row.sealed_number, row.user_id, row.id, target) if row.sealed_number else b""
    except sealing.BrokenSealError:
        logger.warning("a number of a register cannot be read: its seal is broken")
        return False
    contested = _contested(former)
    with transaction.atomic():
        if former is not None:
            agreeing.end(former.id, now=now)
        for held in HeldFact.objects.filter(agreement=row):
            _move(held, row, contested, target)
        Agreement.objects.filter(id=row.id).update(user_id=target, sealed_number=number)
    return True


def _contested(former: AgreementView | None) -> Contested:
    """What she said is wrong in the account that stays: the same value from the same register stays contested."""
    found = {key: (each.fact, each.value) for key, each in (former.facts if former else ()) if each.is_contested}
    rows = HeldFact.objects.filter(id__in=found, contested_at__isnull=False).values_list("id", "contested_at")
    return {found[key]: at for key, at in rows if at is not None}


def _move(held: HeldFact, row: Agreement, contested: Contested, target: UUID) -> None:
    """A fact that cannot be opened any more is left out: it is asked again."""
    try:
        value = sealing.unseal(held.sealed, person=row.user_id, row=held.id, secret=settings.SECRET_KEY)
    except sealing.BrokenSealError:
        held.delete()
        return
    sealed = sealing.seal(value, person=target, row=held.id, secret=settings.SECRET_KEY)
    contested_at = held.contested_at or contested.get((held.fact, value))
    HeldFact.objects.filter(id=held.id).update(sealed=sealed, contested_at=contested_at)


def _resealed(sealed: bytes | memoryview, person: UUID, row: UUID, target: UUID) -> bytes:
    """The same value for the same row of another account. Raises BrokenSealError."""
    value = sealing.unseal(sealed, person=person, row=row, secret=settings.SECRET_KEY)
    return sealing.seal(value, person=target, row=row, secret=settings.SECRET_KEY)
