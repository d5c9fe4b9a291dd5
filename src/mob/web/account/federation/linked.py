"""`/mon-compte/identites`: what is linked, since when, what it certified; linking, unlinking."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.http.response import HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mob.identity import selectors, services, sessions
from mob.identity.federation_types import Audience
from mob.identity.ports import SignInProviders
from mob.kernel import clock, ports
from mob.kernel.errors import NotFound
from mob.web.account.federation.attempts import Purpose
from mob.web.account.federation.pages import IDENTITIES, label, leave, provider
from mob.web.account.pieces import certified_lines
from mob.web.account.requests import confirmed, next_path, show, signed_in, told_as_message
from mob.web.requests import Request


@never_cache
@require_http_methods(["GET", "HEAD"])
@signed_in
def overview(request: Request) -> HttpResponseBase:
    """What opens this account from above, and what could."""
    identities = selectors.identities_of(request.actor)
    held = {each.provider_key for each in identities}
    known = ports.serve(SignInProviders)  # type: ignore[type-abstract]
    hats = Audience if sessions.is_staff(sessions.user_id_of(request)) else (Audience.PEOPLE,)
    offered = [each for audience in hats for each in known.offered(audience) if each.key not in held]
    context = {
        "identities": [{"identity": each, "label": label(each.provider_key)} for each in identities],
        "offered": offered,
        "may_have_two": bool(known.offered(Audience.PEOPLE)),
        "lines": certified_lines(selectors.own_profile(request.actor), request.LANGUAGE_CODE or "fr"),
    }
    return show(request, "account/federation/identities.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed
def add(request: Request, provider_key: str) -> HttpResponseBase:
    """Leaves for the provider, which asks anew who it is; back to where a page of ours says (`next`), or to the list."""
    chosen = provider(provider_key)
    if request.method != "POST":
        return HttpResponseRedirect(IDENTITIES)
    wanted = next_path(request, IDENTITIES)
    return leave(request, chosen, purpose=Purpose.LINK, wanted=wanted, prompt="login")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed
def remove(request: Request, identity_id: UUID) -> HttpResponseBase:
    """Asked once, done at once."""
    found = next((each for each in selectors.identities_of(request.actor) if each.id == identity_id), None)
    if found is None:
        raise NotFound("identity_unknown")
    name = label(found.provider_key)
    if request.method == "POST":
        with told_as_message(request):
            services.unlink_identity(request.actor, identity_id=identity_id, provider=name, now=clock.now())
            messages.success(request, gettext("%(provider)s no longer opens your account.") % {"provider": name})
        return HttpResponseRedirect(IDENTITIES)
    return show(request, "account/federation/unlink.html", {"provider": name})
