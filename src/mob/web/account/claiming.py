"""Taking the account that a counter opened: the code of the receipt, the birth date, an address, and its mailed code."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.response import HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mob.identity import services, sessions
from mob.kernel import clock
from mob.web.account.forms import ClaimForm, CodeForm
from mob.web.account.requests import landing, refusals, show, visit_of

_PAGE = "/connexion/recu"
_PENDING = "claim"
_FORM = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@_FORM
def begin(request: HttpRequest) -> HttpResponseBase:
    """What the receipt says, and the address that is to open the account. Nothing tells which of them is wrong."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(landing(request.user.pk, ""))
    form = ClaimForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            data = form.cleaned_data
            sent = services.begin_claim(
                typed=data["claim"],
                birth_date=data["birth_date"].isoformat(),
                email=data["email"],
                visit=visit_of(request),
                now=clock.now(),
            )
            request.session[_PENDING] = {"code": str(sent.id), "email": sent.email}
            return HttpResponseRedirect(f"{_PAGE}/code")
    return show(request, "account/claim.html", {"here": "sign-in"}, form)


@never_cache
@_FORM
def finish(request: HttpRequest) -> HttpResponseBase:
    """The code received at that address: the account is hers, and opens."""
    pending = request.session.get(_PENDING)
    if pending is None:
        return HttpResponseRedirect(_PAGE)
    form = CodeForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            return _enter(request, UUID(pending["code"]), form.cleaned_data["code"])
    return show(request, "account/claim_code.html", {"here": "sign-in", "email": pending["email"]}, form)


def _enter(request: HttpRequest, code_id: UUID, typed: str) -> HttpResponse:
    now = clock.now()
    proved = services.finish_claim(code_id=code_id, typed=typed, visit=visit_of(request), now=now)
    request.session.pop(_PENDING, None)
    messages.success(request, gettext("This account is yours. From now on this address opens it."))
    return sessions.begin(request, proved.user_id, method="code", next_path=landing(proved.user_id, ""), now=now)
