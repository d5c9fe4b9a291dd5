"""Moving the account to another address: proved by a code, told to the old one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.http.response import HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mob.identity import selectors, services
from mob.kernel import clock
from mob.web.account.forms import CodeForm, NewEmailForm
from mob.web.account.requests import confirmed, refusals, show, visit_of
from mob.web.requests import Request

_PAGE = "/mon-compte/adresse-mail"
_PENDING = "new_email"
_FORM = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@_FORM
@confirmed
def new_address(request: Request) -> HttpResponseBase:
    """Where the account should move to."""
    form = NewEmailForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            email, now = form.cleaned_data["email"], clock.now()
            sent = services.request_email_change(request.actor, email=email, visit=visit_of(request), now=now)
            request.session[_PENDING] = {"code": str(sent.id), "email": sent.email}
            return HttpResponseRedirect(f"{_PAGE}/code")
    view = selectors.own_profile(request.actor)
    return show(request, "account/email.html", {"email": view.email}, form)


@never_cache
@_FORM
@confirmed
def new_address_code(request: Request) -> HttpResponseBase:
    """The code received at the new address."""
    pending = request.session.get(_PENDING)
    if pending is None:
        return HttpResponseRedirect(_PAGE)
    form = CodeForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            code_id, typed = UUID(pending["code"]), form.cleaned_data["code"]
            services.change_email(request.actor, code_id=code_id, typed=typed, visit=visit_of(request), now=clock.now())
            del request.session[_PENDING]
            messages.success(request, gettext("Your new address is saved. We wrote to the old one to say so."))
            return HttpResponseRedirect("/mon-compte/")
    return show(request, "account/email_code.html", {"email": pending["email"]}, form)
