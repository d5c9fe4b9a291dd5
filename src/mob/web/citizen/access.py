"""Who asks, on the pages of people: signed in or sent to sign in and back. What she may do is decided by services."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language

from mob.kernel.actor import Actor

View = Callable[..., HttpResponseBase]


def actor_of(request: HttpRequest) -> Actor:
    """The hat of this request, set by the middleware."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def language_of(request: HttpRequest) -> str:
    """`fr` or `en`."""
    return (get_language() or "fr")[:2]


def sign_in_address(path: str) -> str:
    """Where to sign in, coming back to `path` afterwards."""
    return f"{settings.LOGIN_URL}?{urlencode({'next': path})}"


def signed_in(view: View) -> View:
    """Only for a person with an account, or who acts for one; anyone else signs in and comes back to the page, not its form."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not actor_of(request).is_person:
            back = request.get_full_path() if request.method in ("GET", "HEAD") else request.path
            return to(sign_in_address(back))
        return view(request, *args, **kwargs)

    return page


def to(path: str) -> HttpResponse:
    """See other: the next page, whatever the method was."""
    response = redirect(path)
    response.status_code = 303
    return response
