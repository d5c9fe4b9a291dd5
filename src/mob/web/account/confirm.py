"""Proving again that it is still the same person, before something that protects or ends the account.

With the second factor when there is one; else with a mailed code, or the password of those who have one. An account
without a mailbox is proved where it is opened from, which is told to ask again.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.http.response import HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mob.identity import passkeys, selectors, services, sessions
from mob.identity.federation_types import Audience, ProviderConfig
from mob.identity.ports import SignInProviders
from mob.identity.types import SecurityView
from mob.kernel import clock, ports
from mob.web.account.federation.attempts import Purpose
from mob.web.account.federation.pages import leave
from mob.web.account.forms import CodeForm, PasskeyForm, PasswordForm, SecondCodeForm
from mob.web.account.requests import next_path, refusals, show, signed_in, told_as_message, visit_of, with_next
from mob.web.forms import Form
from mob.web.requests import Request

_PENDING = "confirm_code"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def confirm(request: Request) -> HttpResponseBase:
    """One proof, then back to where the person was going."""
    security = selectors.security_of(request.actor)
    if "send" in request.POST and not security.has_second_factor:
        return _send(request)
    above = _above(request, security)
    if above and "above" in request.POST:
        return leave(request, above[0], purpose=Purpose.LINK, wanted=next_path(request), prompt="login")
    form = _form(request, security)
    passkey_form = PasskeyForm(request.POST if "credential" in request.POST else None)
    for each in (passkey_form, form):
        if each.is_valid():
            with refusals(each):
                _prove(request, each)
                return HttpResponseRedirect(next_path(request, "/mon-compte/securite"))
    context = {"security": security, "next": next_path(request), "sent": _PENDING in request.session, "above": above}
    return show(request, "account/confirm.html", {**context, "passkey_form": passkey_form}, form)


def _above(request: Request, security: SecurityView) -> Sequence[ProviderConfig]:
    """The providers that open an account which has no mailbox to send a code to, and nothing else to prove with."""
    if security.has_second_factor or security.has_password or selectors.own_profile(request.actor).email:
        return ()
    keys = {each.provider_key for each in selectors.identities_of(request.actor)}
    known = ports.serve(SignInProviders)  # type: ignore[type-abstract]
    return [each for audience in Audience for each in known.offered(audience) if each.key in keys]


def _form(request: Request, security: SecurityView) -> Form:
    """The field that this person is asked for; the other proof of those who have a password stands beside."""
    data = request.POST if "code" in request.POST or "password" in request.POST else None
    if security.has_second_factor:
        return SecondCodeForm(data)
    if security.has_password and "code" not in request.POST and _PENDING not in request.session:
        return PasswordForm(data)
    return CodeForm(data)


def _send(request: Request) -> HttpResponse:
    with told_as_message(request):
        sent = services.request_confirm_code(request.actor, visit=visit_of(request), now=clock.now())
        request.session[_PENDING] = str(sent.id)
    return HttpResponseRedirect(with_next("/mon-compte/confirmer", next_path(request)))


def _prove(request: Request, form: Form) -> None:
    now, visit, answer = clock.now(), visit_of(request), form.cleaned_data
    if isinstance(form, PasskeyForm):
        factor = passkeys.authenticate(answer["credential"], user_id=sessions.user_id_of(request))
        sessions.record_proof(request, factor=factor, now=now)
    elif isinstance(form, SecondCodeForm):
        factor = services.check_second_code(sessions.user_id_of(request), typed=answer["code"], visit=visit, now=now)
        sessions.record_proof(request, factor=factor, now=now)
    elif isinstance(form, PasswordForm):
        services.confirm_password(request.actor, password=answer["password"], visit=visit, now=now)
        sessions.record_proof(request, now=now)
    else:
        code_id = UUID(request.session.get(_PENDING, str(UUID(int=0))))
        services.redeem_confirm_code(request.actor, code_id=code_id, typed=answer["code"], visit=visit, now=now)
        request.session.pop(_PENDING, None)
        sessions.record_proof(request, now=now)


@never_cache
@require_http_methods(["GET", "HEAD"])
@signed_in
def confirm_options(request: Request) -> HttpResponseBase:
    """The challenge for one of the person's passkeys, as JSON for the page's script."""
    return JsonResponse(passkeys.authentication_options(sessions.user_id_of(request)))
