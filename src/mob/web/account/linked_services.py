"""Services linked to the account: what each may read, what it read and handed over and when, and ending one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.http.response import HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mob.identity.oidc import links
from mob.identity.permissions import person
from mob.kernel import clock
from mob.web.account import purchases
from mob.web.account.requests import show, signed_in
from mob.web.account.scope_words import lines
from mob.web.requests import Request

_READINGS_SHOWN = 10


@never_cache
@require_http_methods(["GET", "HEAD"])
@signed_in
def overview(request: Request) -> HttpResponseBase:
    """Those that are linked, then those that were."""
    views = links.services_of(request.actor, person(request.actor))
    handed = purchases.told(request.actor, now=clock.now())
    shown = [
        {
            "service": view,
            "lines": lines(view.scopes),
            "readings": [(at, lines(scopes)) for at, scopes in view.readings[:_READINGS_SHOWN]],
            "handed": handed.get(view.id, [])[:_READINGS_SHOWN],
        }
        for view in views
    ]
    return show(request, "account/linked_services.html", {"services": shown})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def end(request: Request, link_id: UUID) -> HttpResponseBase:
    """Asked once, done at once."""
    view = links.service_of(request.actor, link_id)
    if request.method == "POST":
        links.end_link(request.actor, link_id, now=clock.now())
        messages.success(request, gettext("%(service)s is no longer linked to your account.") % {"service": view.name})
        return HttpResponseRedirect("/mon-compte/services-lies")
    return show(request, "account/linked_service_end.html", {"service": view})
