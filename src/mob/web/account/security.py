"""How the account is protected: password, application of codes, access keys, recovery codes, open sessions."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.http.response import HttpResponseRedirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from mob.identity import assisted, passkeys, selectors, services, sessions
from mob.identity.types import SecondFactor
from mob.kernel import clock
from mob.web.account.forms import FirstTotpForm, NewPasskeyForm, NewPasswordForm
from mob.web.account.requests import confirmed, next_path, refusals, show, signed_in, told_as_message, visit_of
from mob.web.requests import Request

_PAGE = "/mon-compte/securite"
_CODES = f"{_PAGE}/codes-de-secours"
_SECRET, _AFTER = "totp_secret", "after_protect"
_FORM = require_http_methods(["GET", "HEAD", "POST"])
_READ = require_http_methods(["GET", "HEAD"])


@_READ
@signed_in
def overview(request: Request) -> HttpResponseBase:
    """Every protection in one list, and what to do about each."""
    context = {
        "security": selectors.security_of(request.actor),
        "is_staff": sessions.is_staff(sessions.user_id_of(request)),
        "assisted_visits": assisted.visits_of(request.actor),
    }
    return show(request, "account/security.html", {**context, "places": len(sessions.sessions_of(request))})


@_READ
@signed_in
def protect(request: Request) -> HttpResponseBase:
    """Which second proof to set up; where staff are led before their desk opens."""
    request.session[_AFTER] = next_path(request)
    return show(request, "account/protect.html", {"is_staff": sessions.is_staff(sessions.user_id_of(request))})


@never_cache
@_FORM
@confirmed
def password(request: Request) -> HttpResponseBase:
    """Choose, change or remove the password."""
    form = NewPasswordForm(None if "remove" in request.POST else request.POST or None)
    if "remove" in request.POST:
        services.remove_password(request.actor, now=clock.now())
        return _done(request, gettext("Your password is removed. You sign in with a mailed code or an access key."))
    if form.is_valid():
        with refusals(form):
            services.set_password(request.actor, password=form.cleaned_data["password"], now=clock.now())
            return _done(request, gettext("Your password is saved. Your other devices are signed out."))
    return show(request, "account/password.html", {"security": selectors.security_of(request.actor)}, form)


def _done(request: Request, words: str) -> HttpResponse:
    sessions.keep_after_password_change(request)
    messages.success(request, words)
    return HttpResponseRedirect(_PAGE)


@never_cache
@_FORM
@confirmed
def totp(request: Request) -> HttpResponseBase:
    """Link an application of codes: a QR code or its text, then the first code as proof."""
    secret = request.session.setdefault(_SECRET, services.new_totp_secret())
    form = FirstTotpForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            code, now = form.cleaned_data["code"], clock.now()
            services.add_totp(request.actor, secret=secret, code=code, visit=visit_of(request), now=now)
            del request.session[_SECRET]
            sessions.record_new_factor(request, SecondFactor.TOTP, now=now)
            return HttpResponseRedirect(_CODES)
    return show(request, "account/totp.html", {"setup": services.totp_setup(request.actor, secret=secret)}, form)


@never_cache
@_FORM
@confirmed
def totp_remove(request: Request) -> HttpResponseBase:
    if request.method == "POST":
        with told_as_message(request):
            services.remove_totp(request.actor, now=clock.now())
            messages.success(request, gettext("The application is unlinked."))
        return HttpResponseRedirect(_PAGE)
    return show(request, "account/factor_remove.html", {"method": "totp", "name": ""})


@never_cache
@_FORM
@confirmed
def passkey_add(request: Request) -> HttpResponseBase:
    """Register an access key of this device, or a security key."""
    form = NewPasskeyForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            answer, now = form.cleaned_data, clock.now()
            passkeys.complete_registration(answer["credential"])
            services.add_passkey(request.actor, name=answer["name"], credential=answer["credential"], now=now)
            sessions.record_new_factor(request, SecondFactor.PASSKEY, now=now)
            return HttpResponseRedirect(_CODES)
    return show(request, "account/passkey_add.html", {}, form)


@never_cache
@_READ
@confirmed
def passkey_options(request: Request) -> HttpResponseBase:
    """What the browser needs to make a key, as JSON for the page's script."""
    return JsonResponse(passkeys.registration_options(request.actor))


@never_cache
@_FORM
@confirmed
def passkey_remove(request: Request, passkey_id: int) -> HttpResponseBase:
    if request.method == "POST":
        with told_as_message(request):
            services.remove_passkey(request.actor, passkey_id=passkey_id, now=clock.now())
            messages.success(request, gettext("The access key is removed. Remove it from your device too."))
        return HttpResponseRedirect(_PAGE)
    passkey = selectors.passkey_of(request.actor, passkey_id)
    return show(request, "account/factor_remove.html", {"method": "webauthn", "name": passkey.name})


@never_cache
@_FORM
@confirmed
def recovery_codes(request: Request) -> HttpResponseBase:
    """The codes on paper: shown once, renewed on demand."""
    if request.method == "POST":
        services.renew_recovery_codes(request.actor, now=clock.now())
        return HttpResponseRedirect(_CODES)
    codes = services.reveal_recovery_codes(request.actor)
    security = selectors.security_of(request.actor)
    after = request.session.pop(_AFTER, "") if codes else ""
    return show(request, "account/recovery_codes.html", {"codes": codes, "security": security, "next": after or _PAGE})


@_READ
@signed_in
def devices(request: Request) -> HttpResponseBase:
    """Where the account is open."""
    return show(request, "account/devices.html", {"devices": sessions.sessions_of(request)})


@require_POST
@signed_in
def device_end(request: Request, session_id: int) -> HttpResponseBase:
    with told_as_message(request):
        sessions.end_session(request, session_id, now=clock.now())
        messages.success(request, gettext("This device is signed out."))
    return HttpResponseRedirect(f"{_PAGE}/appareils")


@require_POST
@signed_in
def devices_end(request: Request) -> HttpResponseBase:
    """Sign out everywhere else."""
    count = sessions.end_other_sessions(request.actor, request, now=clock.now())
    words = ngettext("%(count)d other device is signed out.", "%(count)d other devices are signed out.", count)
    messages.success(request, words % {"count": count})
    return HttpResponseRedirect(f"{_PAGE}/appareils")
