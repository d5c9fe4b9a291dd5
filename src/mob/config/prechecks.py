"""Whether a large body is wanted, asked before it is read: who sends it, to which file of hers, into which free slot."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.contrib.auth import get_user
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.handlers.wsgi import WSGIRequest
from django.db import close_old_connections
from django.http import HttpResponse

from mob.applications import selectors, services
from mob.config import limits
from mob.kernel.actor import Actor
from mob.kernel.errors import MobError

_PAPER = re.compile(r"/demandes/(?P<reference>[^/]+)/papiers/(?P<code>[^/]+)")


def register() -> None:
    """Called by the wiring."""
    limits.register_precheck("paper", _asked_by_the_bridge)


def _asked_by_the_bridge(environ: Mapping[str, Any]) -> bool:
    """In a thread of the pool, outside any request of Django's: connections are given back here."""
    try:
        return paper(environ)
    finally:
        close_old_connections()


def paper(environ: Mapping[str, Any]) -> bool:
    """Whether the signed-in person may send one more file for this paper of this application."""
    place = _PAPER.fullmatch(environ["PATH_INFO"])
    try:
        actor = _citizen(environ)
        if place is None or actor is None:
            return False
        application_id = selectors.id_of(actor, place["reference"])
        services.check_slot(actor, application_id=application_id, code=place["code"])
    except MobError:
        return False
    return True


def _citizen(environ: Mapping[str, Any]) -> Actor | None:
    """The person of the session cookie, read as the middleware reads it."""
    request = WSGIRequest(dict(environ))
    SessionMiddleware(lambda _request: HttpResponse()).process_request(request)
    user = get_user(request)
    return Actor.citizen(user.pk) if user.is_authenticated else None
