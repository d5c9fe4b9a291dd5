"""Taking up an invitation to a partner's console. Reading the link consumes nothing; a button does."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mob.directory import selectors as directory
from mob.directory import services
from mob.directory.partner_types import PartnerInvitationView
from mob.kernel import clock
from mob.kernel.errors import Forbidden, NotFound, Refused
from mob.web import invitations
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
    context = {"what": words.ROLES[view.role]}
    return invitations.page(request, "operator/invitation.html", view, refusal, context, now=now)
