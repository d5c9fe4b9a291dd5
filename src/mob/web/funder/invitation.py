"""Taking up an invitation to become staff. Reading the link consumes nothing (mail scanners do that); a button does."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from mob.directory import selectors as directory
from mob.directory import services
from mob.directory.types import InvitationView
from mob.kernel import clock
from mob.kernel.actor import Role
from mob.kernel.errors import Forbidden, NotFound, Refused
from mob.web import invitations
from mob.web.requests import Request

# How the person is told what she is invited to be.
WHAT = {
    Role.CASE_MANAGER: gettext_lazy("to examine applications"),
    Role.SUPERVISOR: gettext_lazy("to supervise the examination of applications"),
    Role.CONTENT_EDITOR: gettext_lazy("to write the aids"),
    Role.ADMINISTRATOR: gettext_lazy("to look after the organisation, its staff, its keys and its aids"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Request, token: str) -> HttpResponse:
    """Who invites, to what, and the one button. Works for a person without an account: she signs in and comes back."""
    view = directory.invitation_by_token(token)
    if view is None:
        raise NotFound("invitation_unknown")
    refusal = ""
    if request.method == "POST":
        try:
            services.accept_invitation(request.actor, token=token, now=clock.now())
        except (Forbidden, Refused) as error:
            refusal = error.code
        else:
            return _welcome(request, view)
    return _show(request, view, refusal, now=clock.now())


def _welcome(request: Request, view: InvitationView) -> HttpResponse:
    """To the desk of that funder; the second factor is asked on the way."""
    request.session["funder"] = str(view.funder_id) if view.funder_id else ""
    messages.success(request, _("Welcome. Your rights are open."))
    processes = view.role in (Role.CASE_MANAGER, Role.SUPERVISOR)
    return HttpResponseRedirect("/gestion/" if processes else "/administration/")


def _show(request: Request, view: InvitationView, refusal: str, *, now: datetime) -> HttpResponse:
    context = {"what": WHAT[view.role], "writes_pages": view.role is Role.CONTENT_EDITOR}
    return invitations.page(request, "funder/invitation.html", view, refusal, context, now=now)
