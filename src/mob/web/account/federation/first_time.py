"""The first time somebody comes from above: her mailbox is proved as everybody's is, and her account opened or found.

Whether the address has an account changes nothing before its code is right (no enumeration). What the provider says of
the address is only a suggestion: it does not prove that she reads it.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.http.response import HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mob.identity import selectors, services, sessions
from mob.identity.federation_rules import differs
from mob.identity.federation_types import Arrival, ProviderKind
from mob.identity.types import SignedIn
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.web.account.federation import pending
from mob.web.account.federation.pages import IDENTITIES, LINK, MERGE, label
from mob.web.account.federation.pending import Pending
from mob.web.account.forms import EmailForm
from mob.web.account.requests import confirmed, refusals, show, visit_of
from mob.web.requests import Request

_FORM = require_http_methods(["GET", "HEAD", "POST"])
PENDING_CODE = "sign_in"


@never_cache
@_FORM
def first_time(request: HttpRequest) -> HttpResponseBase:
    """One field: the mailbox of the account, new or not."""
    found = pending.of(request, now=clock.now())
    if found is None or request.user.is_authenticated:
        return HttpResponseRedirect(LINK if found else "/connexion")
    form = EmailForm(request.POST or None, initial={"email": found.arrival.email})
    if form.is_valid():
        with refusals(form):
            email = form.cleaned_data["email"]
            sent = services.request_sign_in_code(email=email, visit=visit_of(request), now=clock.now())
            request.session[PENDING_CODE] = {"code": str(sent.id), "email": email.strip(), "next": LINK}
            return HttpResponseRedirect("/connexion/code")
    key = found.arrival.provider_key
    context = {"here": "sign-in", "arrival": found.arrival, "provider": label(key), "link": LINK}
    context["is_agent"] = found.arrival.kind is ProviderKind.PROCONNECT
    return show(request, "account/federation/first_time.html", context, form)


def link_new_account(request: HttpRequest, proved: SignedIn) -> Pending | None:
    """An account made by this very sign-in, by somebody who just came from above: hers, at once."""
    found = pending.of(request, now=clock.now())
    if found is None or not proved.is_new:
        return None
    link(proved.user_id, found.arrival)
    pending.forget(request)
    return found


def link(user_id: UUID, arrival: Arrival) -> None:
    provider = label(arrival.provider_key)
    services.link_identity(Actor.citizen(user_id), arrival=arrival, provider=provider, now=clock.now())


def vouch(request: HttpRequest, user_id: UUID, arrival: Arrival) -> None:
    """Services may learn in this session how surely she was recognised. Said once the session has begun."""
    if arrival.kind.certifies_identity:
        sessions.vouch(request, user_id, arrival.acr)


@never_cache
@_FORM
@confirmed
def link_pending(request: Request) -> HttpResponseBase:
    """Both are proved, here and there: is it the same person? Asked, never done in silence."""
    found = pending.of(request, now=clock.now())
    if found is None:
        return HttpResponseRedirect(IDENTITIES)
    arrival = found.arrival
    provider = label(arrival.provider_key)
    holder = selectors.account_of_identity(arrival.issuer, arrival.subject)
    if holder == request.user.pk or "no" in request.POST:
        pending.forget(request)
        return HttpResponseRedirect(found.next_path or IDENTITIES)
    if holder is not None:
        return HttpResponseRedirect(MERGE)
    if request.method == "POST":
        user_id = sessions.user_id_of(request)
        link(user_id, arrival)
        vouch(request, user_id, arrival)
        pending.forget(request)
        messages.success(request, gettext("%(provider)s is linked to your account.") % {"provider": provider})
        return HttpResponseRedirect(found.next_path or IDENTITIES)
    view = selectors.own_profile(request.actor)
    reads_otherwise = arrival.pivot is not None and differs(view.claims, arrival.pivot)
    context = {"arrival": arrival, "provider": provider, "profile": view, "reads_otherwise": reads_otherwise}
    return show(request, "account/federation/link.html", context)
