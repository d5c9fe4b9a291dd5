"""How an employer recognises its people: the domains of its work addresses, and the word of its staff."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from mob.directory import selectors as directory
from mob.directory import services
from mob.directory.types import FunderKind
from mob.kernel import clock
from mob.kernel.actor import Role
from mob.web.admin.access import StaffRequest, open_to
from mob.web.admin.pages import AdminForm, form_page


class AffiliationForm(AdminForm):
    domains = forms.CharField(
        label=gettext_lazy("Domains of your work addresses"),
        help_text=gettext_lazy(
            "What follows the at sign, one a line: entreprise.fr. Each is exact: a sub-domain is listed by itself."
        ),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )
    accepts_by_hand = forms.BooleanField(
        label=gettext_lazy("Your staff may also accept people by hand, for those who have no work address"),
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(Role.ADMINISTRATOR)
def edit(request: StaffRequest, slug: str) -> HttpResponse:
    funder = directory.visible_funder(request.actor, slug)
    if funder.kind is not FunderKind.EMPLOYER:
        raise Http404
    now = directory.affiliation_rules(funder.id)
    initial = {"domains": "\n".join(now.domains), "accepts_by_hand": now.accepts_by_hand, "version": now.version}
    form = AffiliationForm(request.POST or None, initial=initial)
    address = reverse("admin:funder", args=[funder.slug]) + "#affiliation"

    def save() -> str:
        services.set_affiliation_rules(
            request.actor,
            funder_id=funder.id,
            domains=form.cleaned_data["domains"],
            accepts_by_hand=form.cleaned_data["accepts_by_hand"],
            expected_version=form.cleaned_data["version"] or 0,
            now=clock.now(),
        )
        return address

    return form_page(
        request,
        form,
        save=save,
        title=_("How people are affiliated"),
        here="funders",
        back=(funder.name, address),
        intro=_("As soon as this is written, all the aids of this employer are seen by its affiliated people alone."),
    )
