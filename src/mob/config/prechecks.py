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
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.kernel.errors import MobError
from mob.payments import selectors as payments
from mob.payments.types import Action as PaymentAction

_INVOICE = re.compile(r"/demandes/(?P<reference>[^/]+)/facture")
_PAPER = re.compile(r"/demandes/(?P<reference>[^/]+)/papiers/(?P<code>[^/]+)")


def register() -> None:
    """Called by the wiring."""
    limits.register_precheck("paper", _asked_by_the_bridge(paper))
    limits.register_precheck("invoice", _asked_by_the_bridge(invoice))


def _asked_by_the_bridge(check: limits.Precheck) -> limits.Precheck:
    """In a thread of the pool, outside any request of Django's: connections are given back here."""

    def asked(environ: Mapping[str, Any]) -> bool:
        try:
            return check(environ)
        finally:
            close_old_connections()

    return asked


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


def invoice(environ: Mapping[str, Any]) -> bool:
    """Whether the signed-in person may send the invoice of what this application was granted."""
    place = _INVOICE.fullmatch(environ["PATH_INFO"])
    try:
        actor = _citizen(environ)
        if place is None or actor is None:
            return False
        application_id = selectors.id_of(actor, place["reference"])
        award = payments.award_of(actor, application_id, now=clock.now())
        return award is not None and PaymentAction.SEND_INVOICE in award.actions
    except MobError:
        return False


def _citizen(environ: Mapping[str, Any]) -> Actor | None:
    """The person of the session cookie, read as the middleware reads it."""
    request = WSGIRequest(dict(environ))
    SessionMiddleware(lambda _request: HttpResponse()).process_request(request)
    user = get_user(request)
    return Actor.citizen(user.pk) if user.is_authenticated else None
