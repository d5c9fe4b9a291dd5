"""A service asks for a surer sign-in than the one there is: to the second factor where there is one, else it is told."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from mob.identity.oidc import authorizing, levels, redirects
from mob.identity.oidc_types import AuthorizationRequest, Prompt, SignIn
from mob.identity.selectors import has_second_factor
from mob.web.account.requests import CONFIRM, show, with_next

_DECISION, _AUTHORIZE, _PROTECT = "/oidc/consent", "/oidc/authorize", "/mon-compte/securite/proteger"


def second_proof(asked: AuthorizationRequest, who: SignIn, back: str) -> str:
    """The page where her second factor is asked for, when it would give what the service wants; else nothing."""
    if Prompt.NONE in asked.prompts or not authorizing.would_step_up(asked, who):
        return ""
    return with_next(CONFIRM, back) if has_second_factor(who.user_id) else ""


def page(request: HttpRequest, asked: AuthorizationRequest, query: str) -> HttpResponse:
    """What the service cannot do without, and the two ways from here: a second factor set up now, or back to it."""
    by_factor = levels.may_be_stepped_up(asked.acr)
    context = {
        "client": asked.client,
        "protect": with_next(_PROTECT, f"{_AUTHORIZE}?{query}") if by_factor else "",
        "action": f"{_DECISION}?{query}",
        "here": "",
    }
    response = show(request, "account/level_needed.html", context)
    response.csp = {"form-action": f"'self' {redirects.origin_of(asked.redirect_uri)}"}  # type: ignore[attr-defined]
    return response
