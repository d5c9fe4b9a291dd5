"""One file, whole: what was declared beside the papers, checks, thread, notes, other applications, history."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mob.applications import checks, inbox, selectors, sent, services
from mob.applications.types import Action, RejectionReason, State
from mob.applications.views import Detail
from mob.directory import selectors as directory
from mob.documents import selectors as documents
from mob.kernel import clock
from mob.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from mob.kernel.texts import text_of
from mob.web import components, verdicts
from mob.web.citizen import words as spoken
from mob.web.formats import datetime_long
from mob.web.funder import award, declared, history, words
from mob.web.funder.access import INBOX, Request, at_the_desk, language, see, show
from mob.web.funder.forms import MessageForm, NoteForm

EXPECTED = (Conflict, Forbidden, Invalid, Refused)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as the page opens it. `file_name` is the one a copy is saved under; `handed`: whose word it is, if not hers."""

    document_id: UUID
    name: str
    file_name: str
    size: int
    notes: list[str]
    was_replaced: bool
    erased_at: datetime | None = None
    handed: list[str] = field(default_factory=list)


@require_safe
@at_the_desk
def page(request: Request, reference: str) -> HttpResponseBase:
    """The file. Seeing the thread marks what the person wrote as read."""
    found = load(request, reference)
    if request.method == "GET" and any(not m.from_funder and m.read_at is None for m in found.messages):
        services.mark_read(request.actor, application_id=found.id, now=clock.now())
    return show_file(request, found)


def load(request: Request, reference: str) -> Detail:
    """The file the actor may see, and the trace that she looked. Raises NotFound."""
    found = selectors.by_reference(request.actor, reference, language=language())
    if request.method == "GET":
        services.note_consultation(request.actor, application_id=found.id, now=clock.now())
    return found


def show_file(
    request: Request, found: Detail, *, message: MessageForm | None = None, note: NoteForm | None = None
) -> HttpResponse:
    """The page of a file, with a message or a note that was refused still in its field."""
    message, note = message or MessageForm(), note or NoteForm()
    is_refused = message.is_bound or note.is_bound
    response = show(request, "file.html", _context(request, found, message, note), status=422 if is_refused else 200)
    response.csp = {"frame-src": "blob:", "img-src": "'self' blob:", "object-src": "'none'"}  # type: ignore[attr-defined]
    return response


def _context(request: Request, found: Detail, message: MessageForm, note: NoteForm) -> dict[str, Any]:
    names = _names(found)
    papers = _papers(found)
    return {
        "detail": found,
        "aid": found.aid,
        "base": f"{INBOX}demandes/{found.reference}",
        "tag": words.state_tag(found.state),
        "can": {action.value for action in found.actions},
        "holder": names(found.assignee_id) if found.assignee_id else "",
        "is_mine": found.assignee_id == request.actor.id,
        "sections": declared.sections(found),
        "representation": words.representation(found.representation) if found.representation else "",
        "papers": papers,
        "vault": _vault(found) if papers else None,
        "run": _run(request, found),
        "checks": [words.check(one) for one in checks.checks_of(request.actor, found.id)],
        "rules": _rules(found),
        "others": [
            (row, words.state_tag(row.state))
            for row in selectors.others_of_applicant(request.actor, found.id, language=language())
        ],
        "stops": history.stops(found, names),
        "decision": found.decision if found.state in (State.APPROVED, State.REJECTED) else None,
        "proposal": found.proposal,
        "proposed": _proposed(found),
        "sent_back": history.sent_back(found, names),
        "reason": words.REASONS[found.decision.reason] if found.decision and found.decision.reason else "",
        "terms": spoken.terms(found.decision.terms) if found.decision and found.decision.terms else "",
        "waits": found.request if found.state is State.CHANGES_REQUESTED else None,
        "waits_for": declared.labels(found, found.request.items) if found.request else [],
        "message_form": message,
        "note_form": note,
        "money": award.money(request.actor, found),
        "next_file": inbox.next_file(request.actor, now=clock.now(), but=found.id),
    }


def _run(request: Request, found: Detail) -> tuple[str, str, list[components.Check]] | None:
    """What the program checked: how it ended, when, and the evidence kept."""
    if not found.aid.is_automatic:
        return None
    run = checks.recorded(request.actor, found.id)
    if run is None:
        return None
    return (
        str(words.CONCLUSIONS[run.conclusion]),
        datetime_long(run.at, language()),
        [words.check(c) for c in run.checks],
    )


def _rules(found: Detail) -> dict[str, Any] | None:
    """What the rules of the aid computed at submission and, when it differs, now. None: the aid computes nothing."""
    if found.computed is None:
        return None
    most, again = found.aid.max_amount, found.computed.again
    return {
        "on": found.computed.on,
        "kept": verdicts.view(found.computed.kept, at_most=most),
        "again": verdicts.view(again, at_most=most) if again else None,
        "engine": found.computed.kept.engine,
    }


def _proposed(found: Detail) -> str:
    proposal = found.proposal
    if proposal is None:
        return ""
    return (
        spoken.terms(proposal.terms) if proposal.terms else str(words.REASONS[proposal.reason or RejectionReason.OTHER])
    )


def _names(found: Detail) -> history.Names:
    """Names of the funder's staff by id, each looked up once; empty for somebody unknown."""
    known: dict[UUID, str] = {}

    def name(user_id: UUID) -> str:
        if user_id not in known:
            card = directory.staff_member(user_id, funder_id=found.funder_id)
            known[user_id] = card.full_name if card else ""
        return known[user_id]

    return name


def _papers(found: Detail) -> list[Paper]:
    shown = sent.papers(found)
    totals: dict[str, int] = {}
    for proof in shown:
        totals[proof.code] = totals.get(proof.code, 0) + 1
    files = {each.id: each for each in documents.documents_of(found.id, removed=True)}
    return [
        Paper(
            document_id=proof.document_id,
            name=spoken.paper(proof, totals[proof.code]),
            file_name=files[proof.document_id].file_name,
            size=proof.size,
            notes=spoken.notes(proof),
            was_replaced=proof.replaced_at is not None,
            erased_at=proof.erased_at,
            handed=spoken.handed(proof),
        )
        for proof in shown
    ]


def _vault(found: Detail) -> dict[str, Any]:
    """What the decrypting script needs: `docs/reference/browser-keys.md`."""
    return {
        "owner": str(found.id),
        "funder": str(found.funder_id),
        "manifest": found.manifest,
        "manifest_key": documents.manifest_key(),
        "auto": True,
    }


@require_safe
@at_the_desk
def container(request: Request, reference: str, document_id: UUID) -> HttpResponseBase:
    """The sealed container of one paper of this file: only who holds the funder's key can read it."""
    found = load(request, reference)
    if Action.DECRYPT not in found.actions or document_id not in {each.document_id for each in sent.papers(found)}:
        raise NotFound("document_unknown")
    response = HttpResponse(documents.container(document_id), content_type="application/mob-doc+jwe")
    response.headers["Content-Disposition"] = f'attachment; filename="{document_id}.jwe"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
@at_the_desk
def claim(request: Request, reference: str) -> HttpResponseBase:
    """Take the file in hand, or take it over."""
    found = load(request, reference)
    try:
        services.claim(request.actor, application_id=found.id, now=clock.now())
    except EXPECTED as error:
        return told(request, found, error)
    messages.success(request, _("This file is now yours."))
    return see(f"{INBOX}demandes/{found.reference}")


@require_POST
@at_the_desk
def release(request: Request, reference: str) -> HttpResponseBase:
    """Put the file back among those nobody holds."""
    found = load(request, reference)
    try:
        services.release(request.actor, application_id=found.id, now=clock.now())
    except EXPECTED as error:
        return told(request, found, error)
    messages.success(request, _("The file is back among those nobody holds."))
    return see(f"{INBOX}demandes/{found.reference}")


def told(request: Request, found: Detail, error: Conflict | Forbidden | Invalid | Refused) -> HttpResponseBase:
    """Say why it was refused, on the file as it stands now."""
    messages.error(request, text_of(error.code, language(), **error.params))
    return see(f"{INBOX}demandes/{found.reference}")


@require_POST
@at_the_desk
def write(request: Request, reference: str) -> HttpResponseBase:
    """Send a message to the person."""
    found = load(request, reference)
    form = MessageForm(request.POST)
    if form.is_valid():
        try:
            text = form.cleaned_data["text"]
            services.write_message(request.actor, application_id=found.id, text=text, now=clock.now())
        except EXPECTED as error:
            form.refuse(error)
        else:
            messages.success(request, _("Your message was sent."))
            return see(f"{INBOX}demandes/{found.reference}#messages")
    return show_file(request, found, message=form)


@require_POST
@at_the_desk
def note(request: Request, reference: str) -> HttpResponseBase:
    """Keep a note for colleagues."""
    found = load(request, reference)
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            text = form.cleaned_data["note"]
            services.add_note(request.actor, application_id=found.id, text=text, now=clock.now())
        except EXPECTED as error:
            form.refuse(error)
        else:
            return see(f"{INBOX}demandes/{found.reference}#notes")
    return show_file(request, found, note=form)
