"""The money of each aid and year: what is committed, paid, left, and when it is spent at the present pace."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from mob.catalogue import selectors as catalogue
from mob.kernel import clock
from mob.kernel.actor import Role
from mob.kernel.errors import Conflict, Invalid, Refused
from mob.kernel.money import Cents
from mob.payments import selectors, services
from mob.payments.types import EnvelopeTerms, EnvelopeView
from mob.web.forms import EurosField, Form
from mob.web.funder.access import INBOX, Request, at_the_desk, language, see, show

HOME = f"{INBOX}enveloppes"


class EnvelopeForm(Form):
    """What there is and where it comes from."""

    cap = EurosField(
        label=gettext_lazy("Money for the year"),
        required=False,
        help_text=gettext_lazy("Nothing is granted beyond it. Empty: no ceiling, it is only counted."),
    )
    grant = EurosField(
        label=gettext_lazy("The usual grant"),
        required=False,
        help_text=gettext_lazy("Once less than this is left, files wait in the order in which they were complete."),
    )
    budget_line = forms.CharField(
        label=gettext_lazy("Budget line"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("As your accountant writes it. It goes into the list to pay."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    deliberation = forms.CharField(
        label=gettext_lazy("Number of the deliberation"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Or of the agreement or decision that allows the payment."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def terms(self) -> EnvelopeTerms:
        data = self.cleaned_data
        return EnvelopeTerms(data["cap"], data["grant"] or Cents(0), data["budget_line"], data["deliberation"])


class NewEnvelopeForm(EnvelopeForm):
    """The same, for an aid and a year that have none yet."""

    field_order = ("aid", "year", "cap", "grant", "budget_line", "deliberation")
    aid = forms.ChoiceField(label=gettext_lazy("Aid"))
    year = forms.IntegerField(
        label=gettext_lazy("Year"), widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4})
    )

    def __init__(self, aids: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["aid"].choices = aids  # type: ignore[attr-defined]


@require_safe
@at_the_desk
def listing(request: Request) -> HttpResponseBase:
    """Every envelope, this year's first."""
    today = clock.civil_date(clock.now())
    found = selectors.envelopes(request.actor, today=today, language=language())
    context = {"envelopes": [(each, _spent(each)) for each in found], "year": today.year, "may_set": _may_set(request)}
    return show(request, "paying/envelopes.html", context, here="envelopes")


def _spent(envelope: EnvelopeView) -> int:
    """What is promised or paid, in hundredths of the ceiling."""
    return min(100, round(100 * (envelope.committed + envelope.paid) / envelope.cap)) if envelope.cap else 0


def _may_set(request: Request) -> bool:
    return request.actor.has(Role.SUPERVISOR)


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def new(request: Request) -> HttpResponseBase:
    """An envelope for an aid and a year."""
    funder_id = request.actor.funder_id
    if not _may_set(request) or funder_id is None:
        raise Http404
    aids = [(str(key), aid.title) for key, aid in catalogue.aids_given_by(funder_id, language=language()).items()]
    year = clock.civil_date(clock.now()).year
    form = NewEnvelopeForm(aids, request.POST or None, initial={"year": year})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if _kept(request, form, UUID(data["aid"]), data["year"], None):
            return see(HOME)
    return _show(request, form, _("Money for an aid"))


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def change(request: Request, envelope_id: UUID) -> HttpResponseBase:
    """More money, less money, another line."""
    today = clock.civil_date(clock.now())
    found = selectors.envelope(request.actor, envelope_id, today=today, language=language())
    if not _may_set(request):
        raise Http404
    shown = {name: getattr(found, name) for name in ("cap", "grant", "budget_line", "deliberation", "version")}
    form = EnvelopeForm(request.POST or None, initial=shown)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        if _kept(request, form, found.aid_id, found.year, version):
            return see(HOME)
    return _show(request, form, _("%(aid)s, %(year)d") % {"aid": found.aid_title, "year": found.year}, found)


def _kept(request: Request, form: EnvelopeForm, aid_id: UUID, year: int, version: int | None) -> bool:
    try:
        services.set_envelope(
            request.actor, aid_id=aid_id, year=year, terms=form.terms(), expected_version=version, now=clock.now()
        )
    except (Conflict, Invalid, Refused) as error:
        form.refuse(Invalid(error.code, "cap", **error.params) if error.code == "envelope_below_committed" else error)
        return False
    messages.success(request, _("The envelope is kept."))
    return True


def _show(request: Request, form: EnvelopeForm, title: str, found: EnvelopeView | None = None) -> HttpResponse:
    context = {"form": form, "title": title, "envelope": found}
    return show(request, "paying/envelope.html", context, here="envelopes", status=422 if form.errors else 200)
