"""After the consent page, when a service may ask for what a person needs to travel: she chooses what it reads, or not.

Allowing the service to ask never lets it read. Without a choice it gets its answer all the same, and reads nothing.
"""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.response import HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mob.identity import selectors, sessions
from mob.identity.oidc import authorizing, links
from mob.identity.oidc_types import AuthorizationRequest, Scope
from mob.identity.services import sharing
from mob.kernel import clock
from mob.web.account.authorize import PATH, Away, answering, forget_since, leading_to, must_prove_first
from mob.web.account.requests import show
from mob.web.account.sharing import Choice
from mob.web.requests import Request


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@answering
def step(request: HttpRequest) -> HttpResponseBase:
    """One decision, on a page of its own. Everything is read again from the address, as on the consent page."""
    now, query = clock.now(), request.META.get("QUERY_STRING", "")
    asked = authorizing.read(query, now=now)
    if must_prove_first(request, asked, query, now=now):
        return HttpResponseRedirect(f"{PATH}?{query}")
    if authorizing.is_level_lacking(asked, sessions.sign_in_of(request)):
        forget_since(request, query)
        raise authorizing.denied(asked, authorizing.UNMET)
    known = links.allowed_already(sessions.user_id_of(request), asked.client, asked.scopes)
    if known is None or Scope.CMS_ACCESSIBILITY not in known[1]:
        return HttpResponseRedirect(f"{PATH}?{query}")
    link_id, scopes = known
    her = cast(Request, request)
    profile = selectors.accessibility_of(her.actor)
    if profile is not None and not profile.is_empty and request.POST.get("step") != "later":
        choice = Choice(her, sharing.reader_of(her.actor, link_id), profile)
        if not choice.was_agreed():
            return leading_to(asked, _page(her, asked, choice))
    forget_since(request, query)
    return Away(authorizing.code_for(asked, scopes, link_id, sessions.sign_in_of(request), now=now))


def _page(request: Request, asked: AuthorizationRequest, choice: Choice) -> HttpResponse:
    context = {"layout": "account/base_plain.html", "client": asked.client, "here": ""}
    return show(request, choice.template, choice.context() | context, choice.form)
