"""The door of a person's own data (RFC 6750)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from mob.api.v2.answers import problem
from mob.identity.oidc import tokens
from mob.identity.oidc_types import ClientView, Scope
from mob.kernel import clock
from mob.kernel.errors import Invalid, MobError


@dataclass(frozen=True, slots=True)
class Bearer:
    client: ClientView
    user_id: UUID
    link_id: UUID
    now: datetime


View = Callable[..., HttpResponse]


def endpoint(**methods: tuple[Scope, View]) -> View:
    @csrf_exempt
    def guarded(request: HttpRequest, **named: object) -> HttpResponse:
        found = methods.get(str(request.method))
        if found is None:
            return HttpResponse(status=405, headers={"Allow": ", ".join(methods)})
        scope, view = found
        token = tokens.live(request.headers.get("Authorization", "")[7:], now=clock.now())
        if token is None or token.user_id is None or token.link_id is None:
            return problem("api_not_json", 401)
        if scope not in token.scopes:
            return problem("api_not_json", 403)
        with translation.override("fr"):
            try:
                return view(request, Bearer(token.client, token.user_id, token.link_id, clock.now()), **named)
            except MobError as error:
                pointer = error.pointer if isinstance(error, Invalid) else ""
                return problem(error.code, error.status, pointer=pointer, **error.params)

    return guarded
