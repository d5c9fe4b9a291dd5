"""What is certified of a person: for one funder and no other, or for herself."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.conf import settings

from mob.eligibility.certified import sealing
from mob.eligibility.certified.sources import kind_of
from mob.eligibility.certified.types import (
    NOTHING_HELD,
    AgreementView,
    Certified,
    Held,
    Provider,
    RegisterSource,
    Standing,
)
from mob.eligibility.certifying import bases
from mob.eligibility.models import Agreement, HeldFact
from mob.identity.permissions import person
from mob.kernel.actor import Actor, ActorKind

logger = logging.getLogger(__name__)


def held_for(user_id: UUID | None, *, funder_id: UUID, on: date) -> Held:
    """What this funder may use of this person on a day: what it may ask, was agreed to, and has not expired.

    Nothing without a legal basis in force: facts read under one that ended are used no more.
    """
    if user_id is None:
        return NOTHING_HELD
    rows = list(_rows(user_id).filter(funder_id=funder_id, ends_on__gte=on))
    allowed = bases.allowed(funder_id, on) if rows else {}
    return _held([row for row in rows if RegisterSource(row.source) in allowed], on)


def own(actor: Actor, on: date) -> Held:
    """What is certified of the person who asks, whoever it was read for: to be shown to her alone. Nothing for others."""
    if actor.kind is not ActorKind.CITIZEN:
        return NOTHING_HELD
    return _held(_rows(person(actor)).filter(ends_on__gte=on), on)


def agreements_of(actor: Actor) -> list[AgreementView]:
    """What she agreed to, the latest first, with what was certified."""
    rows = _rows(person(actor)).select_related("funder").order_by("-given_at", "source")
    return [_view(row) for row in rows]


def agreement_of(actor: Actor, agreement_id: UUID) -> AgreementView | None:
    row = _rows(person(actor)).select_related("funder").filter(id=agreement_id).first()
    return _view(row) if row else None


def fact_id(actor: Actor, funder_id: UUID, fact: Certified) -> UUID | None:
    """The row of a fact of hers, to contest it; None for anybody else who fills in for her."""
    if actor.kind is not ActorKind.CITIZEN:
        return None
    rows = _rows(person(actor)).filter(funder_id=funder_id, source=fact.source.value)
    return next((each.id for row in rows for each in row.facts.all() if each.fact == fact.fact), None)


def has_agreed(user_id: UUID, funder_id: UUID) -> frozenset[RegisterSource]:
    """The sources this funder may read of this person already."""
    rows = Agreement.objects.filter(user_id=user_id, funder_id=funder_id)
    return frozenset(RegisterSource(source) for source in rows.values_list("source", flat=True))


def share(user_id: UUID) -> list[AgreementView]:
    """For the export of the person's data. The caller asks for her."""
    return [_view(row) for row in _rows(user_id).select_related("funder").order_by("given_at", "source")]


def _rows(user_id: UUID):  # type: ignore[no-untyped-def]
    return Agreement.objects.filter(user_id=user_id).prefetch_related("facts")


def _held(rows: Iterable[Agreement], on: date) -> Held:
    """The latest of two facts of one name holds. A fact whose register is to be asked again is awaited."""
    facts: dict[str, Certified] = {}
    awaited: set[str] = set()
    for row in rows:
        found = [each for _id, each in _facts(row) if on <= each.expires_on]
        for each in found:
            former = facts.get(each.fact)
            if former is None or former.certified_at <= each.certified_at:
                facts[each.fact] = each
        if not found and (Standing(row.standing).is_open or _has_lapsed(row)):
            awaited.update(kind_of(RegisterSource(row.source)).facts)
    return Held(facts, frozenset(awaited - set(facts)))


def _has_lapsed(row: Agreement) -> bool:
    """Certified once, and old by now: the next sign-in reads it again."""
    return row.standing == Standing.CERTIFIED.value


def _facts(row: Agreement) -> list[tuple[UUID, Certified]]:
    return [(each.id, fact) for each in row.facts.all() if (fact := _opened(row, each)) is not None]


def _opened(row: Agreement, held: HeldFact) -> Certified | None:
    """None for what cannot be read any more: the installation's secret changed. It is asked again."""
    try:
        value = sealing.unseal(held.sealed, person=row.user_id, row=held.id, secret=settings.SECRET_KEY)
    except sealing.BrokenSealError:
        logger.warning("a certified fact cannot be read: its seal is broken")
        return None
    source = RegisterSource(row.source)
    return Certified(
        held.fact,
        value,
        Provider(held.provider),
        held.certified_at,
        held.expires_on,
        held.contested_at is not None,
        source,
        kind_of(source).about,
    )


def _view(row: Agreement) -> AgreementView:
    return AgreementView(
        id=row.id,
        source=RegisterSource(row.source),
        funder_id=row.funder_id,
        funder_name=row.funder.name,
        given_at=row.given_at,
        ends_on=row.ends_on,
        standing=Standing(row.standing),
        reason=row.reason,
        asked_at=row.asked_at,
        facts=tuple(_facts(row)),
    )
