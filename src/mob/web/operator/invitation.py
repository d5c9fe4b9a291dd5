"""Taking up an invitation to a partner's console. Reading the link consumes nothing; a button does."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mob.directory import selectors as directory
from mob.directory import services
from mob.directory.partner_types import PartnerInvitationView
from mob.identity import selectors as identity
from mob.identity.rules import email_key
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.kernel.errors import Forbidden, NotFound, Refused
from mob.kernel.texts import text_of
from mob.web.operator import words
from mob.web.operator.access import HOME, Request


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Request, token: str) -> HttpResponse:
    """Who invites, to what, and the one button. Works for a person without an account: she signs in and comes back."""
    view = directory.partner_invitation_by_token(token)
    if view is None:
        raise NotFound("invitation_unknown")
    refusal = ""
    if request.method == "POST":
        try:
            partner_id = services.accept_partner_invitation(request.actor, token=token, now=clock.now())
        except (Forbidden, Refused) as error:
            refusal = error.code
        else:
            request.session["partner"] = str(partner_id)
            messages.success(request, _("Welcome. Your rights are open."))
            return HttpResponseRedirect(HOME)
    return _show(request, view, refusal, now=clock.now())


def _show(request: Request, view: PartnerInvitationView, refusal: str, *, now: datetime) -> HttpResponse:
    trouble = refusal or _trouble(request.actor, view, now)
    context: dict[str, Any] = {
        "invitation": view,
        "what": words.ROLES[view.role],
        "trouble": text_of(trouble, request.LANGUAGE_CODE) if trouble else "",
        "is_other_address": trouble == "invitation_other_address",
        "is_signed_in": request.actor.id is not None,
        "sign_in": f"{settings.LOGIN_URL}?{urlencode({'next': request.path})}",
    }
    response = render(request, "operator/invitation.html", context, status=409 if trouble else 200)
    response.headers["Cache-Control"] = "no-store"
    return response


def _trouble(actor: Actor, view: PartnerInvitationView, now: datetime) -> str:
    """The code of what keeps this person from accepting, before she tries."""
    if view.accepted_at or view.cancelled_at:
        return "invitation_used"
    if not view.is_open_at(now):
        return "invitation_expired"
    if actor.id and email_key(identity.email_of(actor.id) or "") != email_key(view.email):
        return "invitation_other_address"
    return ""
