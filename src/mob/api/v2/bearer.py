"""The door of a person's own data: a service calls with the access token she let it have (RFC 6750).

At every call the token is alive, its client open, the link not ended, and the scope still allowed. What was read is
kept, and she sees it among her linked services. A view behind this door is given a `Bearer`, never a cookie's session.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from mob.api.origins import for_pages
from mob.api.v2.answers import problem, problem_of
from mob.identity.oidc import access, links
from mob.identity.oidc.limits import QuotaSpent
from mob.identity.oidc_types import ClientView, Scope
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.kernel.errors import MobError
from mob.kernel.ports import PortUnavailable

LANGUAGES = ("fr", "en")
_REALM = 'Bearer realm="mob"'


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who calls, for whom, within what: `actor` is the service on behalf of the person. `language`: of the texts."""

    actor: Actor
    client: ClientView
    user_id: UUID
    link_id: UUID
    scopes: frozenset[str]
    now: datetime
    language: str


View = Callable[..., HttpResponse]
Open = tuple[Scope, View]


class _Shut(Exception):
    """The door stays shut. `challenge`: what RFC 6750 §3 puts after the realm."""

    def __init__(self, code: str, status: int, challenge: str = "", **params: str) -> None:
        super().__init__(code)
        self.code, self.status, self.params = code, status, params
        self.challenge = f"{_REALM}, {challenge}" if challenge else _REALM


def endpoint(**methods: Open) -> View:
    """A view by method, each with the scope it takes: `endpoint(GET=(Scope.AIDS, listed))`.

    The views take the request, a `Bearer`, and what the address names. A HEAD is answered as its GET.
    """
    allowed = ", ".join([*methods, "OPTIONS"])

    @for_pages(*methods)
    def guarded(request: HttpRequest, **named: object) -> HttpResponse:
        found = methods.get("GET" if request.method == "HEAD" else str(request.method))
        if found is None:
            return HttpResponse(status=405, headers={"Allow": allowed})
        with translation.override(_language(request)):
            return _answer(request, *found, named)

    # What the document of the interface is compared with.
    guarded.scopes = {verb: scope.value for verb, (scope, _view) in methods.items()}  # type: ignore[attr-defined]
    return guarded


def _language(request: HttpRequest) -> str:
    """French, or the one the address names. What is unknown is French: the caller's words are not the person's."""
    asked = request.GET.get("language", "fr")
    return asked if asked in LANGUAGES else "fr"


def _answer(request: HttpRequest, scope: Scope, view: View, named: Mapping[str, object]) -> HttpResponse:
    try:
        bearer = _bearer(request, scope, now=clock.now())
        response = view(request, bearer, **named)
        if scope is not Scope.METADATA:  # by it a service only hands over: what it did is told to her apart
            links.record_reading(bearer.link_id, [scope], now=bearer.now)
    except _Shut as shut:
        response = problem(shut.code, shut.status, **shut.params)
        response.headers["WWW-Authenticate"] = shut.challenge
    except MobError as error:
        response = problem_of(error)
        if isinstance(error, QuotaSpent):
            response.headers["Retry-After"] = str(error.seconds)
    except PortUnavailable:
        response = problem("api_unavailable", 503)
        response.headers["Retry-After"] = "60"
    return response


def _bearer(request: HttpRequest, scope: Scope, *, now: datetime) -> Bearer:
    token = _presented(request)
    found = access.bearer(token, scope, endpoint=_name(request), now=now)
    if found is None:
        raise _Shut("api_token_dead", 401, 'error="invalid_token"')
    if found.user_id is None or found.link_id is None:
        raise _Shut("api_token_of_nobody", 403, 'error="insufficient_scope"')
    if scope not in found.scopes:
        raise _Shut("api_scope_missing", 403, f'error="insufficient_scope", scope="{scope}"', scope=scope.value)
    actor = Actor.client(found.client.id, on_behalf_of=found.user_id, scopes=found.scopes)
    language = _language(request)
    return Bearer(actor, found.client, found.user_id, found.link_id, found.scopes, now, language)


def _name(request: HttpRequest) -> str:
    """How its console names what a service called."""
    match = request.resolver_match
    return str(match.url_name) if match else ""


def _presented(request: HttpRequest) -> str:
    """The token of the header. In an address it would be written down along the way; a form is no request of ours."""
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    if "access_token" in request.GET:
        raise _Shut("api_token_in_address", 400, 'error="invalid_request"')
    if kind.lower() != "bearer" or not token.strip():
        raise _Shut("api_token_needed", 401)
    return token.strip()
