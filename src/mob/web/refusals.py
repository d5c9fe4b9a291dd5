"""The page for a request whose body was not taken: too large, too slow, not allowed to send it.

The bridge (`config/bridge.py`) decides, before any view; this middleware gives the refusal our words and look.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from mob.web import errors

Handler = Callable[[HttpRequest], HttpResponseBase]

# Key of the WSGI environment, as the bridge writes it. Clients cannot set it: what they send is prefixed with HTTP_.
REFUSED = "mob.refused"


class Refusals:
    """Answers with the page of the status, and lets nothing further see the request."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        status = request.META.get(REFUSED)
        return errors.page(request, status) if status else self.get_response(request)
