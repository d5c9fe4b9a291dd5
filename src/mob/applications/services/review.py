"""The funder's moves: claim, release, ask for changes, decide, reopen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from mob.applications import answers, appeals, award_terms, lifecycle
from mob.applications.events import ChecksRun, LifecycleEvent
from mob.applications.models import Application, ChangeRequest, Decision
from mob.applications.ports import BudgetReservation, Grant
from mob.applications.services import dossier
from mob.applications.types import (
    Approve,
    AwardTerms,
    Claim,
    Command,
    OpenRequest,
    Reject,
    RejectionReason,
    Release,
    Reopen,
    RequestChanges,
    Snapshot,
    State,
)
from mob.directory import selectors as directory
from mob.directory.types import DelegationView
from mob.kernel.actor import Actor
from mob.kernel.clock import civil_date
from mob.kernel.errors import Conflict, Invalid
from mob.kernel.ports import serve

MAX_TEXT = 20_000


def claim(actor: Actor, *, application_id: UUID, now: datetime) -> None:
    """Take the file in hand, or take it over from a colleague."""
    with transaction.atomic():
        row, app = dossier.load(actor, application_id, now=now)
        facts = decide(app, Claim(actor), row, now)
        dossier.commit(row, facts, actor=actor, now=now, assignee_id=actor.id)


def release(actor: Actor, *, application_id: UUID, now: datetime) -> None:
    """Put the file back among those nobody holds."""
    with transaction.atomic():
        row, app = dossier.load(actor, application_id, now=now)
        facts = decide(app, Release(actor), row, now)
        dossier.commit(row, facts, actor=actor, now=now, assignee_id=None)


def request_changes(actor: Actor, *, application_id: UUID, request: OpenRequest, message: str, now: datetime) -> None:
    """Ask for corrections, field by field and proof by proof, in words, until a date. The file waits for the person."""
    asked = words(message, "message")
    with transaction.atomic():
        row, app = dossier.load(actor, application_id, now=now)
        _check_items(row, request)
        facts = decide(app, RequestChanges(actor, request), row, now)
        ChangeRequest.objects.create(
            application=row,
            author_id=actor.id,
            author_name=name_of(actor),
            items=sorted(request.fields | request.proofs),
            message=asked,
            due_on=request.due_on,
            created_at=now,
        )
        dossier.commit(row, facts, actor=actor, now=now, due_on=request.due_on, assignee_id=actor.id)


def _check_items(row: Application, request: OpenRequest) -> None:
    view = dossier.terms_of(row)
    fields, proofs = {f.code for f in view.fields}, {p.code for p in view.proofs}
    if not request.fields <= fields or not request.proofs <= proofs:
        raise Invalid("answer_not_a_choice", "items")


@dataclass(frozen=True, slots=True)
class Program:
    """That a program decides: in whose name, what the law wants said of it, and the fact of its checks."""

    under: DelegationView
    mention: str
    fact: ChecksRun


def approve(
    actor: Actor,
    *,
    application_id: UUID,
    terms: AwardTerms,
    message: str = "",
    program: Program | None = None,
    now: datetime,
) -> None:
    """Grant the aid. Money, mail and HR systems follow from the fact. The one way to an approval, whoever decides."""
    with transaction.atomic():
        row, app = dossier.load(actor, application_id, now=now)
        facts = decide(app, Approve(actor, terms, program.under if program else None), row, now)
        text, appeal = optional(message, "message"), _appeal(row)
        content = {"is_approval": True, "terms": award_terms.stored(terms), "text": text, "appeal": appeal}
        _close(row, app, facts, actor, program, now, content)
        serve(BudgetReservation).reserve(actor, _grant(row, terms), now=now)  # type: ignore[type-abstract]


def _grant(row: Application, terms: AwardTerms) -> Grant:
    return Grant(row.id, row.reference, row.aid_id, row.aid_version_id, row.funder_id, terms)


def reject(
    actor: Actor,
    *,
    application_id: UUID,
    reason: RejectionReason,
    text: str,
    remedy: str = "",
    appeal: str,
    program: Program | None = None,
    now: datetime,
) -> None:
    """Refuse, with reasons of any length, what can be done about it and how to appeal."""
    reasons = words(text, "text")
    with transaction.atomic():
        row, app = dossier.load(actor, application_id, now=now)
        facts = decide(app, Reject(actor, reason, program.under if program else None), row, now)
        content = {
            "is_approval": False,
            "reason": reason.value,
            "text": reasons,
            "remedy": optional(remedy, "remedy"),
            "appeal": words(appeal, "appeal"),
        }
        _close(row, app, facts, actor, program, now, content)


def reopen(actor: Actor, *, application_id: UUID, reason: str, now: datetime) -> None:
    """A supervisor takes a refused file up again; the reason is kept as an internal note."""
    why = words(reason, "reason")
    with transaction.atomic():
        row, app = dossier.load(actor, application_id, now=now)
        facts = decide(app, Reopen(actor), row, now)
        row.notes.create(author_id=actor.id, author_name=name_of(actor), text=why, written_at=now)
        row.decisions.filter(reopened_at=None).update(reopened_at=now)
        dossier.commit(row, facts, actor=actor, now=now, decided_at=None, assignee_id=actor.id)


def decide(app: Snapshot, command: Command, row: Application, now: datetime) -> tuple[LifecycleEvent, ...]:
    """The life cycle's answer; when a colleague decided first, say who and when."""
    if app.state in (State.APPROVED, State.REJECTED) and not isinstance(command, Reopen):
        last = row.decisions.order_by("-decided_at").first()
        raise Conflict("already_decided", by=last.author_name if last else "", on=civil_date(row.decided_at or now))
    return lifecycle.decide(app, command, now=now)


def _close(
    row: Application,
    app: Snapshot,
    facts: Sequence[LifecycleEvent],
    actor: Actor,
    program: Program | None,
    now: datetime,
    content: dict[str, Any],
) -> None:
    """Keep the decision with its author and the act that empowered her (CRPA, art. L212-1), and commit its facts."""
    used = {getattr(fact, "delegation_id", None) for fact in facts}
    held = (program.under,) if program else app.authority
    under = next((each for each in held if each.id in used), None)
    author = program.under.holder_id if program else actor.id
    card = directory.staff_member(author, funder_id=row.funder_id) if author else None
    Decision.objects.create(
        application=row,
        author_id=author,
        author_name=card.full_name if card else "",
        author_capacity=card.capacity if card else "",
        author_service=card.service if card else "",
        delegation_number=under.number if under else "",
        delegation_signed_on=under.signed_on if under else None,
        is_automatic=program is not None,
        mention=program.mention if program else "",
        decided_at=now,
        **content,
    )
    told = (program.fact, *facts) if program else facts
    dossier.commit(row, told, actor=actor, now=now, decided_at=now, assignee_id=actor.id, due_on=None)


def _appeal(row: Application) -> str:
    """How even a decision in her favour may be contested: she may have asked for more."""
    funder = directory.funder(row.funder_id)
    return appeals.against_decision(funder) if funder else ""


def name_of(actor: Actor) -> str:
    """The agent's name at her funder."""
    staff = directory.staff_member(actor.id, funder_id=actor.funder_id) if actor.id else None
    return staff.full_name if staff else ""


def words(text: str, pointer: str) -> str:
    """What was typed, cleaned. Raises Invalid when nothing is left or when it is too long."""
    typed = optional(text, pointer)
    if not typed:
        raise Invalid("words_needed", pointer)
    return typed


def optional(text: str, pointer: str) -> str:
    """What was typed, cleaned; it may be empty. Raises Invalid when it is too long."""
    typed = answers.clean(text)
    if len(typed) > MAX_TEXT:
        raise Invalid("answer_too_long", pointer, most=MAX_TEXT)
    return typed
