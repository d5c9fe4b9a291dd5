"""Letting go by the clock: drafts nobody touches, identity papers once they were checked, decided files at their date.

A decided file is emptied and not deleted: its row, its state, its dates and its amounts stay for the accounts, and
lead to nobody. Never a file under way.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

import mob.journal.services as journal
from mob.applications import counters, events, names
from mob.applications.models import Application, Proof, Representation
from mob.applications.services import dossier, drafts
from mob.applications.types import State
from mob.documents import services as documents
from mob.identity.services import remember
from mob.kernel.actor import Actor, ActorKind
from mob.kernel.errors import Forbidden

# What tells of the person; what is left tells of public money.
_EMPTY: dict[str, Any] = {
    "citizen": None,
    "assignee": None,
    "beneficiary": {},
    "answers": {},
    "snapshot": {},
    "verdict": {},
    "applicant_name": "",
    "applicant_key": "",
    "contact_email": "",
    "declaration": {},
    "helped_by": [],
    "manifest": "",
}
_WORDS = ("author_name", "author_capacity", "author_service", "text", "remedy", "appeal")
_NO_WORDS: dict[str, Any] = {"author": None, **dict.fromkeys(_WORDS, "")}


def announce(application_id: UUID, *, last_day: date, now: datetime) -> bool:
    """Say that a draft will be erased after that day. The mail follows from the fact. False when it moved on."""
    with transaction.atomic():
        row = Application.objects.select_for_update().filter(id=application_id, state=State.DRAFT.value).first()
        if row is None:
            return False
        fact = events.DraftExpiring(last_day)
        journal.append(Actor.system(), stream=dossier.stream(row.id), events=[fact], now=now)
    return True


def expire(application_id: UUID, *, untouched_since: datetime, now: datetime) -> bool:
    """Erase a draft that nobody touched since that moment, with its papers."""
    with transaction.atomic():
        row = Application.objects.select_for_update().filter(id=application_id, state=State.DRAFT.value).first()
        if row is None or row.updated_at > untouched_since:
            return False
        fact = events.DraftExpired()
        journal.append(Actor.system(), stream=dossier.stream(row.id), events=[fact], now=now)
        drafts.erase(Actor.system(), row, now=now)
    return True


def forget_papers(application_id: UUID, *, codes: Iterable[str], now: datetime) -> bool:
    """Erase the papers asked for under these codes; their places stay, and say when they were erased."""
    with transaction.atomic():
        row = Application.objects.select_for_update().get(id=application_id)
        if not State(row.state).is_final:
            return False
        proofs = Proof.objects.filter(application=row, code__in=list(codes))
        gone = [key for key in proofs.values_list("document_id", flat=True) if _removed(key, now)]
        if gone:
            fact = events.PapersErased(tuple(gone))
            journal.append(Actor.system(), stream=dossier.stream(row.id), events=[fact], now=now)
    return bool(gone)


def empty(application_id: UUID, *, now: datetime) -> bool:
    """Empty a closed file of everything that tells of its person. False when it is under way, or emptied already."""
    with transaction.atomic():
        row = Application.objects.select_for_update().get(id=application_id)
        state = State(row.state)
        if row.erased_at is not None or not (state.is_final or state is State.CLOSED_INCOMPLETE):
            return False
        _empty(row, state, now)
    return True


def empty_everything(actor: Actor, *, now: datetime) -> None:
    """The service ends: every file is emptied, under way or not, and every draft erased. One transaction each."""
    if actor.kind is not ActorKind.SYSTEM:
        raise Forbidden("not_allowed")
    for key in list(Application.objects.filter(erased_at=None).values_list("id", flat=True)):
        with transaction.atomic():
            row = Application.objects.select_for_update().get(id=key)
            if row.state == State.DRAFT.value:
                drafts.erase(actor, row, now=now)
            else:
                _empty(row, State(row.state), now)


def count_with_people() -> int:
    """Files and drafts that still tell of somebody."""
    return Application.objects.filter(erased_at=None).count()


def _empty(row: Application, state: State, now: datetime) -> None:
    """In the caller's transaction."""
    _empty_parts(row, now)
    Application.objects.filter(id=row.id).update(**_EMPTY, erased_at=now, version=row.version + 1)
    counters.forget(row, state)
    names.forget(row.id)
    fact = events.ApplicationErased()
    journal.append(Actor.system(), stream=dossier.stream(row.id), events=[fact], now=now)
    remember("application", row.id, now=now)


def _empty_parts(row: Application, now: datetime) -> None:
    papers = list(Proof.objects.filter(application=row).values_list("document_id", flat=True))
    said = (row.proofs, row.messages, row.notes, row.requests, row.proposals, row.withdrawals)
    for parts in (*said, row.check_runs, row.consultations):
        parts.all().delete()
    row.decisions.update(**_NO_WORDS)
    Representation.objects.filter(application=row).delete()
    for document_id in papers:
        _removed(document_id, now)


def _removed(document_id: UUID, now: datetime) -> bool:
    return documents.remove(Actor.system(), document_id=document_id, now=now)
