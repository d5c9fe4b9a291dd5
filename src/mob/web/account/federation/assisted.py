"""A sign-in that came through Aidants Connect: the browser is emptied, a short session begins, or an account is opened.

Whoever was signed in here is signed out first, the person herself too: two sessions never become one. The level of
assurance is not kept for services, registers are asked nothing, no identity is linked to an account that exists.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.response import HttpResponseRedirect
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mob.identity import services, sessions
from mob.identity.federation_types import Arrival, ExternalSignIn
from mob.identity.types import ProfileField
from mob.kernel import clock
from mob.kernel.errors import Invalid, Refused
from mob.web.account.federation import hints, pending
from mob.web.account.requests import refusals, show
from mob.web.forms import Form

FIRST_TIME = "/connexion/premiere-visite-aidant"


class ReachForm(Form):
    """Where decisions are sent: the one thing that FranceConnect does not say and an account without a mailbox needs."""

    postal_address = forms.CharField(
        label=_("The person’s postal address"),
        help_text=_("Under the name: number and street, then postcode and town. An address of election counts too."),
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 300, "autocomplete": "off"}),
    )


def receive(request: HttpRequest, sign_in: ExternalSignIn, *, wanted: str, now: datetime) -> HttpResponse:
    """What the callback does with it. `wanted`: where the browser was going."""
    arrival = Arrival.of(sign_in, at=now)
    user_id = services.recognise(arrival, now=now)
    if user_id is not None:
        return _begin(request, user_id, wanted=wanted, hint=(sign_in.provider_key, sign_in.id_token), now=now)
    sessions.drop(request, now=now)
    try:
        services.check_age(arrival, now=now)
    except Invalid:
        return HttpResponseRedirect("/moins-de-16-ans")
    if arrival.pivot is None:
        raise Refused("federation_stale")
    pending.keep_assisted(request, arrival, sign_in, next_path=wanted)
    return HttpResponseRedirect(FIRST_TIME)


def _begin(
    request: HttpRequest, user_id: UUID, *, wanted: str, hint: tuple[str, str] | None, now: datetime
) -> HttpResponse:
    response = sessions.begin_assisted(request, user_id, next_path=wanted or "/demandes", now=now)
    if hint is not None:
        hints.keep_token(request, *hint)
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def first_time(request: HttpRequest) -> HttpResponseBase:
    """The person has no account that FranceConnect opens: one is opened for her, without a mailbox."""
    now = clock.now()
    found = pending.assisted(request, now=now)
    if found is None or request.user.is_authenticated:
        return HttpResponseRedirect("/connexion")
    form = ReachForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            said = {ProfileField.POSTAL_ADDRESS: form.cleaned_data["postal_address"]}
            language = (get_language() or "fr")[:2]
            user_id = services.open_assisted(found.arrival, answers=said, language=language, now=now)
            return _begin(request, user_id, wanted=found.next_path, hint=hints.token_kept(request), now=now)
    context = {"here": "sign-in", "arrival": found.arrival}
    return show(request, "account/federation/assisted_first_time.html", context, form)
