"""The decision as a letter, for the person: a page to print, and the same as a PDF. Opening either is seeing it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mob.applications import letters, selectors, services
from mob.applications.letters import Letter
from mob.applications.views import Detail
from mob.directory import selectors as directory
from mob.kernel import clock
from mob.kernel.errors import NotFound
from mob.web.citizen.access import actor_of, signed_in
from mob.web.letters import attachment


@require_safe
@signed_in
def page(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The letter, on screen and on paper."""
    found, letter = _load(request, reference)
    context = {
        "here": "applications",
        "detail": found,
        "letter": letter,
        "pdf": f"/demandes/{reference}/decision.pdf",
        "back": f"/demandes/{reference}",
    }
    return render(request, "citizen/applications/letter.html", context)


@require_safe
@signed_in
def pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """The same letter, to keep."""
    found, letter = _load(request, reference)
    return attachment(letter, found.reference)


def _load(request: HttpRequest, reference: str) -> tuple[Detail, Letter]:
    actor = actor_of(request)
    found = selectors.by_reference(actor, reference)
    funder = directory.funder(found.funder_id)
    if funder is None:
        raise NotFound("application_unknown")
    letter = letters.of(found, funder)
    if request.method == "GET" and found.decision and found.decision.opened_at is None:
        services.open_decision(actor, application_id=found.id, now=clock.now())
    return found, letter
