"""What every account page does with a request: who signed in, where she goes next, how a refusal shows in a form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.response import HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language

from mob.directory import selectors as directory
from mob.identity import sessions
from mob.identity.types import Visit
from mob.kernel import clock
from mob.kernel.errors import InvalidMany, MobError
from mob.kernel.texts import text_of
from mob.web.forms import Form
from mob.web.requests import Request
from mob.web.views import safe_path

P = ParamSpec("P")
Page = Callable[Concatenate[Request, P], HttpResponseBase]
AnyPage = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

SIGN_IN = "/connexion"
CONFIRM = "/mon-compte/confirmer"


def visit_of(request: HttpRequest) -> Visit:
    return sessions.visit_of(request, language=get_language() or "fr")


def next_path(request: HttpRequest, default: str = "") -> str:
    """Where the person was going: a path of this site, or the default."""
    return safe_path(request.POST.get("next") or request.GET.get("next", ""), default)


def landing(user_id: UUID, wanted: str) -> str:
    """After a sign-in: where she was going, else her desk, else her applications."""
    if wanted:
        return wanted
    if directory.platform_actor(user_id):
        return "/administration/"
    if directory.works_for_partner(user_id) and directory.actor_for(user_id) is None:
        return "/operateur/"
    return "/gestion/" if directory.is_staff(user_id) else "/demandes"


def with_next(path: str, wanted: str) -> str:
    """`path`, carrying where the person was going."""
    return f"{path}?{urlencode({'next': wanted})}" if wanted else path


def signed_in(page: Page[P]) -> AnyPage[P]:
    """The page is for somebody: sign in first, then come back."""

    @wraps(page)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return HttpResponseRedirect(with_next(SIGN_IN, _way_back(request)))
        return page(cast(Request, request), *args, **kwargs)

    return cast(AnyPage[P], guarded)


def confirmed(page: Page[P]) -> AnyPage[P]:
    """The page changes what protects the account: she proves first that it is still the same person."""

    @wraps(page)
    def guarded(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not sessions.is_recent(request, now=clock.now()):
            return HttpResponseRedirect(with_next(CONFIRM, _way_back(request)))
        return page(request, *args, **kwargs)

    return signed_in(cast(Page[P], guarded))


def _way_back(request: HttpRequest) -> str:
    return request.get_full_path() if request.method == "GET" else request.path


@contextmanager
def refusals(form: Form) -> Iterator[None]:
    """A refusal of a service becomes an error of the form; what was typed stays."""
    try:
        yield
    except MobError as error:
        form.refuse(error)
        each = error.errors if isinstance(error, InvalidMany) else [error]
        form.refused_with, form.refused_codes = error.status, [one.code for one in each]  # type: ignore[attr-defined]


@contextmanager
def told_as_message(request: HttpRequest) -> Iterator[None]:
    """A refusal is said at the top of the next page: for acts that have a button and no field."""
    try:
        yield
    except MobError as error:
        messages.error(request, text_of(error.code, get_language() or "fr", **error.params))


def show(request: HttpRequest, template: str, context: dict[str, Any], form: Form | None = None) -> HttpResponse:
    """The page, with the status of what was refused: 422 unless the service said otherwise."""
    refused = [
        each for each in (form, context.get("passkey_form")) if each is not None and each.is_bound and each.errors
    ]
    status = getattr(refused[0], "refused_with", 422) if refused else 200
    return render(request, template, {"here": "account", "form": form, **context}, status=status)
