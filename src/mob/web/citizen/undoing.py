"""What a person may undo: withdraw what she sent, erase a draft; and take up what was set aside. Asked before done."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mob.applications import selectors, services
from mob.applications.types import Action
from mob.applications.views import Detail
from mob.kernel import clock
from mob.kernel.errors import Refused
from mob.web.citizen.access import actor_of, language_of, signed_in, to


@dataclass(frozen=True, slots=True)
class _Question:
    """A page that asks before doing: its words and the action it needs."""

    action: Action
    title: str
    text: str
    button: str


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def withdraw(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Withdraw an application that was sent, after asking."""
    question = _Question(
        Action.WITHDRAW,
        _("Withdraw this application?"),
        _("Nobody will examine it any more, and this cannot be undone. You may apply again while the aid is open."),
        _("Withdraw my application"),
    )
    found = _asked(request, reference, question)
    if request.method == "POST":
        services.withdraw(actor_of(request), application_id=found.id, now=clock.now())
        return to(f"/demandes/{reference}")
    return _ask(request, found, question)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def discard(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Erase a draft, after asking."""
    question = _Question(
        Action.DISCARD,
        _("Erase this draft?"),
        _("Your answers and the papers added are erased at once. Nothing had been sent."),
        _("Erase the draft"),
    )
    found = _asked(request, reference, question)
    if request.method == "POST":
        services.discard(actor_of(request), application_id=found.id, now=clock.now())
        return to("/demandes")
    return _ask(request, found, question)


def _asked(request: HttpRequest, reference: str, question: _Question) -> Detail:
    found = selectors.by_reference(actor_of(request), reference, language=language_of(request))
    if question.action not in found.actions:
        raise Refused("wrong_state")
    return found


def _ask(request: HttpRequest, found: Detail, question: _Question) -> HttpResponse:
    context = {"here": "applications", "detail": found, "aid": found.aid, "question": question}
    return render(request, "citizen/applications/confirm.html", context)


@require_POST
@signed_in
def ask_person(request: HttpRequest, reference: str) -> HttpResponseBase:
    """One click has somebody examine what a program refused."""
    actor = actor_of(request)
    services.ask_person(actor, application_id=selectors.id_of(actor, reference), now=clock.now())
    return to(f"/demandes/{reference}")


@require_POST
@signed_in
def resume(request: HttpRequest, reference: str) -> HttpResponseBase:
    """One click takes up a file that was set aside."""
    actor = actor_of(request)
    services.resume(actor, application_id=selectors.id_of(actor, reference), now=clock.now())
    return to(f"/demandes/{reference}")
