"""Coming in and going out: mailed code, password, passkey, second factor, sign-out.

The same pages open an account and sign in to one: nothing shown or counted depends on whether an address is known.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.http.response import HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mob.identity import passkeys, selectors, services, sessions
from mob.identity.assisted import is_open as is_assisted
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.kernel.errors import Refused
from mob.web import assisted
from mob.web.account.federation import first_time, hints
from mob.web.account.federation.pages import offered
from mob.web.account.forms import CodeForm, EmailForm, PasskeyForm, PasswordSignInForm, SecondCodeForm
from mob.web.account.requests import landing, next_path, refusals, show, told_as_message, visit_of

_PENDING = "sign_in"
_FORM = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@_FORM
def sign_in(request: HttpRequest, is_sign_up: bool = False) -> HttpResponseBase:
    """One field: the address. What comes by mail signs in, or opens the account."""
    wanted = next_path(request)
    if request.user.is_authenticated:
        return HttpResponseRedirect(landing(request.user.pk, wanted))
    form = EmailForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            _send_code(request, form.cleaned_data["email"], wanted)
            return HttpResponseRedirect("/connexion/code")
    context = {"here": "sign-in", "next": wanted, "is_sign_up": is_sign_up, "passkey_form": PasskeyForm()}
    context |= offered()
    return show(request, "account/sign_in.html", context, form)


def _send_code(request: HttpRequest, email: str, wanted: str) -> None:
    sent = services.request_sign_in_code(email=email, visit=visit_of(request), now=clock.now())
    request.session[_PENDING] = {"code": str(sent.id), "email": email.strip(), "next": wanted}


@never_cache
@_FORM
def sign_in_code(request: HttpRequest) -> HttpResponseBase:
    """The code that was mailed. Five tries, in the browser that asked."""
    pending = request.session.get(_PENDING)
    if pending is None:
        return HttpResponseRedirect("/connexion")
    if "again" in request.POST:
        return _send_again(request, pending)
    form = CodeForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            return _enter_with_code(request, pending, form.cleaned_data["code"])
    return show(request, "account/code.html", {"here": "sign-in", "email": pending["email"]}, form)


def _enter_with_code(request: HttpRequest, pending: dict[str, str], typed: str) -> HttpResponse:
    proved = services.redeem_sign_in_code(
        code_id=UUID(pending["code"]), typed=typed, visit=visit_of(request), now=clock.now()
    )
    request.session.pop(_PENDING, None)
    came = first_time.link_new_account(request, proved)
    if came is None:
        return _enter(request, proved.user_id, "code", pending["next"])
    response = _enter(request, proved.user_id, "code", came.next_path or "/mon-compte/profil")
    first_time.vouch(request, proved.user_id, came.arrival)
    return response


def _send_again(request: HttpRequest, pending: dict[str, str]) -> HttpResponseBase:
    with told_as_message(request):
        _send_code(request, pending["email"], pending["next"])
        messages.success(request, gettext("A new code has left. The previous one no longer works."))
    return HttpResponseRedirect("/connexion/code")


@never_cache
@_FORM
def sign_in_password(request: HttpRequest) -> HttpResponseBase:
    """Address and password, for those who chose one."""
    wanted = next_path(request)
    if request.user.is_authenticated:
        return HttpResponseRedirect(landing(request.user.pk, wanted))
    form = PasswordSignInForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            proved = services.check_password(**form.cleaned_data, visit=visit_of(request), now=clock.now())
            return _enter(request, proved.user_id, "password", wanted)
    return show(request, "account/password_sign_in.html", {"here": "sign-in", "next": wanted}, form)


def _enter(request: HttpRequest, user_id: UUID, method: str, wanted: str) -> HttpResponse:
    return sessions.begin(request, user_id, method=method, next_path=landing(user_id, wanted), now=clock.now())


@never_cache
@_FORM
def sign_in_first_time(request: HttpRequest, token: str) -> HttpResponseBase:
    """The link handed out by whoever holds the machine. Opening it does nothing yet: mail programs open links."""
    proved = services.redeem_setup_token(token=token)
    if request.method == "POST":
        return _enter(request, proved.user_id, "link", "")
    return show(request, "account/first_time.html", {"here": "sign-in", "email": proved.email})


@never_cache
@_FORM
def sign_in_passkey(request: HttpRequest) -> HttpResponseBase:
    """GET: the challenge, as JSON for the page's script. POST: what the device signed."""
    if request.method != "POST":
        return JsonResponse(passkeys.authentication_options())
    wanted = next_path(request)
    form = PasskeyForm(request.POST)
    if form.is_valid():
        with refusals(form):
            passkey = passkeys.authenticate(form.cleaned_data["credential"])
            path = landing(passkey.user_id, wanted)
            return sessions.begin_with_passkey(request, passkey, next_path=path, now=clock.now())
    context = {"here": "sign-in", "next": wanted, "is_sign_up": False, "passkey_form": form, **offered()}
    return show(request, "account/sign_in.html", context, EmailForm())


@never_cache
@_FORM
def second_factor(request: HttpRequest) -> HttpResponseBase:
    """The second proof, for those who protected their account with one."""
    user_id = sessions.awaiting_second_factor(request)
    if user_id is None:
        return HttpResponseRedirect("/connexion")
    form = SecondCodeForm(request.POST if "code" in request.POST else None)
    passkey_form = PasskeyForm(request.POST if "credential" in request.POST else None)
    if passkey_form.is_valid():
        with refusals(passkey_form):
            passkey = passkeys.authenticate(passkey_form.cleaned_data["credential"], user_id=user_id)
            return sessions.finish(request, passkey, now=clock.now())
    if form.is_valid():
        with refusals(form):
            return _finish_with_code(request, user_id, form.cleaned_data["code"])
    return show(request, "account/second_factor.html", _second_context(user_id, passkey_form), form)


def _finish_with_code(request: HttpRequest, user_id: UUID, typed: str) -> HttpResponse:
    now = clock.now()
    factor = services.check_second_code(user_id, typed=typed, visit=visit_of(request), now=now)
    return sessions.finish(request, factor, now=now)


def _second_context(user_id: UUID, passkey_form: PasskeyForm) -> dict[str, Any]:
    view = selectors.security_of(Actor.citizen(user_id))
    return {"here": "sign-in", "security": view, "passkey_form": passkey_form}


@never_cache
@require_http_methods(["GET", "HEAD"])
def second_factor_options(request: HttpRequest) -> HttpResponseBase:
    """The challenge of the second proof, as JSON for the page's script."""
    user_id = sessions.awaiting_second_factor(request)
    if user_id is None:
        raise Refused("code_expired")
    return JsonResponse(passkeys.authentication_options(user_id))


@never_cache
@_FORM
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """GET asks, POST does: a link somewhere else must not sign anybody out."""
    if request.method == "POST":
        return _leave(request)
    return show(request, "account/sign_out.html", {})


def _leave(request: HttpRequest) -> HttpResponse:
    """Out here, then at the provider. Of an assisted session nothing stays in the browser either."""
    elsewhere, was_assisted = hints.way_out(request), is_assisted(request)
    sessions.end(request, now=clock.now())
    if elsewhere:
        response = show(request, "account/federation/leaving.html", {"uri": elsewhere, "provider": None, "here": ""})
    else:
        response = HttpResponseRedirect("/connexion/au-revoir")
    return assisted.forgotten(response) if was_assisted else response


@require_http_methods(["GET", "HEAD"])
def signed_out(request: HttpRequest) -> HttpResponseBase:
    return show(request, "account/signed_out.html", {"here": ""})
