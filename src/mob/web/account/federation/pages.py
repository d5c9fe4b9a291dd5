"""Leaving for a provider and coming back. Every refusal is a page that says what happened and what else there is."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.http.response import HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from mob.identity import services, sessions
from mob.identity.federation_rules import is_anew
from mob.identity.federation_types import Arrival, Audience, ExternalSignIn, ProviderConfig, Refusal
from mob.identity.ports import SignInProviders
from mob.kernel import clock, ports
from mob.kernel.errors import Invalid
from mob.kernel.ports import PortRefused, PortUnavailable
from mob.web.account.federation import agents, assisted, attempts, hints, pending
from mob.web.account.federation.arrival import after_sign_in
from mob.web.account.federation.attempts import Going, Purpose
from mob.web.account.requests import landing, next_path, show

logger = logging.getLogger(__name__)
FIRST_TIME, LINK, IDENTITIES = "/connexion/premiere-visite", "/mon-compte/identites/lier", "/mon-compte/identites"
MERGE = "/mon-compte/identites/reunir"
_STALE = frozenset({Refusal.STATE_UNKNOWN, Refusal.ATTEMPT_EXPIRED})


def provider(key: str) -> ProviderConfig:
    """A provider of the settings. Raises Http404."""
    known = ports.serve(SignInProviders)  # type: ignore[type-abstract]
    for audience in Audience:
        for each in known.offered(audience):
            if each.key == key:
                return each
    raise Http404


def offered() -> dict[str, Sequence[ProviderConfig]]:
    """What the sign-in page shows, by audience."""
    known = ports.serve(SignInProviders)  # type: ignore[type-abstract]
    return {f"providers_for_{audience.value}": known.offered(audience) for audience in Audience}


def label(key: str) -> str:
    """The name of a provider, which the settings may no longer know."""
    try:
        return provider(key).label
    except Http404:
        return key


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def depart(request: HttpRequest, provider_key: str) -> HttpResponseBase:
    """POST leaves for the provider. A GET (a page opened again) goes back to the sign-in page."""
    chosen = provider(provider_key)
    wanted = next_path(request)
    if request.method != "POST":
        return HttpResponseRedirect("/connexion")
    if request.user.is_authenticated:
        return HttpResponseRedirect(landing(request.user.pk, wanted))
    return leave(request, chosen, purpose=Purpose.SIGN_IN, wanted=wanted)


def leave(
    request: HttpRequest,
    chosen: ProviderConfig,
    *,
    purpose: Purpose,
    wanted: str,
    scopes: tuple[str, ...] = (),
    acr: str = "",
    prompt: str = "",
) -> HttpResponse:
    """Send the browser to a provider. `scopes` and `acr` ask for more than usual, `prompt=login` for a fresh proof."""
    attempt = attempts.begin(
        request,
        chosen.key,
        purpose=purpose,
        next_path=wanted,
        scopes=scopes,
        acr=acr,
        is_anew=prompt == "login",
        now=clock.now(),
    )
    try:
        uri = ports.serve(SignInProviders).begin(attempt, prompt=prompt)  # type: ignore[type-abstract]
    except (PortUnavailable, PortRefused) as error:
        logger.warning("sign-in through %s could not begin: %s", chosen.key, error)
        return failed(request, chosen, Refusal.DISCOVERY)
    return lead(request, uri, chosen)


def lead(request: HttpRequest, uri: str, chosen: ProviderConfig) -> HttpResponse:
    """To the provider, by a page: a browser that just sent one of our forms refuses to be led elsewhere (CSP)."""
    return show(request, "account/federation/leaving.html", {"uri": uri, "provider": chosen, "here": ""})


@never_cache
@require_safe
def come_back(request: HttpRequest, provider_key: str) -> HttpResponseBase:
    """The callback. Whatever was shown, the attempt is spent."""
    chosen, now = provider(provider_key), clock.now()
    answer = {name: values[-1] for name, values in request.GET.lists() if len(values) == 1}
    try:
        going = _taken(request, provider_key, answer.get("state", ""), now=now)
        providers = ports.serve(SignInProviders)  # type: ignore[type-abstract]
        sign_in = providers.finish(going.attempt, answer, now=now)
        _check_anew(going, sign_in)
    except PortRefused as refusal:
        return failed(request, chosen, Refusal(refusal.reason))
    except PortUnavailable:
        return failed(request, chosen, None)
    return _received(request, chosen, going, sign_in, now=now)


def _taken(request: HttpRequest, provider_key: str, state: str, *, now: datetime) -> Going:
    try:
        return attempts.take(request, provider_key, state, now=now)
    except PortRefused as refusal:
        logger.warning("sign-in through %s refused: %s", provider_key, refusal.reason)
        raise


def _check_anew(going: Going, sign_in: ExternalSignIn) -> None:
    """Asked to ask again, the provider must have done so."""
    if going.is_anew and not is_anew(sign_in.auth_time, going.attempt.begun_at):
        logger.warning("sign-in through %s refused: %s", sign_in.provider_key, Refusal.NOT_ANEW)
        raise PortRefused(Refusal.NOT_ANEW)


def _received(
    request: HttpRequest, chosen: ProviderConfig, going: Going, sign_in: ExternalSignIn, *, now: datetime
) -> HttpResponseBase:
    """Somebody proved who she is, or came for somebody. Who is that here?"""
    if sign_in.is_assisted:
        return assisted.receive(request, sign_in, wanted=going.next_path, now=now)
    arrival = Arrival.of(sign_in, at=now)
    user_id = services.recognise(arrival, now=now)
    signed_in = request.user.pk if request.user.is_authenticated else None
    if signed_in is None and going.purpose is Purpose.LINK:
        return failed(request, chosen, Refusal.ATTEMPT_EXPIRED)  # her session ended on the way
    if user_id is not None and signed_in in (None, user_id):
        after_sign_in(request, sign_in, user_id=user_id, now=now, scopes=going.attempt.scopes)
        return _entered(request, chosen, going, sign_in, known=signed_in == user_id, user_id=user_id, now=now)
    if signed_in is not None and not going.is_anew:
        # To link or to merge, an open session over there is not enough: on a shared computer it may be another's.
        asked = going.attempt
        wanted = going.next_path
        return leave(request, chosen, purpose=Purpose.LINK, wanted=wanted, scopes=asked.scopes, prompt="login")
    pending.keep(request, arrival, sign_in, next_path=going.next_path)
    if signed_in is not None:
        return HttpResponseRedirect(LINK)
    try:
        services.check_age(arrival, now=now)
    except Invalid:
        pending.forget(request)
        return HttpResponseRedirect("/moins-de-16-ans")
    return HttpResponseRedirect(FIRST_TIME)


def _entered(
    request: HttpRequest,
    chosen: ProviderConfig,
    going: Going,
    sign_in: ExternalSignIn,
    *,
    known: bool,
    user_id: UUID,
    now: datetime,
) -> HttpResponseBase:
    """Hers already: the session begins, with her second factor if she has one; or she proved again who she is."""
    wanted = landing(user_id, going.next_path)
    if not known:
        response = agents.begin(request, sign_in, user_id, wanted=wanted, now=now)
        _note(request, sign_in, user_id)
        return response
    _note(request, sign_in, user_id)
    if going.purpose is Purpose.LINK and going.is_anew:
        sessions.record_proof(request, now=now)
        messages.success(request, gettext("%(provider)s confirms who you are.") % {"provider": chosen.label})
    return HttpResponseRedirect(agents.first_page(request, wanted))


def _note(request: HttpRequest, sign_in: ExternalSignIn, user_id: UUID) -> None:
    """What the session keeps of it: how to sign out there too, and the level services may ask for."""
    hints.keep(request, sign_in)
    if sign_in.kind.certifies_identity:
        sessions.vouch(request, user_id, sign_in.acr)


def failed(request: HttpRequest, chosen: ProviderConfig, reason: Refusal | None) -> HttpResponse:
    """What happened, in four kinds; the exact reason is in the log. None: the provider does not answer."""
    if reason is Refusal.CANCELLED:
        what, status = "cancelled", 200
    elif reason is None or reason is Refusal.DISCOVERY:
        what, status = "unavailable", 503
    else:
        what, status = ("stale" if reason in _STALE else "refused"), 400
    context = {"provider": chosen, "what": what, "here": "sign-in", "phone": settings.ENV.contact_phone}
    response = show(request, "account/federation/failed.html", context)
    response.status_code = status
    return response
