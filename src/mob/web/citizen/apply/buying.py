"""What linked services handed over for the person, as her applications offer it: on the way in, and among her papers."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest

from mob.applications.purchases import joining
from mob.applications.purchases.types import PAPERS
from mob.applications.views import Detail
from mob.catalogue.types import AidView
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.web.citizen.access import actor_of, language_of
from mob.web.citizen.words import language
from mob.web.purchases import Card, card

ASKED = "justificatif"


def cards(actor: Actor, detail: Detail) -> list[Card]:
    """Those that may be papers of this application. Nothing is looked up for an aid that asks for none."""
    if not any(proof.proof_type in PAPERS for proof in detail.aid.proofs):
        return []
    found = joining.offers(actor, aid_id=detail.aid.id, now=clock.now(), language=language())
    return [card(offer, language()) for offer in found]


def is_named(request: HttpRequest) -> bool:
    """Whether the address says that a service handed something over: its own person alone has something to see then."""
    return bool(request.GET.get(ASKED))


def arrived(request: HttpRequest, aid: AidView) -> list[Card]:
    """What waits for an application for this aid. An address that names another person's purchase is nobody's page."""
    actor = actor_of(request)
    if is_named(request):
        _check_hers(actor, request.GET[ASKED], aid)
    if not actor.is_person or not any(proof.proof_type in PAPERS for proof in aid.proofs):
        return []
    found = joining.offers(actor, aid_id=aid.id, now=clock.now(), language=language_of(request))
    return [card(offer, language()) for offer in found]


def _check_hers(actor: Actor, named: str, aid: AidView) -> None:
    try:
        offer = joining.offer(actor, UUID(named), now=clock.now())
    except ValueError:
        raise Http404 from None
    if offer.aid_id not in (None, aid.id):
        raise Http404
