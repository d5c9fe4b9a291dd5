"""The notice that an award may be taken back, as the person reads it, and her reply."""

from __future__ import annotations

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from mob.applications import selectors, services
from mob.applications.types import Action
from mob.applications.views import Detail
from mob.kernel import clock
from mob.kernel.errors import Forbidden, Invalid, NotFound, Refused
from mob.web.citizen.access import actor_of, language_of, signed_in, to
from mob.web.forms import Form


class ReplyForm(Form):
    """What the person has to say."""

    text = django_forms.CharField(
        label=gettext_lazy("Your reply"),
        widget=django_forms.Textarea(attrs={"rows": 8, "maxlength": 20_000}),
        help_text=gettext_lazy("It is read before anything is decided. It can be sent once."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def page(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The notice and the reply. 404 when there is no notice."""
    actor = actor_of(request)
    found = selectors.by_reference(actor, reference, language=language_of(request))
    if found.withdrawal is None:
        raise NotFound("application_unknown")
    if request.method != "POST":
        return _show(request, found, ReplyForm())
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form)
    try:
        services.answer_withdrawal(actor, application_id=found.id, text=form.cleaned_data["text"], now=clock.now())
    except (Forbidden, Invalid, Refused) as error:
        form.refuse(error)
        return _show(request, found, form)
    return to(f"/demandes/{reference}")


def _show(request: HttpRequest, found: Detail, form: ReplyForm) -> HttpResponse:
    context = {
        "here": "applications",
        "detail": found,
        "aid": found.aid,
        "notice": found.withdrawal,
        "form": form,
        "may_reply": Action.ANSWER_WITHDRAWAL in found.actions,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "citizen/applications/withdrawal.html", context, status=status)
