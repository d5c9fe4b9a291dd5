"""What an agent sets for herself: single-letter shortcuts on or off, and the funder she works for now."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mob.directory import selectors as directory
from mob.web.funder.access import INBOX, SHORTCUTS_COOKIE, Request, at_the_desk, see, show
from mob.web.middleware import entry_of

_YEAR = 365 * 24 * 3600


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def shortcuts(request: Request) -> HttpResponseBase:
    """The list of shortcuts, and the switch that turns them off (WCAG 2.1.4)."""
    if request.method != "POST":
        return show(request, "shortcuts.html", {}, here="shortcuts")
    on = request.POST.get("shortcuts") == "on"
    messages.success(request, _("Shortcuts are on.") if on else _("Shortcuts are off."))
    response = see("/gestion/raccourcis")
    secure = settings.ENV.is_https
    value = "on" if on else "off"
    response.set_cookie(SHORTCUTS_COOKIE, value, max_age=_YEAR, httponly=True, samesite="Lax", secure=secure)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def switch(request: Request) -> HttpResponseBase:
    """Choose the funder one works for, among one's own."""
    if request.actor.id is None:
        raise Http404
    own = directory.funders_of(request.actor.id, entry=entry_of(request))
    if request.method == "POST":
        request.session["funder"] = str(_chosen(request.POST.get("funder", ""), {each.id for each in own}))
        return see(INBOX)
    return show(request, "switch.html", {"funders": own}, here="switch")


def _chosen(text: str, own: set[UUID]) -> UUID:
    try:
        key = UUID(text)
    except ValueError as error:
        raise Http404 from error
    if key not in own:
        raise Http404
    return key
