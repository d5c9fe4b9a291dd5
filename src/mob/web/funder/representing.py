"""The paper by which somebody applies in another's name: read by an agent, with the day it ends."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.http.response import HttpResponseRedirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from mob.applications import representation, services
from mob.applications.representation import RepresentationKind, Represented
from mob.applications.types import Action
from mob.applications.views import Detail
from mob.kernel import clock
from mob.kernel.errors import Forbidden, Invalid, Refused
from mob.web.forms import DateField, Form
from mob.web.funder import declared, file, words
from mob.web.funder.access import INBOX, Request, at_the_desk, show


class RepresentationForm(Form):
    """What the paper is and until when it holds. A minor's ends at majority whatever is typed."""

    kind = forms.ChoiceField(label=_("What is this paper?"), widget=forms.RadioSelect)
    ends_on = DateField(label=_("Last day it holds"))

    def __init__(self, data: Any, *, who: Represented) -> None:
        super().__init__(data)
        self.fields["kind"].choices = [(each.value, words.REPRESENTATIONS[each]) for each in representation.KINDS[who]]  # type: ignore[attr-defined]
        if who is Represented.CHILD:
            self.fields["ends_on"].required = False
            self.fields["ends_on"].help_text = _("Empty: until the day before majority.")


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def page(request: Request, reference: str) -> HttpResponseBase:
    """The form. Once it is read, the file shows it and can be granted."""
    found = file.load(request, reference)
    who = representation.of(found.beneficiary)
    if who is None or Action.CHECK_REPRESENTATION not in found.actions:
        if request.method == "POST":
            raise Forbidden("not_allowed")
        return HttpResponseRedirect(f"{INBOX}demandes/{reference}")
    form = RepresentationForm(request.POST if request.method == "POST" else None, who=who)
    if form.is_valid() and _kept(request, found, form):
        read = file.load(request, reference).representation
        told = words.representation(read) if read else form.cleaned_data["kind_words"]
        messages.success(request, gettext("The paper is read: %(told)s.") % {"told": told})
        return HttpResponseRedirect(f"{INBOX}demandes/{reference}")
    context = {
        "detail": found,
        "rows": declared.to_compare(found),
        "form": form,
        "base": f"{INBOX}demandes/{reference}",
    }
    return show(request, "representation.html", context, status=422 if form.is_bound else 200)


def _kept(request: Request, found: Detail, form: RepresentationForm) -> bool:
    kind = RepresentationKind(form.cleaned_data["kind"])
    form.cleaned_data["kind_words"] = str(words.REPRESENTATIONS[kind])
    try:
        services.check_representation(
            request.actor, application_id=found.id, kind=kind, ends_on=form.cleaned_data["ends_on"], now=clock.now()
        )
    except (Invalid, Refused) as error:
        form.refuse(error)
        return False
    return True
