"""A professional helper who came in through Aidants Connect: what every page says, what stays closed, the end of it.

Spaces are open by name, as for a helper under a mandate (`web.acting`). What is closed is what protects the account, its
money and its agreements: the person does it herself, from a sign-in of her own, which this session never becomes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mob.editorial.types import Page
from mob.identity import assisted, sessions
from mob.identity.mandates import selectors as mandates
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.kernel.errors import Forbidden

# By the first part of the address. Sign-in pages are not among them: one session is ended before another begins.
_OPEN = frozenset(
    {
        "", "aides", "aide-page", "api", "communes", "composants", "deconnexion", "demandes", "demo", "langue",
        "manifest.webmanifest", "recherche", "robots.txt", "simulateur", "static", "statistiques", "statistiques.csv",
        "statistiques.json", ".well-known", *(page.value for page in Page),
    }
)  # fmt: skip
# Inside what is open: the account number, and who looked at her files, which is told to her alone.
_BANK, _HERS = re.compile(r"/demandes/[^/]+/coordonnees-bancaires"), re.compile(r"/demandes/[^/]+/consultations")


@dataclass(frozen=True, slots=True)
class Band:
    """What every page says meanwhile. `name`: `Odette M.`, empty when the account gives none."""

    name: str
    until: datetime


def hat(request: HttpRequest) -> Actor | None:
    """The professional of this session; None in any other. Raises Forbidden when it cannot be read: it is then over."""
    if not assisted.is_open(request):
        return None
    visit = assisted.visit_in(request)
    if visit is None:
        raise Forbidden("assisted_closed")
    return Actor.assisted(sessions.user_id_of(request), visit.id)


def band(request: HttpRequest) -> Band | None:
    """For the pages. None in any other session."""
    if not hasattr(request, "session") or not assisted.is_open(request):
        return None
    visit = assisted.visit_in(request)
    return Band(mandates.short_name(sessions.user_id_of(request)), visit.until) if visit else None


def is_closed(request: HttpRequest) -> bool:
    """Whether this address is for the person herself alone."""
    path = request.path_info
    is_named = path.lstrip("/").partition("/")[0] in _OPEN
    return (not is_named or _kind(path) != "account") and assisted.is_open(request)


def _kind(path: str) -> str:
    """Which of the reasons is told."""
    if _BANK.fullmatch(path):
        return "bank"
    if _HERS.fullmatch(path):
        return "hers"
    return "service" if path.startswith("/oidc/") else "account"


def closed(request: HttpRequest) -> HttpResponse:
    """The page that says why, and what the person may do herself."""
    context: dict[str, Any] = {"here": "", "kind": _kind(request.path_info)}
    return render(request, "assisted_closed.html", context, status=403)


def over(request: HttpRequest, *, elsewhere: str | None) -> HttpResponse:
    """The half-hour has passed. `elsewhere`: where FranceConnect's own session ends, None when it is not known."""
    response = render(request, "assisted_over.html", {"here": "", "elsewhere": elsewhere}, status=403)
    return forgotten(response)


def forgotten(response: HttpResponse) -> HttpResponse:
    """The browser drops what it kept of the pages: on this computer somebody else is helped next."""
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def is_over(request: HttpRequest) -> bool:
    """Whether an assisted session of this browser has had its half-hour."""
    return assisted.is_over(request, now=clock.now())
