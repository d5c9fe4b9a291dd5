"""Operators of the platform: the list and what waits, one's own page, its card, its end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from mob.directory import selectors as directory
from mob.directory import services
from mob.directory.partner_types import PartnerKind, PartnerRole, PartnerView
from mob.identity.oidc import overview
from mob.kernel import clock
from mob.web.admin import words
from mob.web.admin.access import StaffRequest, open_to, show
from mob.web.admin.pages import AdminForm, confirm_page, form_page


class PartnerForm(AdminForm):
    """A partner's card."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=160, help_text=gettext_lazy("People read it on the consent page.")
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), widget=forms.RadioSelect, choices=words.choices(words.PARTNER_KINDS)
    )
    contact = forms.CharField(
        label=gettext_lazy("Address of those who answer"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def details(self) -> services.PartnerDetails:
        data = self.cleaned_data
        return services.PartnerDetails(data["name"], PartnerKind(data["kind"]), data["contact"])


class InviteForm(AdminForm):
    """Somebody who will administer the partner's console."""

    email = forms.CharField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        help_text=gettext_lazy("The invitation is good for seven days, and for this address alone."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


@require_safe
@open_to()
def listing(request: StaffRequest) -> HttpResponse:
    """What waits for the platform's word, then every operator."""
    asked = directory.clients_asked(request.actor)
    sheets = overview.sheets(request.actor, [row.client_id for row in asked], now=clock.now())
    context = {
        "asked": [(row, sheets[row.client_id]) for row in asked if row.client_id in sheets],
        "rows": [(row, words.PARTNER_KINDS[row.partner.kind]) for row in directory.partner_rows(request.actor)],
    }
    return show(request, "partners.html", context, here="partners")


@require_http_methods(["GET", "HEAD", "POST"])
@open_to()
def create(request: StaffRequest) -> HttpResponse:
    form = PartnerForm(request.POST or None)

    def save() -> str:
        partner_id = services.create_partner(request.actor, details=form.details(), now=clock.now())
        return _address(directory.partner(request.actor, partner_id))

    return form_page(
        request,
        form,
        save=save,
        title=_("New operator"),
        here="partners",
        back=(_("Operators"), reverse("admin:partners")),
        button=_("Create the operator"),
        done=_("The operator is created. Now invite someone to run its console."),
    )


@require_safe
@open_to()
def page(request: StaffRequest, slug: str) -> HttpResponse:
    """One operator: its card, its clients, its team."""
    partner, now = directory.partner_by_slug(request.actor, slug), clock.now()
    rows = directory.partner_clients(request.actor, partner.id)
    sheets = overview.sheets(request.actor, [row.client_id for row in rows], now=now)
    invitations = directory.partner_invitations(request.actor, partner.id, now=now)
    context = {
        "partner": partner,
        "kind": words.PARTNER_KINDS[partner.kind],
        "clients": [(row, sheets[row.client_id]) for row in rows if row.client_id in sheets],
        "people": directory.partner_members(request.actor, partner.id),
        "invitations": [(view, view.is_open_at(now)) for view in invitations],
    }
    return show(request, "partner.html", context, here="partners")


@require_http_methods(["GET", "HEAD", "POST"])
@open_to()
def edit(request: StaffRequest, slug: str) -> HttpResponse:
    partner = directory.partner_by_slug(request.actor, slug)
    initial: dict[str, Any] = {"name": partner.name, "kind": partner.kind.value, "contact": partner.contact}
    form = PartnerForm(request.POST or None, initial=initial)

    def save() -> str:
        services.edit_partner(request.actor, partner_id=partner.id, details=form.details(), now=clock.now())
        return _address(partner)

    return form_page(
        request,
        form,
        save=save,
        title=_("Card of the operator"),
        here="partners",
        back=(partner.name, _address(partner)),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@open_to()
def invite(request: StaffRequest, slug: str) -> HttpResponse:
    partner, form = directory.partner_by_slug(request.actor, slug), InviteForm(request.POST or None)

    def save() -> str:
        email = form.cleaned_data["email"]
        role = PartnerRole.ADMINISTRATOR
        services.invite_partner(request.actor, partner_id=partner.id, email=email, role=role, now=clock.now())
        return _address(partner)

    return form_page(
        request,
        form,
        save=save,
        title=_("Invite someone"),
        here="partners",
        back=(partner.name, _address(partner)),
        intro=_("They will administer the console of this operator, and invite their team themselves."),
        button=_("Send the invitation"),
        done=_("The invitation is on its way."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@open_to()
def close(request: StaffRequest, slug: str) -> HttpResponse:
    partner = directory.partner_by_slug(request.actor, slug)

    def act() -> str:
        services.close_partner(request.actor, partner_id=partner.id, now=clock.now())
        return reverse("admin:partners")

    return confirm_page(
        request,
        act=act,
        title=_("Close %(name)s") % {"name": partner.name},
        text=_(
            "Its clients stop answering, people's links end and they are told, its team loses its console. For good."
        ),
        button=_("Close this operator"),
        here="partners",
        back=(partner.name, _address(partner)),
        done=_("The operator is closed."),
    )


def _address(partner: PartnerView) -> str:
    return reverse("admin:partner", args=[partner.slug])
