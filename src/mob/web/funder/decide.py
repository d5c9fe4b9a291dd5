"""Asking for changes, granting, refusing, opening again: a form, a page that reads back what will be sent, then the act.

When a colleague was faster, the page says who and when, and what was typed is still there.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mob.applications.types import State
from mob.applications.views import Detail
from mob.directory import selectors as directory
from mob.kernel import clock
from mob.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from mob.kernel.texts import text_of
from mob.web.forms import Form
from mob.web.funder import words
from mob.web.funder.access import INBOX, Request, at_the_desk, language, see, show
from mob.web.funder.file import load
from mob.web.funder.moves import (
    APPROVE,
    DROP_WITHDRAWAL,
    NOTIFY_WITHDRAWAL,
    PROPOSE_APPROVAL,
    PROPOSE_REJECTION,
    REJECT,
    REOPEN,
    REQUEST,
    RETURN_PROPOSAL,
    WITHDRAW_AWARD,
    Move,
)

F = TypeVar("F", bound=Form)
_METHODS = ("GET", "HEAD", "POST")
_PROPOSED = "proposition"


def _page(request: Request, reference: str, move: Move[F], instead: Move[F] | None = None) -> HttpResponseBase:
    """The three faces of a move: its form, its reading back, its doing. `instead`: the move of who may only propose."""
    found, now = load(request, reference), clock.now()
    if instead and move.action not in found.actions:
        move = instead
    funder = directory.funder(found.funder_id)
    if funder is None:
        raise NotFound("application_unknown")
    if request.method != "POST":
        refusal = "" if move.action in found.actions else _closed(found)
        return _show(request, found, move, move.form(found, funder, None, now), refusal=refusal)
    form = move.form(found, funder, request.POST, now)
    if not form.is_valid() or not _agrees(move, form, now):
        return _show(request, found, move, form)
    if instead and move.exceeds and move.exceeds(found, form, now):
        move = instead
    if _was_read(request, move):
        return _do(request, found, move, form, now)
    if move.action not in found.actions:
        return _show(request, found, move, form, refusal=_closed(found))
    if "edit" in request.POST:
        return _show(request, found, move, form)
    return _read_back(request, found, move, form)


def _was_read(request: Request, move: Move[F]) -> bool:
    """Confirmed, and as what it is: nobody decides who read that she proposes, nor the other way round."""
    return "confirm" in request.POST and (request.POST["confirm"] == _PROPOSED) == move.is_proposal


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
    context["confirm"] = _PROPOSED if move.is_proposal else "1"
    return show(request, "confirm.html", context)


def _names(form: Form) -> set[str]:
    """The names the form's own controls are sent under."""
    return {name for bound in form for name in (bound.html_name, *(f"{bound.html_name}_{part}" for part in range(3)))}


@require_http_methods(_METHODS)
@at_the_desk
def approve(request: Request, reference: str) -> HttpResponseBase:
    """Grant the aid, or propose to."""
    return _page(request, reference, APPROVE, PROPOSE_APPROVAL)


@require_http_methods(_METHODS)
@at_the_desk
def reject(request: Request, reference: str) -> HttpResponseBase:
    """Refuse the aid, or propose to."""
    return _page(request, reference, REJECT, PROPOSE_REJECTION)


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


@require_http_methods(_METHODS)
@at_the_desk
def return_proposal(request: Request, reference: str) -> HttpResponseBase:
    """Send what a colleague proposed back to her, with a word."""
    return _page(request, reference, RETURN_PROPOSAL)


@require_http_methods(_METHODS)
@at_the_desk
def notify_withdrawal(request: Request, reference: str) -> HttpResponseBase:
    """Tell the person that her award may be taken back."""
    return _page(request, reference, NOTIFY_WITHDRAWAL)


@require_http_methods(_METHODS)
@at_the_desk
def withdraw_award(request: Request, reference: str) -> HttpResponseBase:
    """Take the award back, after the reply."""
    return _page(request, reference, WITHDRAW_AWARD)


@require_http_methods(_METHODS)
@at_the_desk
def drop_withdrawal(request: Request, reference: str) -> HttpResponseBase:
    """Keep the award after all."""
    return _page(request, reference, DROP_WITHDRAWAL)
