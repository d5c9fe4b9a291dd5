"""A service asks for a surer sign-in than the one there is: to the second factor where there is one, else it is told.

A level of FranceConnect is reached by proving there who one is: the page leads to it, and back to the service.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from mob.identity import sessions
from mob.identity.federation_rules import highest, is_enough
from mob.identity.federation_types import ProviderConfig
from mob.identity.oidc import authorizing, levels, redirects
from mob.identity.oidc_types import AuthorizationRequest, Prompt, SignIn
from mob.identity.selectors import has_second_factor
from mob.kernel import clock
from mob.web.account.federation.pages import offered
from mob.web.account.requests import CONFIRM, show, with_next

_DECISION, _AUTHORIZE, _PROTECT = "/oidc/consent", "/oidc/authorize", "/mon-compte/securite/proteger"


def second_proof(asked: AuthorizationRequest, who: SignIn, back: str) -> str:
    """The page where her second factor is asked for, when it would give what the service wants; else nothing."""
    if Prompt.NONE in asked.prompts or not authorizing.would_step_up(asked, who):
        return ""
    return with_next(CONFIRM, back) if has_second_factor(who.user_id) else ""


def page(request: HttpRequest, asked: AuthorizationRequest, query: str) -> HttpResponse:
    """What the service cannot do without, and the ways from here: a second factor, FranceConnect, or back to it."""
    by_factor, back = levels.may_be_stepped_up(asked.acr), f"{_AUTHORIZE}?{query}"
    providers = [] if by_factor else [each for each in _certifying() if is_enough(highest(*each.acr_values), asked.acr)]
    context = {
        "client": asked.client,
        "providers": providers,
        "next": back,
        # Linking an identity asks who is there once the sign-in is old: asked before, so that the way back is kept.
        "confirm": "" if sessions.is_recent(request, now=clock.now()) else with_next(CONFIRM, back),
        "protect": with_next(_PROTECT, back) if by_factor else "",
        "action": f"{_DECISION}?{query}",
        "here": "",
    }
    response = show(request, "account/level_needed.html", context)
    response.csp = {"form-action": f"'self' {redirects.origin_of(asked.redirect_uri)}"}  # type: ignore[attr-defined]
    return response


def _certifying() -> list[ProviderConfig]:
    return [each for each in offered()["providers_for_people"] if each.kind.certifies_identity]
