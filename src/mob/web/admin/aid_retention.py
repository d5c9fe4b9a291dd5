"""How long the files of an aid are kept, and why: told to people before they sign, applied by `mob purge`."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from mob.catalogue import selectors as catalogue
from mob.catalogue import services
from mob.kernel import clock
from mob.web.admin.access import AUTHORS, StaffRequest, open_to
from mob.web.admin.pages import AdminForm, form_page


class RetentionForm(AdminForm):
    years = forms.IntegerField(
        label=gettext_lazy("Years after the decision"),
        help_text=gettext_lazy("The file goes on 31 December of that year. Five by default, from 1 to 10."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    reason_fr = forms.CharField(
        label=gettext_lazy("Why, in French"),
        help_text=gettext_lazy("The law, the audit or the appeal that requires it."),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reason_en = forms.CharField(
        label=gettext_lazy("Why, in English"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(*AUTHORS)
def edit(request: StaffRequest, aid_id: UUID) -> HttpResponse:
    aid = catalogue.editing(request.actor, aid_id)
    held = catalogue.retention_now(aid_id, now=clock.now())
    initial = {"years": held.years, "reason_fr": held.reason, "version": aid.version}
    form = RetentionForm(request.POST or None, initial=initial)
    back = reverse("admin:aid", args=[aid_id])

    def save() -> str:
        services.set_retention(
            request.actor,
            aid_id=aid_id,
            years=form.cleaned_data["years"],
            reason_fr=form.cleaned_data["reason_fr"],
            reason_en=form.cleaned_data["reason_en"],
            expected_version=form.cleaned_data["version"] or 0,
            now=clock.now(),
        )
        return back

    return form_page(
        request,
        form,
        save=save,
        title=_("How long files are kept"),
        here="aids",
        back=(aid.content.fr.title, back),
        intro=_("For files sent from now on. Those already sent keep what their authors were told."),
    )
