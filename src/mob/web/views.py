"""Addresses that belong to no audience: language, robots, security contact, manifest. Business lives in the contexts."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseRedirect
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from mob.identity import selectors, services
from mob.kernel import clock
from mob.kernel.actor import Actor, ActorKind
from mob.web.requests import Request

_A_YEAR = 60 * 60 * 24 * 365


def safe_path(wanted: str, default: str = "/") -> str:
    """`wanted` when it stays on this site, else `default`. Never another host, never another scheme."""
    is_local = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_local else default


def remember_language(response: HttpResponse, language: str) -> None:
    """Keep the language on this device for a year. The cookie goes before the profile: a device may be shared."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=_A_YEAR,
        samesite="Lax",
        httponly=True,
        secure=settings.ENV.is_https,
    )


# No token: pages without a form would need a cookie for it. Where the form comes from is asked instead.
@csrf_exempt
@require_POST
def choose_language(request: Request) -> HttpResponse:
    """Keep the language, here and in the profile, and come back to the page one came from."""
    language = request.POST.get("language", "")
    response = HttpResponseRedirect(safe_path(request.POST.get("next", "")))
    if language in dict(settings.LANGUAGES) and _comes_from_here(request):
        remember_language(response, language)
        _keep_in_profile(request.actor, language)
    return response


def _comes_from_here(request: Request) -> bool:
    """Whether the browser says that a page of ours sent the form. One that says nothing is believed."""
    ours = f"{request.scheme}://{request.get_host()}"
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    return request.headers.get("Origin", ours) == ours and site in ("same-origin", "none")


def _keep_in_profile(actor: Actor, language: str) -> None:
    if actor.id and actor.kind is not ActorKind.HELPER:
        wanted = selectors.wants_courtesy_mails(actor.id)
        services.change_preferences(actor, language=language, courtesy_mails=wanted, now=clock.now())


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What a search engine may read: the catalogue and its explanations. Nothing at all in a demonstration."""
    private = ("/demandes", "/mon-compte", "/gestion", "/administration", "/connexion", "/inscription")
    lines = ["Disallow: /"] if settings.ENV.shows_demo else [f"Disallow: {path}" for path in private]
    return HttpResponse("\n".join(["User-agent: *", *lines, ""]), content_type="text/plain; charset=utf-8")


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116. The expiry is a year from now, at midnight, so that the file stays valid while the site runs."""
    expires = (clock.now() + timedelta(days=365)).replace(hour=0, minute=0, second=0, microsecond=0)
    address = settings.ENV.public_url
    lines = [
        f"Contact: {address}/aide",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: fr, en",
        f"Canonical: {address}/.well-known/security.txt",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """The web manifest, so that a telephone may keep the site among its applications."""
    data = {
        "name": "moB, Mon Compte Mobilité",
        "short_name": "moB",
        "lang": "fr",
        "start_url": "/",
        "display": "browser",
        "background_color": "#ffffff",
        "theme_color": "#0a3f39",
        "icons": [
            {"src": static("mob/favicon.svg"), "sizes": "any", "type": "image/svg+xml"},
            {"src": static("mob/icon-512.png"), "sizes": "512x512", "type": "image/png"},
        ],
    }
    response = JsonResponse(data, content_type="application/manifest+json")
    response.headers["Cache-Control"] = "max-age=86400, public"
    response.is_public = True  # type: ignore[attr-defined]
    return response
