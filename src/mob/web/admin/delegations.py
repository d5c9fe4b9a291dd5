"""Delegations of signature of a funder: who may decide, on what, up to how much, until when; recorded, revoked."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from mob.catalogue import selectors as catalogue
from mob.directory import selectors as directory
from mob.directory import services
from mob.directory.delegations import is_live
from mob.directory.rules import PROCESSING_ROLES
from mob.directory.types import DelegationContent, DelegationView, FunderView
from mob.kernel import clock
from mob.kernel.money import format_euros
from mob.web.admin.access import MANAGERS, StaffRequest, open_to, show
from mob.web.admin.pages import AdminForm, confirm_page, form_page
from mob.web.components import Tag
from mob.web.formats import long_date
from mob.web.forms import DateField, EurosField

ALL, SOME = "toutes", "certaines"


class DelegationForm(AdminForm):
    """What is copied from the act. Nothing is chosen beforehand."""

    units = {"ceiling": "€"}

    holder_id = forms.ChoiceField(label=gettext_lazy("Who receives it"), widget=forms.RadioSelect)
    number = forms.CharField(
        label=gettext_lazy("Number of the act"),
        max_length=60,
        help_text=gettext_lazy("As on the signed act: decisions quote it."),
    )
    signed_on = DateField(label=gettext_lazy("Date of the act"))
    reach = forms.ChoiceField(
        label=gettext_lazy("Aids"),
        widget=forms.RadioSelect,
        choices=[(ALL, gettext_lazy("Every aid")), (SOME, gettext_lazy("Only those ticked below"))],
    )
    aid_ids = forms.MultipleChoiceField(
        label=gettext_lazy("Aids it covers"), widget=forms.CheckboxSelectMultiple, required=False
    )
    ceiling = EurosField(
        label=gettext_lazy("Ceiling"),
        required=False,
        help_text=gettext_lazy("The most one decision may grant, all its payments together. Empty: no ceiling."),
    )
    ends_on = DateField(label=gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Empty: until revoked."))

    def __init__(self, *args: Any, holders: list[tuple[str, str]], aids: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder_id"].choices = holders  # type: ignore[attr-defined]
        if aids:
            self.fields["aid_ids"].choices = aids  # type: ignore[attr-defined]
        else:
            del self.fields["reach"], self.fields["aid_ids"]

    def content(self) -> DelegationContent:
        """What was typed, as services take it. The form is valid."""
        data = self.cleaned_data
        return DelegationContent(
            holder_id=UUID(data["holder_id"]),
            number=data["number"],
            signed_on=data["signed_on"],
            aid_ids=frozenset(map(UUID, data["aid_ids"])) if data.get("reach") == SOME else None,
            ceiling=data["ceiling"],
            ends_on=data["ends_on"],
        )


@require_safe
@open_to(*MANAGERS)
def listing(request: StaffRequest, slug: str) -> HttpResponse:
    """Every delegation of the funder, those that hold first."""
    funder = directory.visible_funder(request.actor, slug)
    today = clock.civil_date(clock.now())
    titles = {str(key): title for key, title in catalogue.offered_by(funder.id)}
    found = directory.delegations_of(request.actor, funder.id)
    found.sort(key=lambda each: (not is_live(each, today), each.signed_on.toordinal() * -1))
    context = {
        "funder": funder,
        "rows": [(each, _tag(each, today), _aids(each, titles), _ceiling(each)) for each in found],
        "today": today,
    }
    return show(request, "delegations.html", context, here="funders")


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(*MANAGERS)
def create(request: StaffRequest, slug: str) -> HttpResponse:
    """Record an act of delegation."""
    funder = directory.visible_funder(request.actor, slug)
    holders = [
        (str(card.user_id), card.full_name)
        for card in directory.staff_of(funder.id)
        if card.roles & PROCESSING_ROLES and card.user_id != request.actor.id
    ]
    aids = [(str(key), title) for key, title in catalogue.offered_by(funder.id)]
    form = DelegationForm(request.POST or None, holders=holders, aids=aids)

    def save() -> str:
        services.record_delegation(request.actor, funder_id=funder.id, content=form.content(), now=clock.now())
        return _address(funder)

    return form_page(
        request,
        form,
        save=save,
        title=_("Record a delegation"),
        here="funders",
        back=(_("Delegations"), _address(funder)),
        intro=_("It is given by a signed act of your organisation; this records it. Nobody records their own."),
        button=_("Record the delegation"),
        done=_("The delegation is recorded."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(*MANAGERS)
def revoke(request: StaffRequest, delegation_id: UUID) -> HttpResponse:
    """End a delegation at once."""
    found = directory.delegation(request.actor, delegation_id)
    funder = directory.funder(found.funder_id) if found else None
    if found is None or funder is None:
        raise Http404

    def act() -> str:
        services.revoke_delegation(request.actor, delegation_id=delegation_id, now=clock.now())
        return _address(funder)

    return confirm_page(
        request,
        act=act,
        title=_("Revoke delegation %(number)s") % {"number": found.number},
        text=_("From the next click, %(name)s decides nothing under it. What was decided stays.")
        % {"name": found.holder_name},
        button=_("Revoke the delegation"),
        here="funders",
        back=(_("Delegations"), _address(funder)),
        done=_("The delegation is revoked."),
    )


def _tag(each: DelegationView, today: date) -> Tag:
    if is_live(each, today):
        return Tag(_("In force"), "ok")
    if each.revoked_at is not None:
        return Tag(_("Revoked"), "unknown")
    return Tag(_("To come"), "hollow") if today < each.signed_on else Tag(_("Expired"), "unknown")


def _aids(each: DelegationView, titles: dict[str, str]) -> str:
    if each.aid_ids is None:
        return _("Every aid")
    return ", ".join(sorted(titles.get(str(key), _("an aid withdrawn since")) for key in each.aid_ids))


def _ceiling(each: DelegationView) -> str:
    until = _("until %(date)s") % {"date": long_date(each.ends_on)} if each.ends_on else ""
    amount = (
        _("up to %(amount)s") % {"amount": format_euros(each.ceiling)} if each.ceiling is not None else _("no ceiling")
    )
    return ", ".join(part for part in (amount, until) if part)


def _address(funder: FunderView) -> str:
    return reverse("admin:delegations", args=[funder.slug])
