"""The account's first page, how the person is written to, and the page for those who are too young for an account."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.http.response import HttpResponseRedirect
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from mob.identity import selectors, services
from mob.kernel import clock
from mob.web.account.organisation import organisation_of
from mob.web.account.pieces import known_lines
from mob.web.account.requests import refusals, show, signed_in
from mob.web.forms import Form
from mob.web.requests import Request
from mob.web.views import remember_language

_READ = require_http_methods(["GET", "HEAD"])


class PreferencesForm(Form):
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
    courtesy_mails = forms.BooleanField(
        label=_("Write to me also when nothing depends on it"),
        help_text=_("For example to remind me of a draft."),
        required=False,
    )


@_READ
@signed_in
def overview(request: Request) -> HttpResponseBase:
    """What the account holds, and the way to each part."""
    view = selectors.own_profile(request.actor)
    lines = [line for line in known_lines(view, request.LANGUAGE_CODE or "fr") if line.value]
    security = selectors.security_of(request.actor)
    context = {"profile": view, "lines": lines, "security": security, "organisation": organisation_of(request)}
    return show(request, "account/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def preferences(request: Request) -> HttpResponseBase:
    """Language, and the mails that may be switched off."""
    view = selectors.own_profile(request.actor)
    start = {"language": view.language, "courtesy_mails": view.courtesy_mails}
    form = PreferencesForm(request.POST or None, initial=start)
    if form.is_valid():
        with refusals(form):
            services.change_preferences(request.actor, **form.cleaned_data, now=clock.now())
            with translation.override(form.cleaned_data["language"]):
                messages.success(request, gettext("Saved."))
            response = HttpResponseRedirect("/mon-compte/")
            remember_language(response, form.cleaned_data["language"])
            return response
    return show(request, "account/preferences.html", {}, form)


@_READ
def under_sixteen(request: HttpRequest) -> HttpResponseBase:
    """How a parent applies for somebody younger than sixteen."""
    return show(request, "account/under_sixteen.html", {"here": ""})
