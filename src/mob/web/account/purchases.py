"""A proof of purchase that a linked service handed over: what it holds, until when, and having it erased."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.http.response import HttpResponseRedirect
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mob.applications.purchases import joining, tracing
from mob.applications.purchases.types import Trace
from mob.applications.types import PurchaseState
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.web import purchases
from mob.web.account.requests import show, signed_in
from mob.web.components import Tag
from mob.web.requests import Request

_STATES = {
    PurchaseState.WAITING: (_("for you to choose"), "plain", ""),
    PurchaseState.JOINED: (_("joined"), "ok", "check"),
    PurchaseState.DECLINED: (_("not joined, erased"), "unknown", ""),
    PurchaseState.TAKEN_BACK: (_("taken back by the service"), "unknown", ""),
    PurchaseState.EXPIRED: (_("erased after seven days"), "unknown", ""),
    PurchaseState.UNLINKED: (_("erased with the link"), "unknown", ""),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def page(request: Request, purchase_id: UUID) -> HttpResponseBase:
    """Read it, or have it erased. Somebody else's is not there."""
    language, now = get_language() or "fr", clock.now()
    offer = joining.offer(request.actor, purchase_id, now=now, language=language[:2])
    if request.method == "POST":
        joining.decline(request.actor, purchase_id, now=now)
        messages.success(request, gettext("This proof of purchase is erased from moB."))
        return HttpResponseRedirect("/mon-compte/services-lies")
    return show(request, "account/purchase.html", {"card": purchases.card(offer, language), "aid": offer.aid})


def told(actor: Actor, *, now: datetime) -> Mapping[UUID, list[tuple[Trace, Tag]]]:
    """By link, what each service handed over and what became of it."""
    found = tracing.traces(actor, now=now)
    return {link: [(trace, _tag(trace.state)) for trace in each] for link, each in found.items()}


def _tag(state: PurchaseState) -> Tag:
    text, kind, icon = _STATES[state]
    return Tag(str(text), kind, icon)
