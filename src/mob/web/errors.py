"""Error pages that say what happened and what to do next. One page, one table of words; JSON for whoever asks for it.

The words of expected refusals come from `kernel.texts`, by code. Nothing technical is shown; 500 tells no secret.
"""

from __future__ import annotations

import logging
import secrets
import sys
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from mob.kernel.errors import InvalidMany, MobError
from mob.kernel.texts import text_of

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Words:
    """Title, what happened, what to do. Lazy translations."""

    title: Any
    fact: Any
    remedy: Any


WORDS: dict[int, Words] = {
    400: Words(
        _("We did not understand that request"),
        _("The address or the form sent to us is incomplete or damaged."),
        _("Go back to the previous page and try again. If it happens again, start from the home page."),
    ),
    403: Words(
        _("This page is not open to you"),
        _("Your account does not give access to it."),
        _("If you have another account, sign out and sign in with that one."),
    ),
    404: Words(
        _("The line stops here"),
        _("No page has this address. It may have moved, or the link may be cut."),
        _("Check the address, or start from one of these stops."),
    ),
    405: Words(
        _("This page cannot be opened this way"),
        _("The address is right, but it expects a form to be sent."),
        _("Go back to the previous page and use its button."),
    ),
    409: Words(
        _("Something changed meanwhile"),
        _("What you asked for is no longer possible as things stand."),
        _("Reload the page to see where things are."),
    ),
    413: Words(
        _("This is too big for us"),
        _("What you sent is larger than we accept."),
        _("Send one file at a time, of 10 MB at most. A photograph is usually enough."),
    ),
    422: Words(
        _("An answer needs correcting"),
        _("What you sent could not be accepted as it is."),
        _("Go back, correct it and send it again."),
    ),
    429: Words(
        _("Too many attempts"),
        _("We received many requests from you in a short time."),
        _("Wait a few minutes, then try again. Nothing is lost."),
    ),
    500: Words(
        _("We have broken down"),
        _("The fault is ours, not yours. What you had already saved is kept."),
        _("Try again in a few minutes. The breakdown has been recorded with its time."),
    ),
    503: Words(
        _("The service is resting"),
        _("We cannot answer just now. What you had already saved is kept."),
        _("Try again in a few minutes."),
    ),
}
EXPIRED = Words(
    _("This page had been open too long"),
    _("For your safety, we did not accept the form you just sent."),
    _("Go back, reload the page and send it again. If it persists, allow cookies for this site."),
)


def page(
    request: HttpRequest,
    status: int,
    *,
    words: Words | None = None,
    message: str = "",
    code: str = "",
    incident: str = "",
) -> HttpResponseBase:
    """The error page of a status, or its JSON twin. `message` replaces the fact and the remedy."""
    words = words or WORDS.get(status) or WORDS[500 if status >= 500 else 400]
    if _wants_json(request):
        problem = {"code": code or str(status), "title": str(words.title), "detail": message or str(words.fact)}
        return _pausing(JsonResponse(problem | ({"incident": incident} if incident else {}), status=status))
    context = {
        "words": words,
        "message": message,
        "status": status,
        "is_breakdown": status >= 500,
        "incident": incident,
    }
    return _pausing(render(request, "errors/error.html", context, status=status))


def _pausing(response: HttpResponse) -> HttpResponse:
    """Says when to come back, to programs as to people."""
    if response.status_code == 503:
        response.headers["Retry-After"] = "60"
    return response


def _wants_json(request: HttpRequest) -> bool:
    accepted = request.headers.get("Accept", "")
    return "application/json" in accepted and "text/html" not in accepted


def refusal(request: HttpRequest, error: MobError) -> HttpResponseBase:
    """The page of an expected refusal, with its own words, or those of its status when it has none."""
    message = _text(error)
    if isinstance(error, InvalidMany):
        message = " ".join([message, *(_text(each) for each in error.errors)])
    return page(request, error.status, message=message, code=error.code)


def _text(error: MobError) -> str:
    try:
        return text_of(error.code, get_language() or "fr", **error.params)
    except KeyError:
        logger.error("no words for the error code %s", error.code)
        return ""


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponseBase:
    return page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponseBase:
    return page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    return page(request, 403, words=EXPIRED)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponseBase:
    return page(request, 404)


def method_not_allowed(request: HttpRequest, allowed: str) -> HttpResponseBase:
    response = page(request, 405)
    response.headers["Allow"] = allowed
    return response


def server_error(request: HttpRequest) -> HttpResponseBase:
    """Must hold when the database, the session or the templates do not.

    A database that is locked or away is a pause (503), not a breakdown. A breakdown gets a number, on the page and in
    the log, so that whoever runs the site finds it when somebody telephones.
    """
    is_pause = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    incident = "" if is_pause else secrets.token_hex(3).upper()
    logger.error("the database does not answer" if is_pause else f"incident {incident}")
    try:
        return page(request, 503 if is_pause else 500, incident=incident)
    except Exception:
        logger.exception("the error page itself failed")
        words = WORDS[500]
        told = f"<h1>{gettext(words.title)}</h1><p>{gettext(words.fact)} {gettext(words.remedy)}</p>"
        return HttpResponse(f"<!doctype html><title>moB</title>{told}", status=500)
