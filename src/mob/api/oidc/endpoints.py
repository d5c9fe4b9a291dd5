"""The endpoints that programs call."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from mob.api.oidc.answers import error, form_of, program, said, slow_down_failures
from mob.api.origins import for_pages
from mob.identity.oidc import access, provider
from mob.identity.oidc_types import TokenView
from mob.kernel import clock

_POST = require_http_methods(["POST"])
_BEARER = {"WWW_Authenticate": 'Bearer realm="mob", error="invalid_token"'}


@for_pages("POST")
@program
@_POST
def token(request: HttpRequest) -> HttpResponse:
    """Tokens for a code, a refresh token, or a program's own proof (RFC 6749 §3.2)."""
    form = form_of(request)
    if form is None:
        return error("invalid_request", why="one form, each parameter once")
    answer = provider.exchange(_authorization(request), form, now=clock.now())
    if answer.body.get("error") == "invalid_client":
        return _unproved(request)
    return said(answer.body, answer.status)


def _authorization(request: HttpRequest) -> str:
    return request.headers.get("Authorization", "")


def _unproved(request: HttpRequest) -> HttpResponse:
    slow_down_failures(request)
    return error("invalid_client", 401, WWW_Authenticate='Basic realm="mob"')


@for_pages("GET", "POST")
@program
@require_http_methods(["GET", "POST"])
def userinfo(request: HttpRequest) -> HttpResponse:
    """What the token gives of its person, as JSON or signed as the client registered (OpenID Connect Core §5.3).

    The token comes in the header, or in a form: never in the address, which is written down along the way.
    """
    presented = _presented(request)
    if presented is None:
        return error("invalid_request", 400, WWW_Authenticate='Bearer realm="mob", error="invalid_request"')
    found = access.userinfo(presented, now=clock.now()) if presented else None
    if found is None:
        return error("invalid_token", 401, **(_BEARER if presented else {"WWW_Authenticate": 'Bearer realm="mob"'}))
    if isinstance(found, str):
        response = HttpResponse(found, content_type="application/jwt")
        response.headers["Cache-Control"] = "no-store"
        return response
    if not found:
        return error("insufficient_scope", 403, WWW_Authenticate='Bearer realm="mob", error="insufficient_scope"')
    return said(found)


def _presented(request: HttpRequest) -> str | None:
    """The token; empty without one; None when it came in two ways, or in the address."""
    kind, _space, value = _authorization(request).partition(" ")
    header = value.strip() if kind.lower() == "bearer" else ""
    form = request.POST.get("access_token", "") if request.method == "POST" else ""
    if "access_token" in request.GET or (header and form):
        return None
    return header or form


@program
@_POST
def introspect(request: HttpRequest) -> HttpResponse:
    """Whether a token is alive, for the client it was made for (RFC 7662)."""
    form = form_of(request)
    if form is None or "token" not in form:
        return error("invalid_request", why="one form, with a token")
    caller = access.caller(_authorization(request), form, now=clock.now())
    if caller is None or caller.is_public:
        return _unproved(request)
    found = access.token_of(caller, form["token"], now=clock.now())
    return said(_described(found) if found else {"active": False})


def _described(found: TokenView) -> dict[str, Any]:
    """No name of the person: the `sub` her own service knows."""
    said_of = {
        "active": True,
        "scope": " ".join(sorted(found.scopes)),
        "client_id": found.client.client_id,
        "token_type": "Bearer",
        "exp": int(found.expires.timestamp()),
        "iat": int(found.issued.timestamp()),
        "iss": access.issuer(),
        "aud": found.client.client_id,
    }
    return said_of | ({"sub": access.subject_of(found)} if found.user_id else {})


@for_pages("POST")
@program
@_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """A client gives a token up; 200 whether or not there was one (RFC 7009)."""
    form = form_of(request)
    if form is None or "token" not in form:
        return error("invalid_request", why="one form, with a token")
    if not access.revoke(_authorization(request), form, now=clock.now()):
        return _unproved(request)
    return said({})
