"""Telling of a mistake on an aid's page: a few words, an address if one wishes, no account."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from mob.catalogue import selectors as catalogue
from mob.catalogue import services
from mob.catalogue.types import AidView
from mob.identity import sessions
from mob.identity.throttle import Slowed
from mob.kernel import clock
from mob.kernel.errors import InvalidMany
from mob.web.citizen.access import actor_of, language_of
from mob.web.forms import FieldView, Form, describe

LONGEST = 1000
_SENT = 303


class MistakeForm(Form):
    text = forms.CharField(
        label=gettext_lazy("What is wrong?"),
        help_text=gettext_lazy("A date, an amount, a link that leads nowhere. 1,000 characters at most."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    email = forms.CharField(
        label=gettext_lazy("Your e-mail address, if you want an answer"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def rows(self) -> list[FieldView]:
        """The fields as the page draws them."""
        return [describe(bound) for bound in self]


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """The form, and thanks back on the aid's page. 404 for an aid this person does not read."""
    aid = catalogue.published(slug, language=language_of(request), actor=actor_of(request))
    if aid is None:
        raise Http404
    form = MistakeForm(request.POST if request.method == "POST" else None)
    status = _send(request, aid, form) if form.is_bound else 200
    if status == _SENT:
        messages.success(request, _("Thank you. The people who keep this page will read you."))
        return redirect(f"/aides/{aid.slug}")
    context = {"here": "search", "aid": aid, "aid_href": f"/aides/{aid.slug}", "form": form}
    return render(request, "citizen/aid/mistake.html", context, status=status)


def _send(request: HttpRequest, aid: AidView, form: MistakeForm) -> int:
    """`_SENT`, or the status of a refusal, told on the form."""
    if not form.is_valid():
        return 422
    try:
        services.report_mistake(
            actor_of(request),
            slug=aid.slug,
            text=form.cleaned_data["text"],
            email=form.cleaned_data["email"],
            visit=sessions.visit_of(request, language=language_of(request)),
            now=clock.now(),
        )
    except (InvalidMany, Slowed) as error:
        form.refuse(error)
        return error.status
    return _SENT
