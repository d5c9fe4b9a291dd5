"""Legal bases: which funder may ask which register under which act. Recorded and ended by the platform alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from mob.directory.types import FunderView
from mob.eligibility.certified.rules import is_in_force
from mob.eligibility.certified.sources import every, kind_of
from mob.eligibility.certified.types import BasisContent, BasisView, RegisterSource
from mob.eligibility.certifying import bases
from mob.identity.oidc import bases as client_bases
from mob.kernel import clock
from mob.web import certified
from mob.web.admin.access import StaffRequest, open_to, show
from mob.web.admin.pages import AdminForm, confirm_page, form_page
from mob.web.components import Tag
from mob.web.forms import DateField

HERE = "bases"


class BasisForm(AdminForm):
    """What is copied from the authorisation. Nothing is chosen beforehand."""

    funder_id = forms.ChoiceField(label=gettext_lazy("Funder"))
    source = forms.ChoiceField(label=gettext_lazy("What it may read"), widget=forms.RadioSelect)
    number = forms.CharField(
        label=gettext_lazy("Number of the DataPass"),
        max_length=bases.MOST_NUMBER,
        help_text=gettext_lazy("As on the authorisation; people read it before they agree."),
    )
    recipient = forms.CharField(
        label=gettext_lazy("SIRET it was given to"),
        max_length=20,
        help_text=gettext_lazy("14 digits. It is sent with each call."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Text that founds it"),
        max_length=bases.MOST_TEXT,
        required=False,
        help_text=gettext_lazy("Deliberation or rules of the aid, with its date."),
    )
    starts_on = DateField(label=gettext_lazy("First day"))
    ends_on = DateField(label=gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Empty: until ended."))

    def __init__(self, *args: Any, funders: Sequence[FunderView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [("", _("Choose")), *((str(each.id), each.name) for each in funders)]
        self.fields["funder_id"].choices = named  # type: ignore[attr-defined]
        titles = [(each.source.value, _title(each.source)) for each in every().values()]
        self.fields["source"].choices = titles  # type: ignore[attr-defined]

    def content(self) -> BasisContent:
        """What was typed, as services take it. The form is valid."""
        data = self.cleaned_data
        return BasisContent(
            funder_id=UUID(data["funder_id"]),
            source=RegisterSource(data["source"]),
            number=data["number"],
            recipient=data["recipient"],
            text=data["text"],
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
        )


def _title(source: RegisterSource) -> str:
    kind = kind_of(source)
    return f"{kind.title.read_in(certified.language())} ({kind.holder.read_in(certified.language())})"


@require_safe
@open_to()
def listing(request: StaffRequest) -> HttpResponse:
    """Every basis, those that hold first."""
    today = clock.civil_date(clock.now())
    rows = [(each, _title(each.source), _tag(each, today)) for each in bases.every_basis(request.actor)]
    services = [(each, service_tag(each, today)) for each in client_bases.client_bases(request.actor)]
    context = {"rows": rows, "can_record": bool(bases.open_to(request.actor)), "services": services}
    return show(request, "legal_bases.html", context, here=HERE)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to()
def create(request: StaffRequest) -> HttpResponse:
    """Record an authorisation."""
    form = BasisForm(request.POST or None, funders=bases.open_to(request.actor))

    def save() -> str:
        bases.record_basis(request.actor, content=form.content(), now=clock.now())
        return reverse("admin:legal-bases")

    return form_page(
        request,
        form,
        save=save,
        title=_("Record a legal basis"),
        here=HERE,
        back=(_("Legal bases"), reverse("admin:legal-bases")),
        intro=_(
            "API Particulier is for administrations alone (CRPA, article L114-8): employers are not in the list. "
            "Without a basis in force, nothing is asked and nothing that was read is used."
        ),
        button=_("Record the legal basis"),
        done=_("The legal basis is recorded."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@open_to()
def end(request: StaffRequest, basis_id: UUID) -> HttpResponse:
    """End one at once."""
    found = bases.basis(request.actor, basis_id)

    def act() -> str:
        bases.end_basis(request.actor, basis_id=basis_id, now=clock.now())
        return reverse("admin:legal-bases")

    return confirm_page(
        request,
        act=act,
        title=_("End the legal basis %(number)s") % {"number": found.number},
        text=_(
            "From the next click, %(funder)s asks nothing of this source and uses nothing that was read in drafts: "
            "the paper is asked again. Applications already sent keep what they hold."
        )
        % {"funder": found.funder_name},
        button=_("End the legal basis"),
        here=HERE,
        back=(_("Legal bases"), reverse("admin:legal-bases")),
        done=_("The legal basis has ended."),
    )


class ServiceBasisForm(AdminForm):
    """The act that lets a service read names and birth dates."""

    number = forms.CharField(
        label=gettext_lazy("Number of the act"),
        max_length=client_bases.MOST_NUMBER,
        help_text=gettext_lazy("Convention, decree or DataPass, as it is quoted."),
    )
    text = forms.CharField(label=gettext_lazy("Text that founds it"), max_length=client_bases.MOST_TEXT, required=False)
    starts_on = DateField(label=gettext_lazy("First day"))
    ends_on = DateField(label=gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Empty: until ended."))


@require_http_methods(["GET", "HEAD", "POST"])
@open_to()
def service(request: StaffRequest, client_id: UUID) -> HttpResponse:
    """Record the act of one service, in the place of the former one."""
    found = client_bases.client_basis(request.actor, client_id)
    known = {"number": found.number, "text": found.text, "starts_on": found.starts_on, "ends_on": found.ends_on}
    form = ServiceBasisForm(request.POST or None, initial=known)

    def save() -> str:
        basis = client_bases.ClientBasis(**form.cleaned_data)
        client_bases.record_client_basis(request.actor, client_id, basis, now=clock.now())
        return reverse("admin:legal-bases") + "#services"

    return form_page(
        request,
        form,
        save=save,
        title=_("Legal basis of %(service)s") % {"service": found.name},
        here=HERE,
        back=(_("Legal bases"), reverse("admin:legal-bases")),
        intro=_(
            "While it is in force, %(service)s reads the names and the birth date of the people who link their account. "
            "Without it, it learns only that an identity is certified, by whom and since when."
        )
        % {"service": found.name},
        button=_("Record the legal basis"),
        done=_("The legal basis is recorded."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@open_to()
def service_end(request: StaffRequest, client_id: UUID) -> HttpResponse:
    """End the act of one service at once."""
    found = client_bases.client_basis(request.actor, client_id)

    def act() -> str:
        client_bases.end_client_basis(request.actor, client_id, now=clock.now())
        return reverse("admin:legal-bases") + "#services"

    return confirm_page(
        request,
        act=act,
        title=_("End the legal basis of %(service)s") % {"service": found.name},
        text=_("From the next request on, it reads no name and no birth date. Links of people stay."),
        button=_("End the legal basis"),
        here=HERE,
        back=(_("Legal bases"), reverse("admin:legal-bases")),
        done=_("The legal basis has ended."),
    )


def service_tag(each: client_bases.ClientBasisView, today: date) -> Tag:
    if not each.number:
        return Tag(_("No act"), "hollow")
    if each.starts_on and today < each.starts_on:
        return Tag(_("To come"), "hollow")
    return Tag(_("Expired"), "unknown") if each.ends_on and each.ends_on < today else Tag(_("In force"), "ok")


def _tag(each: BasisView, today: date) -> Tag:
    if is_in_force(each, today):
        return Tag(_("In force"), "ok")
    if each.ended_at is not None:
        return Tag(_("No longer in force"), "unknown")
    return Tag(_("To come"), "hollow") if today < each.starts_on else Tag(_("Expired"), "unknown")
