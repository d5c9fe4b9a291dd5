"""Taking one's data away, and leaving."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.response import HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mob.identity import selectors, services, sessions
from mob.identity.types import Choice, OpenItem, ReceiptKind
from mob.kernel import clock
from mob.web.account.requests import confirmed, refusals, show, signed_in
from mob.web.forms import Form
from mob.web.requests import Request

_CHOICES = [
    (Choice.CONTINUE.value, _("Let it go on: the funder decides, and writes to the address it has")),
    (Choice.WITHDRAW.value, _("Withdraw it: the funder stops there")),
]


KINDS = {
    ReceiptKind.NOTICE: _("Notice on personal data, shown before you signed"),
    ReceiptKind.SERVICE: _("Your agreement to link a service"),
    ReceiptKind.WORK_MAILS: _("Your agreement to mails at your work address"),
    ReceiptKind.ACCESSIBILITY: _("Your agreement to keep what you need in order to travel"),
    ReceiptKind.ACCESSIBILITY_SHARE: _("Your agreement to let a service read what you need in order to travel"),
    ReceiptKind.CERTIFIED_FACTS: _("Your agreement that a funder reads a register"),
}


class DeletionForm(Form):
    """A choice for each application under way, and a last yes."""

    sure = forms.BooleanField(label=_("I want to delete my account. I know that it cannot be undone."))

    def __init__(self, data: Any, *, items: Sequence[OpenItem]) -> None:
        super().__init__(data)
        for item in items:
            widget = forms.RadioSelect()
            label = f"{item.title} · {item.detail}"
            self.fields[f"choice_{item.id}"] = forms.ChoiceField(label=label, choices=_CHOICES, widget=widget)
        self.order_fields([*(f"choice_{item.id}" for item in items), "sure"])
        self.choice_fields = [self[f"choice_{item.id}"] for item in items]

    def choices(self, items: Sequence[OpenItem]) -> Mapping[UUID, Choice]:
        return {item.id: Choice(self.cleaned_data[f"choice_{item.id}"]) for item in items}


@require_http_methods(["GET", "HEAD"])
@signed_in
def overview(request: Request) -> HttpResponseBase:
    """What can be taken away, and what is kept how long."""
    return show(request, "account/data.html", {"retained": services.retained(request.actor)})


@require_http_methods(["GET", "HEAD"])
@signed_in
def proofs(request: Request) -> HttpResponseBase:
    """What was shown and agreed to, word for word, and until when it is kept."""
    found = [(KINDS[view.kind], view) for view in selectors.receipts_of(request.actor)]
    return show(request, "account/proofs.html", {"receipts": found})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed
def download(request: Request) -> HttpResponseBase:
    """The archive. GET shows the button again, after a fresh proof brought the person back here."""
    if request.method != "POST":
        return show(request, "account/download.html", {})
    response = HttpResponse(services.export_everything(request.actor), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="moB-{clock.civil_date(clock.now())}.zip"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed
def delete(request: Request) -> HttpResponseBase:
    """The last page: what goes, what stays and until when, what becomes of each application."""
    items = services.open_items(request.actor)
    form = DeletionForm(request.POST or None, items=items)
    if form.is_valid():
        with refusals(form):
            services.delete_account(request.actor, choices=form.choices(items), now=clock.now())
            sessions.end(request, now=clock.now())
            return HttpResponseRedirect("/compte-supprime")
    return show(request, "account/delete.html", {"items": items, "retained": services.retained(request.actor)}, form)


@require_http_methods(["GET", "HEAD"])
def deleted(request: HttpRequest) -> HttpResponseBase:
    return show(request, "account/deleted.html", {"here": ""})
