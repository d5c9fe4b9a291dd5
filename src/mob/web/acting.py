"""The hat of a helper in one browser session: taken, worn, put down; and what stays closed while it is worn.

The session holds the mandate's id alone. Whom it is for and what it lets do are read again at each request: a mandate
that ended closes the very next page. Spaces are open by name: an account, a desk or a service that is not named here
asks first to put the hat down, so that nobody changes her own affairs believing that they are somebody else's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import render

from mob.editorial.types import Page
from mob.identity import sessions
from mob.identity.mandates import selectors, services
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.kernel.errors import Forbidden, MobError

_MANDATE, _LOST = "mandate", "_mandate_lost"
# What a simulation left for an application to come, and whom a counter receives: it was said of somebody else.
CARRIED = ("simulation", "simulation_aids", "counter_visit")
# Pages of everybody, and those a mandate is about. By the first part of the address.
_OPEN = frozenset(
    {
        "", "aides", "aide-page", "api", "communes", "composants", "deconnexion", "demandes", "demo", "langue",
        "manifest.webmanifest", "recherche", "robots.txt", "simulateur", "static", "statistiques", "statistiques.csv",
        "statistiques.json", ".well-known", *(page.value for page in Page),
    }
)  # fmt: skip
# Her own, even so: the mandates themselves, and proving that it is still she before an account number is given.
OWN_AFFAIRS = ("/mon-compte/aider", "/mon-compte/confirmer")


@dataclass(frozen=True, slots=True)
class Band:
    """What every page says while the hat is worn. `name`: `Odette M.`, empty when her account gives none."""

    name: str
    mandate_id: UUID


def is_acting(request: HttpRequest) -> bool:
    """Whether a hat lies in this session; it may have ended since."""
    user = getattr(request, "user", None)  # absent when an early refusal answered
    return bool(user is not None and user.is_authenticated and request.session.get(_MANDATE))


def hat(request: HttpRequest, user_id: UUID) -> Actor:
    """The person herself, or the helper. Raises Forbidden("mandate_over") once, then she is herself again."""
    if getattr(request, _LOST, False):
        raise Forbidden("mandate_over")
    kept = request.session.get(_MANDATE)
    if not kept or request.path_info.startswith(OWN_AFFAIRS):
        return Actor.citizen(user_id)
    try:
        return selectors.acting(user_id, UUID(kept), on=_today())
    except (Forbidden, ValueError):
        setattr(request, _LOST, True)
        _change(request)
        raise Forbidden("mandate_over") from None


def begin(request: HttpRequest, mandate_id: UUID) -> None:
    """Take the hat. Raises Forbidden("mandate_over") for a mandate that is not live, or not hers."""
    user_id = sessions.user_id_of(request)
    selectors.acting(user_id, mandate_id, on=_today())
    leave(request)
    services.note_use(Actor.citizen(user_id), mandate_id=mandate_id, is_begun=True, now=clock.now())
    request.session[_MANDATE] = str(mandate_id)


def leave(request: HttpRequest) -> None:
    """Put it down: nothing that was said of the one helped stays in this session."""
    kept = request.session.get(_MANDATE)
    _change(request)
    if kept:
        actor = Actor.citizen(sessions.user_id_of(request))
        services.note_use(actor, mandate_id=UUID(kept), is_begun=False, now=clock.now())


def _change(request: HttpRequest) -> None:
    """Between two hats: forms open in other tabs are refused, what waited for an application or to be said is dropped."""
    for key in (_MANDATE, *CARRIED):
        request.session.pop(key, None)
    list(messages.get_messages(request))
    rotate_token(request)


def band(request: HttpRequest) -> Band | None:
    """For the pages. None when she is herself, or when the mandate ended."""
    if not hasattr(request, "session") or not is_acting(request) or getattr(request, _LOST, False):
        return None
    try:
        mandate_id = UUID(request.session[_MANDATE])
        actor = selectors.acting(sessions.user_id_of(request), mandate_id, on=_today())
    except (MobError, ValueError):
        return None
    name = selectors.short_name(actor.on_behalf_of) if actor.on_behalf_of else ""
    return Band(name, mandate_id)


def is_closed(request: HttpRequest) -> bool:
    """Whether this address asks first to put the hat down."""
    first = request.path_info.lstrip("/").partition("/")[0]
    return first not in _OPEN and not request.path_info.startswith(OWN_AFFAIRS) and is_acting(request)


def closed(request: HttpRequest) -> HttpResponse:
    """The page that says so, with the button."""
    context: dict[str, Any] = {"here": "account", "wanted": request.path_info}
    return render(request, "acting_closed.html", context, status=403)


def _today() -> date:
    return clock.civil_date(clock.now())
