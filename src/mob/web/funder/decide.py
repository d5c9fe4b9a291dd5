"""Asking for changes, granting, refusing, opening again: a form, a page that reads back what will be sent, then the act.

When a colleague was faster, the page says who and when, and what was typed is still there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from mob.applications import appeals, lifecycle, services
from mob.applications.types import Action, PaymentMode, RejectionReason, State
from mob.applications.views import Detail
from mob.directory import selectors as directory
from mob.directory.types import FunderView
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from mob.kernel.money import format_euros
from mob.kernel.texts import text_of
from mob.web.citizen import words as spoken
from mob.web.components import Row
from mob.web.formats import long_date
from mob.web.forms import Form
from mob.web.funder import declared, words
from mob.web.funder.access import INBOX, Request, at_the_desk, language, see, show
from mob.web.funder.file import load
from mob.web.funder.forms import ApproveForm, RejectForm, ReopenForm, RequestForm

F = TypeVar("F", bound=Form)
_METHODS = ("GET", "HEAD", "POST")


@dataclass(frozen=True, slots=True)
class Move(Generic[F]):
    """One of the agent's moves: its words, its form, how it is checked, read back and done."""

    action: Action
    path: str
    title: Callable[[Detail], str]
    button: Any
    form: Callable[[Detail, FunderView, Any, datetime], F]
    check: Callable[[F, datetime], None]
    reads: Callable[[Detail, F], tuple[str, list[Row]]]
    act: Callable[[Actor, Detail, F, datetime], None]
    done: Any
    css: str = "btn--ink"


def _page(request: Request, reference: str, move: Move[F]) -> HttpResponseBase:
    """The three faces of a move: its form, its reading back, its doing."""
    found, now = load(request, reference), clock.now()
    funder = directory.funder(found.funder_id)
    if funder is None:
        raise NotFound("application_unknown")
    if request.method != "POST":
        refusal = "" if move.action in found.actions else _closed(found)
        return _show(request, found, move, move.form(found, funder, None, now), refusal=refusal)
    form = move.form(found, funder, request.POST, now)
    if not form.is_valid() or not _agrees(move, form, now):
        return _show(request, found, move, form)
    if "confirm" in request.POST:
        return _do(request, found, move, form, now)
    if move.action not in found.actions:
        return _show(request, found, move, form, refusal=_closed(found))
    if "edit" in request.POST:
        return _show(request, found, move, form)
    return _read_back(request, found, move, form)


def _agrees(move: Move[F], form: F, now: datetime) -> bool:
    """Whether the rules accept what was typed; if not, the form says why."""
    try:
        move.check(form, now)
    except Invalid as error:
        form.refuse(error)
        return False
    return True


def _do(request: Request, found: Detail, move: Move[F], form: F, now: datetime) -> HttpResponseBase:
    try:
        move.act(request.actor, found, form, now)
    except (Conflict, Forbidden, Refused) as error:
        return _show(request, found, move, form, refusal=text_of(error.code, language(), **error.params))
    except Invalid as error:
        form.refuse(error)
        return _show(request, found, move, form)
    messages.success(request, str(move.done) % {"name": found.applicant_name})
    return see(f"{INBOX}demandes/{found.reference}")


def _closed(found: Detail) -> str:
    """Why this move is not open: who decided and when, or where the file stands."""
    decision = found.decision
    if found.state in (State.APPROVED, State.REJECTED) and decision:
        on = clock.civil_date(decision.decided_at)
        return text_of("already_decided", language(), by=decision.author_name, on=on)
    return _("This file is not open to that now. It stands at: %(state)s.") % {"state": words.STATES[found.state][0]}


def _context(found: Detail, move: Move[F], form: F) -> dict[str, Any]:
    return {
        "detail": found,
        "aid": found.aid,
        "base": f"{INBOX}demandes/{found.reference}",
        "move": move,
        "title": move.title(found),
        "button": move.button,
        "form": form,
    }


def _show(request: Request, found: Detail, move: Move[F], form: F, *, refusal: str = "") -> HttpResponse:
    status = 409 if refusal else 422 if form.is_bound and form.errors else 200
    return show(request, "decide.html", {**_context(found, move, form), "refusal": refusal}, status=status)


def _read_back(request: Request, found: Detail, move: Move[F], form: F) -> HttpResponse:
    sentence, rows = move.reads(found, form)
    typed = [(name, value) for name, values in request.POST.lists() if name in _names(form) for value in values]
    context = {**_context(found, move, form), "sentence": sentence, "rows": rows, "typed": typed}
    return show(request, "confirm.html", context)


def _names(form: Form) -> set[str]:
    """The names the form's own controls are sent under."""
    return {name for bound in form for name in (bound.html_name, *(f"{bound.html_name}_{part}" for part in range(3)))}


def _approve_reads(found: Detail, form: ApproveForm) -> tuple[str, list[Row]]:
    terms = form.terms()
    award = format_euros(terms.amount or 0, language()) if terms.mode is PaymentMode.SINGLE else spoken.terms(terms)
    sentence = (
        _("You grant %(name)s this aid, without a payment.") % {"name": found.applicant_name}
        if terms.amount is None
        else _("You grant %(award)s to %(name)s.") % {"award": award, "name": found.applicant_name}
    )
    return sentence, _told(_("Your word"), form.cleaned_data["message"])


def _told(label: str, text: str) -> list[Row]:
    return [Row(label, text)] if text else []


def _approve(actor: Actor, found: Detail, form: ApproveForm, now: datetime) -> None:
    message = form.cleaned_data["message"]
    services.approve(actor, application_id=found.id, terms=form.terms(), message=message, now=now)


APPROVE: Move[ApproveForm] = Move(
    action=Action.APPROVE,
    path="accorder",
    title=lambda found: _("Grant the aid to %(name)s") % {"name": found.applicant_name},
    button=gettext_lazy("Grant"),
    form=lambda _found, _funder, data, _now: ApproveForm(data),
    check=lambda form, now: lifecycle.check_terms(form.terms(), clock.civil_date(now)),
    reads=_approve_reads,
    act=_approve,
    done=gettext_lazy("The aid is granted. %(name)s is being told."),
)


def _reject_reads(found: Detail, form: RejectForm) -> tuple[str, list[Row]]:
    data = form.cleaned_data
    rows = [
        Row(_("Main reason"), words.REASONS[RejectionReason(data["reason"])]),
        Row(_("The reasons, in fact and in law"), data["text"]),
        *_told(_("What can be done about it"), data["remedy"]),
        Row(_("How to contest this decision"), data["appeal"]),
    ]
    return _("You refuse this aid to %(name)s.") % {"name": found.applicant_name}, rows


def _reject(actor: Actor, found: Detail, form: RejectForm, now: datetime) -> None:
    data = form.cleaned_data
    services.reject(
        actor,
        application_id=found.id,
        reason=RejectionReason(data["reason"]),
        text=data["text"],
        remedy=data["remedy"],
        appeal=data["appeal"],
        now=now,
    )


REJECT: Move[RejectForm] = Move(
    action=Action.REJECT,
    path="refuser",
    title=lambda found: _("Refuse the aid to %(name)s") % {"name": found.applicant_name},
    button=gettext_lazy("Refuse"),
    form=lambda _found, funder, data, _now: RejectForm(data, initial={"appeal": appeals.against_decision(funder)}),
    check=lambda _form, _now: None,
    reads=_reject_reads,
    act=_reject,
    done=gettext_lazy("The refusal is recorded. %(name)s is being told."),
    css="btn--no",
)


def _request_form(found: Detail, funder: FunderView, data: Any, now: datetime) -> RequestForm:
    initial = {"message": words.request_text(found.applicant_name), "due_on": lifecycle.default_due_on(now)}
    return RequestForm(found, data, initial=initial)


def _request_reads(found: Detail, form: RequestForm) -> tuple[str, list[Row]]:
    data = form.cleaned_data
    due = long_date(data["due_on"], language())
    rows = [
        Row(_("What must be corrected"), ", ".join(declared.labels(found, data["items"]))),
        Row(_("Your words to the person"), data["message"]),
    ]
    sentence = _("You ask %(name)s for a correction before the end of %(date)s.")
    return sentence % {"name": found.applicant_name, "date": due}, rows


def _request(actor: Actor, found: Detail, form: RequestForm, now: datetime) -> None:
    message = form.cleaned_data["message"]
    services.request_changes(actor, application_id=found.id, request=form.request(), message=message, now=now)


REQUEST: Move[RequestForm] = Move(
    action=Action.REQUEST_CHANGES,
    path="correction",
    title=lambda found: _("Ask %(name)s for a correction") % {"name": found.applicant_name},
    button=gettext_lazy("Ask for the correction"),
    form=_request_form,
    check=lambda form, now: lifecycle.check_request(form.request(), clock.civil_date(now)),
    reads=_request_reads,
    act=_request,
    done=gettext_lazy("The correction is asked for. %(name)s is being told; the file waits."),
)

REOPEN: Move[ReopenForm] = Move(
    action=Action.REOPEN,
    path="rouvrir",
    title=lambda found: _("Open the file of %(name)s again") % {"name": found.applicant_name},
    button=gettext_lazy("Open the file again"),
    form=lambda _found, _funder, data, _now: ReopenForm(data),
    check=lambda _form, _now: None,
    reads=lambda found, form: (
        _("You open the file of %(name)s again: the refusal no longer holds.") % {"name": found.applicant_name},
        [Row(_("Why this file is opened again"), form.cleaned_data["reason"])],
    ),
    act=lambda actor, found, form, now: services.reopen(
        actor, application_id=found.id, reason=form.cleaned_data["reason"], now=now
    ),
    done=gettext_lazy("The file is open again, and yours."),
)


@require_http_methods(_METHODS)
@at_the_desk
def approve(request: Request, reference: str) -> HttpResponseBase:
    """Grant the aid."""
    return _page(request, reference, APPROVE)


@require_http_methods(_METHODS)
@at_the_desk
def reject(request: Request, reference: str) -> HttpResponseBase:
    """Refuse the aid."""
    return _page(request, reference, REJECT)


@require_http_methods(_METHODS)
@at_the_desk
def request_changes(request: Request, reference: str) -> HttpResponseBase:
    """Ask for corrections."""
    return _page(request, reference, REQUEST)


@require_http_methods(_METHODS)
@at_the_desk
def reopen(request: Request, reference: str) -> HttpResponseBase:
    """A supervisor takes a refused file up again."""
    return _page(request, reference, REOPEN)
