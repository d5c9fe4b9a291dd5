"""« Mon projet »: several aids of a simulation asked for together, answers typed once, followed on one page."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from mob.applications import selectors, services
from mob.applications.types import State
from mob.catalogue.types import PurchaseTiming
from mob.kernel import clock
from mob.payments import selectors as payments
from mob.web.citizen.access import actor_of, language_of, sign_in_address, signed_in, to
from mob.web.citizen.applications import Card, card_of
from mob.web.citizen.apply import bringing

AIDS = "aides"
BEGIN = "/demandes/projet"
_PASSED = (State.WITHDRAWN, State.REJECTED)


@dataclass(frozen=True, slots=True)
class Leg:
    """One application of a project. `is_next`: the first that waits for the person. `stop`: its mark on the line."""

    card: Card
    purchase: PurchaseTiming
    is_next: bool
    stop: str


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponseBase:
    """POST from the results begins a draft of each aid ticked; who must sign in first comes back here to confirm."""
    actor = actor_of(request)
    slugs = request.POST.getlist(AIDS)
    if request.method == "POST" and not actor.is_person:
        bringing.wait(request, slugs)
        return to(sign_in_address(BEGIN))
    if request.method != "POST":
        return _confirm(request)
    slugs = slugs or bringing.waiting_aids(request)
    now = clock.now()
    project = services.begin_project(actor, slugs=slugs, language=language_of(request), now=now)
    answers = bringing.brought(request)
    for row, _timing in selectors.in_project(actor, project):
        bringing.fill(actor, selectors.by_reference(actor, row.reference), answers, now=now)
    bringing.forget(request)
    return to(f"{BEGIN}/{project}")


def _confirm(request: HttpRequest) -> HttpResponseBase:
    """After signing in: what was chosen before waits for one press."""
    if not actor_of(request).is_person:
        return to(sign_in_address(BEGIN))
    count = len(bringing.waiting_aids(request))
    if not count:
        return to("/demandes")
    return render(request, "citizen/applications/project_begin.html", {"here": "applications", "count": count})


@require_safe
@signed_in
def page(request: HttpRequest, project: UUID) -> HttpResponseBase:
    """Every application of the project, in the order rules demand: before the purchase first. 404 for anyone else's."""
    actor, now = actor_of(request), clock.now()
    rows = selectors.in_project(actor, project, language=language_of(request))
    if not rows:
        raise Http404
    asked = payments.asked_of(actor, now=now)
    cards = [(card_of(row, now, asked.get(row.id)), timing) for row, timing in rows]
    first = next((index for index, (card, _timing) in enumerate(cards) if card.mine), None)
    legs = [Leg(card, timing, n == first, _stop(card, n == first)) for n, (card, timing) in enumerate(cards)]
    done = sum(leg.card.row.state is State.APPROVED for leg in legs)
    context = {"here": "applications", "legs": legs, "done": done, "buys_later": _waits_to_buy(legs)}
    return render(request, "citizen/applications/project.html", context)


def _stop(card: Card, is_next: bool) -> str:
    if is_next:
        return "here"
    if card.row.state is State.APPROVED:
        return "done"
    if card.row.state in _PASSED:
        return "no"
    return "upcoming" if card.mine else "interchange"


def _waits_to_buy(legs: list[Leg]) -> bool:
    """Whether an aid given only for a purchase made after the agreement has no decision yet."""
    waits = (leg for leg in legs if leg.purchase is PurchaseTiming.AFTER_AGREEMENT)
    return any(leg.card.row.state not in (State.APPROVED, *_PASSED) for leg in waits)
