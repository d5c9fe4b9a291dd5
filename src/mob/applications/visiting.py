"""Receiving somebody at a counter: opening a visit, the mandate she signs, the codes of her receipt, the end of it.

What is then done in her applications is done by the same use cases as her own, under the mandate (`Actor` of kind
helper, whose aids are this funder's). None of their rules is shortened.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.crypto import constant_time_compare

from mob.applications import desk_mandate, selectors, visits
from mob.applications.models import Application, CounterVisit
from mob.catalogue import selectors as catalogue
from mob.directory import closing
from mob.directory import selectors as directory
from mob.identity import selectors as accounts
from mob.identity import services as identity
from mob.identity.mandate_types import Power, Terms
from mob.identity.mandates import services as mandates
from mob.identity.types import ProfileField, ReceiptKind
from mob.kernel.actor import Actor
from mob.kernel.clock import civil_date
from mob.kernel.errors import Invalid, NotFound, Refused

_FIGURES = 6
_LONGEST_PLACE = 80


@dataclass(frozen=True, slots=True)
class Codes:
    """What a receipt bears, shown once. `claim` is empty for who has an address to sign in with."""

    spoken: str
    claim: str
    claim_until: datetime | None


def receive_new(actor: Actor, *, answers: Mapping[ProfileField, str], language: str, now: datetime) -> UUID:
    """Open an account for somebody present, and her visit. Raises what `identity.open_account` raises."""
    funder_id = visits.counter_of(actor)
    closing.check_is_open(now)
    with transaction.atomic():
        person_id = identity.open_account(actor, answers=answers, language=language, now=now)
        row = CounterVisit(funder_id=funder_id, agent_id=actor.id, person_id=person_id, opened_at=now)
        row.opened_account = True
        row.save(force_insert=True)
    return row.id


def receive_known(actor: Actor, *, person_id: UUID, now: datetime) -> UUID:
    """Receive somebody the agent may see. An open visit with her is found again. Raises NotFound."""
    funder_id = visits.counter_of(actor)
    if not visits.may_receive(actor, person_id):
        raise NotFound("visit_unknown")
    open_ones = CounterVisit.objects.filter(funder_id=funder_id, agent_id=actor.id, person_id=person_id, closed_at=None)
    if live := open_ones.filter(opened_at__gt=now - visits.LIFE).first():
        return live.id
    row = CounterVisit.objects.create(funder_id=funder_id, agent_id=actor.id, person_id=person_id, opened_at=now)
    return row.id


def mandate_words(actor: Actor, *, visit_id: UUID, with_bank: bool, now: datetime) -> desk_mandate.DeskMandate:
    """What she is to read and sign, in her language. Raises Refused("visit_without_name") for a nameless account."""
    view = visits.visit(actor, visit_id, now=now)
    card = directory.staff_member(_own_id(actor), funder_id=view.funder_id)
    funder = directory.funder(view.funder_id)
    if not view.person.full_name or view.person.birth_date is None or card is None or funder is None:
        raise Refused("visit_without_name")
    return desk_mandate.words(
        view.person.language,
        name=view.person.full_name,
        born=view.person.birth_date,
        agent=card.full_name,
        service=", ".join(part for part in (card.capacity, card.service) if part),
        funder=funder.name,
        day=civil_date(now),
        with_bank=with_bank,
    )


def sign(actor: Actor, *, visit_id: UUID, place: str, with_bank: bool, now: datetime) -> UUID:
    """She signed the paper before the agent. Its exact words are kept as a receipt. Returns the mandate's id.

    The mandate reaches this funder's aids alone. Raises Invalid for the place, Refused for a visit that is over.
    """
    where = " ".join(place.split())
    if not where or len(where) > _LONGEST_PLACE:
        raise Invalid("visit_place_missing", "place", most=_LONGEST_PLACE)
    words = mandate_words(actor, visit_id=visit_id, with_bank=with_bank, now=now)
    with transaction.atomic():
        row = _open(actor, visit_id, now)
        if row.mandate_id is not None:
            return row.mandate_id
        if row.person_id is None:
            raise NotFound("visit_unknown")
        _end_older(actor, row, now)
        terms = Terms(_powers(with_bank), frozenset(catalogue.aids_given_by(row.funder_id)), 1)
        paper = f"{where}, {civil_date(now).isoformat()}"
        key = mandates.record_on_paper(actor, helped_id=row.person_id, paper=paper, terms=terms, now=now)
        text = f"{words.text}\n{where}, {civil_date(now).isoformat()}"
        kept = {"kind": ReceiptKind.MANDATE, "subject": key, "text": text}
        identity.keep_receipt(row.person_id, **kept, language=words.language, channel="desk", now=now)  # type: ignore[arg-type]
        CounterVisit.objects.filter(id=row.id).update(mandate_id=key, signed_at=now, place=where)
    return key


def _powers(with_bank: bool) -> frozenset[Power]:
    usual = {Power.APPLY, Power.ANSWER}
    return frozenset(usual | {Power.BANK_DETAILS} if with_bank else usual)


def _end_older(actor: Actor, row: CounterVisit, now: datetime) -> None:
    """Visits with the same person that were left open: their mandates end before another begins."""
    same = CounterVisit.objects.filter(funder_id=row.funder_id, agent_id=row.agent_id, person_id=row.person_id)
    for older in same.filter(closed_at=None).exclude(id=row.id):
        _close(actor, older, now)


def print_codes(actor: Actor, *, visit_id: UUID, now: datetime) -> Codes:
    """New codes for the receipt; those printed before end. Raises Refused when nothing was signed."""
    with transaction.atomic():
        row = _open(actor, visit_id, now)
        if row.mandate_id is None or row.person_id is None:
            raise Refused("visit_not_signed")
        spoken = f"{secrets.randbelow(10**_FIGURES):0{_FIGURES}}"
        others = CounterVisit.objects.filter(funder_id=row.funder_id, person_id=row.person_id).exclude(code_hash="")
        others.update(code_hash="")
        CounterVisit.objects.filter(id=row.id).update(code_hash=visits.code_hash(row.id, spoken))
        if accounts.has_login(row.person_id):
            return Codes(spoken, "", None)
        claim, until = identity.print_claim_code(actor, user_id=row.person_id, now=now)
    return Codes(spoken, claim, until)


def check_spoken(actor: Actor, *, reference: str, typed: str, now: datetime) -> bool:
    """Whether the code somebody says on the telephone is that of the last receipt of this file's person.

    Each try is counted before it is judged. Raises NotFound for a file the agent may not see, Slowed after five an hour.
    """
    funder_id = visits.counter_of(actor)
    person = selectors.visible_to(actor).filter(reference=reference).values_list("citizen_id", flat=True).first()
    if person is None:
        raise NotFound("application_unknown")
    identity.admit_spoken_code(f"{funder_id}:{person}", now=now)
    rows = CounterVisit.objects.filter(funder_id=funder_id, person_id=person).exclude(code_hash="")
    row = rows.order_by("-opened_at").first()
    return row is not None and constant_time_compare(row.code_hash, visits.code_hash(row.id, typed))


def leave(actor: Actor, *, visit_id: UUID, now: datetime) -> None:
    """She leaves the counter: the mandate ends. An account opened for nothing goes at once, with what was typed."""
    with transaction.atomic():
        row = visits.own(actor, visit_id)
        if row.closed_at is None:
            _close(actor, row, now)


def close_overdue(now: datetime) -> int:
    """Visits that were not closed by the end of the working day. How many."""
    rows = list(overdue(now))
    for row in rows:
        with transaction.atomic():
            _close(Actor.system(), row, now)
    return len(rows)


def overdue(now: datetime) -> list[CounterVisit]:
    return list(CounterVisit.objects.filter(closed_at=None, opened_at__lte=now - visits.LIFE).order_by("opened_at"))


def _close(actor: Actor, row: CounterVisit, now: datetime) -> None:
    if not CounterVisit.objects.filter(id=row.id, closed_at=None).update(closed_at=now):
        return
    if row.mandate_id is not None and row.agent_id is not None:
        mandates.end_at_desk(actor, mandate_id=row.mandate_id, now=now)
    if row.opened_account and row.person_id and not Application.objects.filter(citizen_id=row.person_id).exists():
        _let_go(row.person_id, now)


def _let_go(person_id: UUID, now: datetime) -> None:
    """Nothing was begun, and she cannot sign in: nothing is kept of her."""
    if not accounts.has_login(person_id):
        identity.empty(Actor.citizen(person_id), now=now)


def _open(actor: Actor, visit_id: UUID, now: datetime) -> CounterVisit:
    row = visits.own(actor, visit_id)
    if row.closed_at is not None or row.opened_at <= now - visits.LIFE:
        raise Refused("visit_over")
    return row


def _own_id(actor: Actor) -> UUID:
    if actor.id is None:
        raise NotFound("visit_unknown")
    return actor.id
