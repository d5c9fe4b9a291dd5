"""Funders: the list, a funder's own page, its card. Communities and staff have modules of their own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from mob.catalogue import selectors as catalogue
from mob.directory import selectors as directory
from mob.directory import services
from mob.directory.rules import grantable_roles, is_funder_staff, is_platform_administrator
from mob.directory.types import FunderDetails, FunderKind, FunderView
from mob.kernel import clock
from mob.kernel.actor import Actor, Role
from mob.web.admin import words
from mob.web.admin.access import AUTHORS, MEMBERS, StaffRequest, may_enter, open_to, show
from mob.web.admin.pages import AdminForm, cut, form_page, page_number

SIZE = 50


class ContactForm(AdminForm):
    """Where people are helped off-line, how agents come in: what a funder’s own administrator keeps up to date."""

    contact_address = forms.CharField(
        label=gettext_lazy("Postal address"), required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )
    contact_phone = forms.CharField(
        label=gettext_lazy("Telephone"), required=False, max_length=40, widget=forms.TextInput(attrs={"type": "tel"})
    )
    contact_hours = forms.CharField(
        label=gettext_lazy("Opening hours"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("For example: Monday to Friday, 9:00 to 17:00."),
    )
    contact_email = forms.CharField(
        label=gettext_lazy("E-mail address"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    requires_proconnect = forms.BooleanField(
        label=gettext_lazy("Our agents come in by ProConnect alone"),
        required=False,
        help_text=gettext_lazy("Codes, passwords and keys then open nothing of this funder to them."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class FunderForm(ContactForm):
    """The whole card, for administrators of the platform."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), widget=forms.RadioSelect, choices=words.choices(words.FUNDER_KINDS)
    )
    siren = forms.CharField(
        label=gettext_lazy("SIREN number"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("Nine digits, on any official paper of the organisation."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    siret = forms.CharField(
        label=gettext_lazy("SIRET number"),
        required=False,
        max_length=24,
        help_text=gettext_lazy("Fourteen digits: the establishment that ProConnect names for its agents."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    covers_all_establishments = forms.BooleanField(
        label=gettext_lazy("Agents of every establishment of this SIREN are its agents"), required=False
    )
    is_invented = forms.BooleanField(
        label=gettext_lazy("This funder is invented, for demonstration"),
        required=False,
    )
    field_order = ("name", "kind", "siren", "siret", "covers_all_establishments", "is_invented")


@require_safe
@open_to()
def listing(request: StaffRequest) -> HttpResponse:
    """Every funder, by name, found again by name, SIREN or kind."""
    text, kind = request.GET.get("q", "")[:120], request.GET.get("genre", "")
    number = page_number(request)
    rows, total = directory.funder_rows(
        request.actor,
        text=text,
        kind=FunderKind(kind) if kind in set(FunderKind) else None,
        start=(number - 1) * SIZE,
        limit=SIZE,
    )
    context = {
        "rows": [(row, words.FUNDER_KINDS[row.funder.kind]) for row in rows],
        "page": cut(rows, (number - 1) * SIZE, SIZE, total),
        "total": total,
        "q": text,
        "kind": kind,
        "kinds": words.choices(words.FUNDER_KINDS),
    }
    return show(request, "funders.html", context, here="funders")


@require_http_methods(["GET", "HEAD", "POST"])
@open_to()
def create(request: StaffRequest) -> HttpResponse:
    form = FunderForm(request.POST or None)

    def save() -> str:
        details = _details(form.cleaned_data)
        funder_id = services.create_funder(request.actor, details=details, now=clock.now())
        return _address(directory.funder(funder_id))

    return form_page(
        request,
        form,
        save=save,
        title=_("New funder"),
        here="funders",
        back=(_("Funders"), reverse("admin:funders")),
        button=_("Create the funder"),
        done=_("The funder is created. Now invite someone to run it."),
    )


@require_safe
@open_to(*MEMBERS)
def page(request: StaffRequest, slug: str) -> HttpResponse:
    """One funder: its card, communities, staff, invitations, keys, aids."""
    actor = request.actor
    funder = directory.visible_funder(actor, slug)
    now = clock.now()
    context = {
        "funder": funder,
        "kind": words.FUNDER_KINDS[funder.kind],
        "communities": directory.communities_managed(actor, funder.id),
        "people": [(row, words.ROLES[row.role]) for row in directory.memberships_of(actor, funder.id)],
        "invitations": [
            (row, words.ROLES[row.role], row.is_open_at(now))
            for row in directory.invitations_of(actor, funder.id, now=now)
        ],
        "grantable": grantable_roles(actor, funder.id),
        "has_key": directory.has_usable_key(funder.id),
        "may_edit": may_edit(actor, funder),
        "may_see_keys": is_funder_staff(actor, funder.id, Role.SUPERVISOR, Role.ADMINISTRATOR),
        "aid_count": _aid_count(actor, funder),
        "me": actor.id,
        "door": directory.affiliation_rules(funder.id) if funder.kind is FunderKind.EMPLOYER else None,
    }
    return show(request, "funder.html", context, here="funders")


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(Role.ADMINISTRATOR)
def edit(request: StaffRequest, slug: str) -> HttpResponse:
    funder = directory.visible_funder(request.actor, slug)
    kind = FunderForm if is_platform_administrator(request.actor) else ContactForm
    form = kind(request.POST or None, initial=_initial(funder))

    def save() -> str:
        services.edit_funder(
            request.actor,
            funder_id=funder.id,
            details=_details(form.cleaned_data | {"name": form.cleaned_data.get("name", funder.name)}),
            expected_version=form.cleaned_data["version"] or 0,
            now=clock.now(),
        )
        return _address(funder)

    return form_page(
        request, form, save=save, title=_("Card of the funder"), here="funders", back=(funder.name, _address(funder))
    )


def may_edit(actor: Actor, funder: FunderView) -> bool:
    """Whether the actor looks after this funder's card and communities."""
    return is_platform_administrator(actor) or is_funder_staff(actor, funder.id, Role.ADMINISTRATOR)


def _aid_count(actor: Actor, funder: FunderView) -> int | None:
    return catalogue.aids(actor, funder_id=funder.id, limit=1)[1] if may_enter(actor, AUTHORS) else None


def _address(funder: FunderView | None) -> str:
    assert funder is not None
    return reverse("admin:funder", args=[funder.slug])


def _initial(funder: FunderView) -> dict[str, Any]:
    return {name: getattr(funder, name) for name in _WRITTEN} | {"kind": funder.kind.value, "version": funder.version}


_WRITTEN = (
    *("name", "siren", "siret", "covers_all_establishments", "requires_proconnect", "is_invented"),
    *("contact_address", "contact_phone", "contact_hours", "contact_email"),
)


def _details(data: dict[str, Any]) -> FunderDetails:
    """What was typed. A contact form says nothing of the kind: the service keeps the one there is."""
    return FunderDetails(
        name=data["name"],
        kind=FunderKind(data.get("kind", FunderKind.TERRITORIAL)),
        siren=data.get("siren", ""),
        is_invented=data.get("is_invented", False),
        contact_address=data["contact_address"],
        contact_phone=data["contact_phone"],
        contact_hours=data["contact_hours"],
        contact_email=data["contact_email"],
        siret=data.get("siret", ""),
        covers_all_establishments=data.get("covers_all_establishments", False),
        requires_proconnect=data["requires_proconnect"],
    )
