"""The page of an invitation received by mail, for staff of a funder and for people of an operator alike."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from mob.identity import selectors as identity
from mob.identity.rules import email_key
from mob.kernel.actor import Actor
from mob.kernel.texts import text_of
from mob.web.requests import Request


class Invitation(Protocol):
    """What both kinds of invitation tell."""

    @property
    def email(self) -> str: ...

    @property
    def accepted_at(self) -> datetime | None: ...

    @property
    def cancelled_at(self) -> datetime | None: ...

    def is_open_at(self, now: datetime) -> bool: ...


def page(
    request: Request, template: str, view: Invitation, refusal: str, context: dict[str, Any], *, now: datetime
) -> HttpResponse:
    """What is offered, or why it cannot be taken. `refusal`: the code of what an attempt met; `context`: what is offered."""
    trouble = refusal or _trouble(request.actor, view, now)
    said: dict[str, Any] = {
        "invitation": view,
        "trouble": text_of(trouble, request.LANGUAGE_CODE) if trouble else "",
        "is_other_address": trouble == "invitation_other_address",
        "is_signed_in": request.actor.id is not None,
        "sign_in": f"{settings.LOGIN_URL}?{urlencode({'next': request.path})}",
    }
    response = render(request, template, said | context, status=409 if trouble else 200)
    response.headers["Cache-Control"] = "no-store"
    return response


def _trouble(actor: Actor, view: Invitation, now: datetime) -> str:
    """The code of what keeps this person from accepting, before she tries."""
    if view.accepted_at or view.cancelled_at:
        return "invitation_used"
    if not view.is_open_at(now):
        return "invitation_expired"
    if actor.id and email_key(identity.email_of(actor.id) or "") != email_key(view.email):
        return "invitation_other_address"
    return ""
