"""Signing in as a person who does not exist, on the consent page of a partner's sandbox and nowhere else.

She has no session of her own: beside the session of whoever tries, a few words say which test person is there, and
they count for authorization requests of that partner's sandbox clients alone. No other page ever knows of her.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.response import HttpResponseRedirect
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mob.directory import services as directory
from mob.identity import sessions
from mob.identity.network import network_of
from mob.identity.oidc import authorizing, sandbox
from mob.identity.oidc.asking import Untrusted
from mob.identity.oidc.authorizing import Sent
from mob.identity.oidc_types import ClientView, SignIn
from mob.identity.services import throttling
from mob.identity.throttle import GUESS_NETWORK
from mob.kernel import clock
from mob.kernel.errors import Invalid, MobError, Refused
from mob.kernel.texts import text_of
from mob.web import errors
from mob.web.account.requests import show, visit_of
from mob.web.forms import Form

PATH = "/oidc/essai"
_KEY = "sandbox"


class SandboxForm(Form):
    """The address and the code of a test person, as the partner's console shows them."""

    email = forms.CharField(
        label=_("Address of the test person"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    code = forms.CharField(
        label=_("Her code"),
        max_length=12,
        help_text=_("Eight figures, beside the address in the console of the service."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    is_strong = forms.BooleanField(label=_("As if she had given a second proof (acr)"), required=False)


def present(request: HttpRequest, client: ClientView) -> SignIn | None:
    """Who is there for this client: the person signed in or, for a sandbox, the test person of its partner."""
    if not client.is_sandbox:
        return sessions.sign_in_of(request) if request.user.is_authenticated else None
    kept: dict[str, Any] = request.session.get(_KEY, {})
    if kept.get("owner") != str(client.owner):
        return None
    user_id = UUID(kept["user"])
    if sandbox.owner_of(user_id) != client.owner:
        return None
    return SignIn(user_id, datetime.fromtimestamp(kept["at"], UTC), bool(kept["strong"]), "")


def forget(request: HttpRequest) -> None:
    """Nobody made up is there any more."""
    request.session.pop(_KEY, None)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponseBase:
    """Who tries is told that real accounts are not linked here; a developer signs in as a test person."""
    query = request.META.get("QUERY_STRING", "")
    try:
        asked = authorizing.read(query, now=clock.now())
    except Untrusted as fault:
        return errors.page(request, 400, message=text_of(fault.code, get_language() or "fr"), code=fault.code)
    except Sent:
        return HttpResponseRedirect(f"/oidc/authorize?{query}")
    if not asked.client.is_sandbox:
        return HttpResponseRedirect(f"/oidc/authorize?{query}")
    form = SandboxForm(request.POST or None)
    if form.is_valid() and _came_in(request, asked.client, form):
        return HttpResponseRedirect(f"/oidc/authorize?{query}", status=303)
    context = {"client": asked.client, "query": query, "is_signed_in": request.user.is_authenticated, "here": ""}
    return _shown(request, context, form)


def _came_in(request: HttpRequest, client: ClientView, form: SandboxForm) -> bool:
    """Whether the code is right. Wrong ones are counted by network, as guesses of passwords are."""
    said = form.cleaned_data
    try:
        throttling.spend([(GUESS_NETWORK, network_of(visit_of(request).address))], code="oidc_slowed", now=clock.now())
        owner = client.owner or UUID(int=0)
        user_id = directory.recognise(partner_id=owner, email=said["email"], code=said["code"])
        if user_id is None:
            raise Invalid("sandbox_code_wrong", "code")
    except (Invalid, Refused) as error:
        _refuse(form, error)
        return False
    stamp = clock.now().timestamp()
    request.session[_KEY] = {
        "owner": str(client.owner),
        "user": str(user_id),
        "at": stamp,
        "strong": bool(said["is_strong"]),
    }
    return True


def _refuse(form: SandboxForm, error: MobError) -> None:
    form.refuse(error)
    form.refused_with = error.status  # type: ignore[attr-defined]


def _shown(request: HttpRequest, context: dict[str, Any], form: SandboxForm) -> HttpResponse:
    return show(request, "account/sandbox.html", context, form)
