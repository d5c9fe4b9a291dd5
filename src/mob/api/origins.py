"""Which pages of another origin may call: those of registered public clients, named one by one, without credentials.

Such a page holds its own token, so that no cookie counts and none is asked for. Everything else is kept to ourselves.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from mob.identity.oidc import origins

View = Callable[..., HttpResponse]
_SENT = "Authorization, Content-Type, Idempotency-Key, If-None-Match"
_READ = "ETag, Link, Retry-After, WWW-Authenticate"


def for_pages(*methods: str) -> Callable[[View], View]:
    """Let pages of public clients call a view by these methods, and read what it answers, a refusal too."""

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def shared(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            origin = request.headers.get("Origin", "")
            is_known = bool(origin) and origins.is_of_public_client(origin)
            is_asking = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
            response = _may(methods) if is_known and is_asking else view(request, *args, **kwargs)
            patch_vary_headers(response, ["Origin"])
            if is_known:
                response.headers["Access-Control-Allow-Origin"] = origin
                response.headers["Access-Control-Expose-Headers"] = _READ
            return response

        return shared

    return decorate


def _may(methods: tuple[str, ...]) -> HttpResponse:
    """What a browser asks first (Fetch Standard, CORS protocol)."""
    response = HttpResponse(status=204)
    response.headers["Access-Control-Allow-Methods"] = ", ".join(methods)
    response.headers["Access-Control-Allow-Headers"] = _SENT
    response.headers["Access-Control-Max-Age"] = "600"
    return response
