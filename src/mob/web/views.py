"""Pages that belong to no audience: language, accessibility, help, robots, manifest. Business lives in the contexts."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

_A_YEAR = 60 * 60 * 24 * 365


def safe_path(request: HttpRequest, wanted: str, default: str = "/") -> str:
    """`wanted` when it stays on this site, else `default`. Never another host, never another scheme."""
    is_local = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_local else default


# No token: pages without a form would need a cookie for it, and changing the language harms nobody.
@csrf_exempt
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the language for a year and come back to the page one came from."""
    language = request.POST.get("language", "")
    response = HttpResponseRedirect(safe_path(request, request.POST.get("next", "")))
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=_A_YEAR,
            samesite="Lax",
            httponly=True,
            secure=settings.ENV.is_https,
        )
    return response
