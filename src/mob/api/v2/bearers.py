"""Programs that come with a token of a person: whose it is, what she allowed, and how they are refused (RFC 6750)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from mob.api.v2.answers import problem
from mob.identity.oidc import access
from mob.identity.oidc_types import Scope, TokenView
from mob.identity.throttle import Slowed
from mob.kernel import clock
from mob.kernel.errors import Invalid, MobError, Unproved

View = Callable[[HttpRequest, TokenView], HttpResponse]
_REALM = 'Bearer realm="mob"'


def for_person(scope: Scope, *methods: str) -> Callable[[View], Callable[[HttpRequest], HttpResponse]]:
    """The view is told whose live token came, once it gives this scope. No cookie counts there."""

    def wrap(view: View) -> Callable[[HttpRequest], HttpResponse]:
        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest) -> HttpResponse:
            if request.method not in methods:
                return HttpResponse(status=405, headers={"Allow": ", ".join(methods)})
            with translation.override("fr"):
                try:
                    return view(request, token_of(request, scope))
                except MobError as error:
                    return refused(error, scope)

        return guarded

    return wrap


def token_of(request: HttpRequest, scope: Scope) -> TokenView:
    """Raises Unproved without a live token of a person in the header, Forbidden when it does not give the scope."""
    kind, _space, value = request.headers.get("Authorization", "").partition(" ")
    presented = value.strip() if kind.lower() == "bearer" else ""
    if not presented or "access_token" in request.GET:
        raise Unproved("api_token_needed")
    return access.bearer(presented, scope=scope, now=clock.now())


def refused(error: MobError, scope: Scope) -> HttpResponse:
    """A problem, with what RFC 6750 §3 says beside it."""
    pointer = error.pointer if isinstance(error, Invalid) else ""
    response = problem(error.code, error.status, pointer=pointer, **error.params)
    if isinstance(error, Unproved):
        why = "" if error.code == "api_token_needed" else ', error="invalid_token"'
        response.headers["WWW-Authenticate"] = _REALM + why
    elif error.code == "api_scope_needed":
        response.headers["WWW-Authenticate"] = f'{_REALM}, error="insufficient_scope", scope="{scope.value}"'
    elif isinstance(error, Slowed):
        response.headers["Retry-After"] = str(60 * int(str(error.params.get("minutes", 1))))
    return response
