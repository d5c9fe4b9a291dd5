"""A client of an operator before the platform: what it asks, yes or no, and how often it may call."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from mob.directory import selectors as directory
from mob.directory import services
from mob.directory.partner_types import PartnerClientView
from mob.identity.oidc import keeping, limits, overview
from mob.identity.oidc.limits import Quota, QuotaKind
from mob.identity.oidc_types import NewClient
from mob.kernel import clock
from mob.web.account.scope_words import WORDS
from mob.web.admin.access import StaffRequest, open_to, show
from mob.web.admin.pages import EXPECTED, AdminForm, form_page


class DecisionForm(AdminForm):
    """Yes, or no with what is missing."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Your answer"),
        widget=forms.RadioSelect,
        choices=[("yes", gettext_lazy("Accept")), ("no", gettext_lazy("Refuse"))],
    )
    why = forms.CharField(
        label=gettext_lazy("If you refuse, what is missing"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The operator reads it as you write it, and can correct."),
    )


class QuotaForm(AdminForm):
    """Calls in a minute and in a day, of each kind. Both empty: the default."""

    token_minute = forms.IntegerField(label=gettext_lazy("Token requests a minute"), required=False, min_value=1)
    token_day = forms.IntegerField(label=gettext_lazy("Token requests a day"), required=False, min_value=1)
    api_minute = forms.IntegerField(label=gettext_lazy("API calls a minute"), required=False, min_value=1)
    api_day = forms.IntegerField(label=gettext_lazy("API calls a day"), required=False, min_value=1)

    def quota(self, kind: QuotaKind) -> Quota | None:
        default = limits.DEFAULTS[kind]
        minute, day = (self.cleaned_data[f"{kind.value}_{span}"] for span in ("minute", "day"))
        if minute is None and day is None:
            return None
        return Quota(minute or default.minute, day or default.day)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to()
def page(request: StaffRequest, client_id: UUID) -> HttpResponse:
    """All that is asked and why, and the answer."""
    row = directory.partner_client(request.actor, client_id)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _decided(request, row, form):
        return HttpResponseRedirect(reverse("admin:partners"))
    sheet = overview.sheet(request.actor, client_id, now=clock.now())
    context: dict[str, Any] = {"row": row, "sheet": sheet, "client": sheet.client, "form": form}
    if sheet.closed_at is None:
        context["lines"] = _lines(request, row)
    return show(request, "partner_client.html", context, here="partners", status=422 if form.errors else 200)


def _decided(request: StaffRequest, row: PartnerClientView, form: DecisionForm) -> bool:
    now = clock.now()
    try:
        if form.cleaned_data["decision"] == "yes":
            services.accept_client(request.actor, client_id=row.client_id, now=now)
            messages.success(request, _("The client is accepted."))
        else:
            services.refuse_client(request.actor, client_id=row.client_id, why=form.cleaned_data["why"], now=now)
            messages.success(request, _("The client is refused, and its operator reads why."))
    except EXPECTED as error:
        form.refuse(error)
        return False
    return True


def _lines(request: StaffRequest, row: PartnerClientView) -> list[tuple[str, str, str, bool, bool]]:
    """Each scope as it will be: code, words, reason, whether indispensable, whether new."""
    before = keeping.described(request.actor, row.client_id)
    after = services.with_wanted(before, row.wanted)
    return [_line(scope, row, before, after) for scope in after.scopes]


def _line(scope: str, row: PartnerClientView, before: NewClient, after: NewClient) -> tuple[str, str, str, bool, bool]:
    title = next((str(each.title) for known, each in WORDS.items() if known == scope), scope)
    is_new = bool(row.wanted) and scope not in before.scopes
    return scope, title, row.justification.get(scope, ""), scope in after.required, is_new


@require_http_methods(["GET", "HEAD", "POST"])
@open_to()
def quotas(request: StaffRequest, client_id: UUID) -> HttpResponse:
    """How often it may call. The whole form is written, or nothing."""
    directory.partner_client(request.actor, client_id)
    sheet = overview.sheet(request.actor, client_id, now=clock.now())
    initial = {f"{each.kind.value}_minute": each.quota.minute for each in sheet.usage}
    initial |= {f"{each.kind.value}_day": each.quota.day for each in sheet.usage}
    form, address = QuotaForm(request.POST or None, initial=initial), reverse("admin:partner-client", args=[client_id])

    def save() -> str:
        said = {kind: form.quota(kind) for kind in QuotaKind}
        keeping.set_quotas(request.actor, client_id, said, now=clock.now())
        return address

    return form_page(
        request,
        form,
        save=save,
        title=_("Quotas of %(name)s") % {"name": sheet.client.name},
        here="partners",
        back=(sheet.client.name, address),
        intro=_("Beyond, calls are answered 429 with how long to wait. Left empty, the defaults hold."),
    )
