"""The shared pages, and addresses that fail on purpose."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path
from django.views.decorators.http import require_POST

from mob.kernel.errors import Forbidden, Invalid, InvalidMany, NotFound, Unavailable


def _raising(error: Exception) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


def _whoami(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{request.actor.label}|{','.join(sorted(request.actor.roles))}")  # type: ignore[attr-defined]


def _desk(request: HttpRequest) -> HttpResponse:
    page = "{% extends 'base_staff.html' %}{% block desk_name %}Métropole de Valmont{% endblock %}"
    page += "{% block content %}<h1>À instruire</h1>{% endblock %}"
    return HttpResponse(engines["django"].from_string(page).render({}, request))


def _own_policy(request: HttpRequest) -> HttpResponse:
    response = HttpResponse("ok")
    response.csp = {"script-src": "'self' 'sha256-abc'"}  # type: ignore[attr-defined]
    return response


def _reads_body(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(len(request.POST)))


urlpatterns = [
    path("", include("mob.web.urls")),
    path("refuse/amount", _raising(Invalid("amount_format", "amount", typed="<b>12</b>"))),
    path("refuse/many", _raising(InvalidMany([Invalid("amount_too_large", "amount", typed="9e9")]))),
    path("refuse/hidden", _raising(NotFound("no_such_code"))),
    path("refuse/forbidden", _raising(Forbidden("no_such_code"))),
    path("refuse/down", _raising(Unavailable("no_such_code"))),
    path("broken", _raising(RuntimeError("secret detail"))),
    path("post-only", require_POST(_reads_body)),
    path("policy", _own_policy),
    path("qui", _whoami),
    path("gestion/qui", _whoami),
    path("gestion/bureau", _desk),
    path("administration/qui", _whoami),
]

handler400 = "mob.web.errors.bad_request"
handler403 = "mob.web.errors.forbidden"
handler404 = "mob.web.errors.not_found"
handler500 = "mob.web.errors.server_error"
