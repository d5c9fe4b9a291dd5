"""How the provider answers programs: JSON that nobody keeps, errors of RFC 6749 and RFC 6750, and its throttle."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from mob.identity.oidc import gate
from mob.identity.oidc.limits import QuotaSpent
from mob.identity.throttle import Slowed
from mob.kernel import clock
from mob.kernel.ports import PortUnavailable

View = Callable[[HttpRequest], HttpResponse]


def said(body: Mapping[str, Any], status: int = 200, **headers: str) -> HttpResponse:
    """JSON for one program, kept by nobody on the way."""
    response = JsonResponse(dict(body), status=status)
    response.headers["Cache-Control"] = "no-store"
    for name, value in headers.items():
        response.headers[name.replace("_", "-")] = value
    return response


def error(code: str, status: int = 400, why: str = "", **headers: str) -> HttpResponse:
    return said({"error": code, **({"error_description": why} if why else {})}, status, **headers)


def program(view: View) -> View:
    """For programs: no cookie counts here, so that no page can make a browser act; a breakdown is said in JSON."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        with translation.override("en"):
            try:
                return view(request)
            except Slowed as refusal:
                wait = str(60 * int(str(refusal.params.get("minutes", 1))))
                return error("slow_down", 429, "too many failures from this network", Retry_After=wait)
            except QuotaSpent as refusal:
                return error("slow_down", 429, "quota of this client spent", Retry_After=str(refusal.seconds))
            except PortUnavailable:
                return error("temporarily_unavailable", 503, Retry_After="60")

    return guarded


def form_of(request: HttpRequest) -> dict[str, str] | None:
    """The parameters of a form, each said once; None for anything else: another type, one twice, one in the address."""
    if request.content_type != "application/x-www-form-urlencoded" or request.META.get("QUERY_STRING"):
        return None
    pairs = {name: request.POST.getlist(name) for name in request.POST}
    if any(len(values) != 1 for values in pairs.values()):
        return None
    return {name: values[0] for name, values in pairs.items()}


def slow_down_failures(request: HttpRequest) -> None:
    """One more failed proof of this network. Raises Slowed when there were too many: secrets are not guessed here."""
    gate.count_failure(request.META, now=clock.now())
