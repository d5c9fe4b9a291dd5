"""What happens around every page: security headers, language, the hat the person wears, expected refusals as pages.

Authorisation does not live here: services and selectors decide by `Actor`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.security import SecurityMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject

from mob.directory import selectors as directory
from mob.directory.types import Entry
from mob.identity import sessions
from mob.kernel.actor import Actor, ActorKind
from mob.kernel.errors import MobError
from mob.web import acting, assisted, at_counter, errors

Handler = Callable[[HttpRequest], HttpResponseBase]

CSP: Mapping[str, str] = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
_FIXED = {
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
}
# The console of partners ends with a slash: `/operateurs` is a page for everybody.
STAFF_SPACES = ("/gestion", "/administration", "/operateur/")


class SecurityHeaders(SecurityMiddleware):
    """Django's security middleware (HTTPS, HSTS, nosniff, referrer, opener) and ours.

    A view replaces directives with `response.csp = {"script-src": "'self' 'sha256-…'"}`, and says with
    `response.is_public = True` that its answer depends on the address alone.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response = super().process_response(request, response)
        if getattr(response, "is_static", False):  # no page: what follows would only weigh on slow telephones
            response.headers["Content-Security-Policy"] = "default-src 'none'"
            return response
        policy = {**CSP, **getattr(response, "csp", {})}
        response.headers.setdefault("Content-Security-Policy", "; ".join(f"{k} {v}" for k, v in policy.items()))
        for name, value in _FIXED.items():
            response.headers.setdefault(name, value)
        user = getattr(request, "user", None)  # absent when a static file or an early refusal answered
        if getattr(response, "is_public", False):  # the same for everybody: shared caches may keep it
            response.headers["Vary"] = "Accept-Encoding"
            response.cookies.clear()  # a session that was only prolonged must not be kept there with it
        elif user is not None:
            patch_vary_headers(response, ["Cookie"])
            # A breakdown may be the database's: who it is for is then not asked again.
            if response.status_code >= 500 or user.is_authenticated:
                response.headers["Cache-Control"] = "no-store"
        return response


class Language:
    """French, unless the person chose English here (cookie) or in her profile. The browser's wish is not asked."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        _speak(request, request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or "fr")
        return response

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and request.user.is_authenticated:
            _speak(request, request.user.language)


def _speak(request: HttpRequest, language: str) -> None:
    translation.activate(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE)
    request.LANGUAGE_CODE = translation.get_language()


# Where a session learns which of its rights it opens.
ORGANISATION = "/mon-compte/organisation"


class Hat:
    """Sets `request.actor`: one hat a request, chosen by the address. Read only when something asks for it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]
        if assisted.is_closed(request):
            return assisted.closed(request)
        if acting.is_closed(request):
            return acting.closed(request)
        return self.get_response(request)


def actor_of(request: HttpRequest) -> Actor:
    """Anonymous; staff under the staff addresses; elsewhere a citizen, or who acts for one, herself or at a counter.

    In a session that Aidants Connect opened, a professional helper and nobody else, whatever the address.
    """
    if not request.user.is_authenticated:
        return Actor.anonymous()
    user_id: UUID = request.user.pk
    if professional := assisted.hat(request):
        return professional
    if request.path_info.startswith(STAFF_SPACES):
        return _staff_actor(request, user_id) or Actor.citizen(user_id)
    return at_counter.acting(request, user_id) or acting.hat(request, user_id)


def _staff_actor(request: HttpRequest, user_id: UUID) -> Actor | None:
    if request.path_info.startswith("/operateur/"):
        return directory.operator_actor(user_id, partner_id=_chosen(request, "partner"))
    chosen, entry = _chosen(request, "funder"), entry_of(request)
    if request.path_info.startswith("/administration"):
        platform = directory.platform_actor(user_id, entry=entry)
        return platform or directory.actor_for(user_id, funder_id=chosen, entry=entry)
    return directory.actor_for(user_id, funder_id=chosen, entry=entry)


def entry_of(request: HttpRequest) -> Entry:
    """How this session came in: by ProConnect, which names an organisation, or by another door."""
    return Entry(sessions.attested_siret(request))


def holds_closed_rights(request: HttpRequest) -> bool:
    """Whether who is here has rights at a funder or at the platform, none of which this session opens: a page tells her why."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.kind is not ActorKind.CITIZEN or actor.id is None:
        return False
    return bool(directory.funders_of(actor.id)) or directory.platform_actor(actor.id) is not None


def _chosen(request: HttpRequest, name: str) -> UUID | None:
    """Staff of several funders, or partners, choose one; its id is kept in the session as `funder` or `partner`."""
    try:
        return UUID(str(request.session[name]))
    except (KeyError, ValueError):
        return None


class Errors:
    """A `MobError` becomes a page with its words and its next step; a bare 405 becomes a page that helps."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code == 405 and not response.streaming and not response.content:  # type: ignore[attr-defined]
            return errors.method_not_allowed(request, response.headers.get("Allow", ""))
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        return errors.refusal(request, exception) if isinstance(exception, MobError) else None
