"""Secrets and keys of a client: made beside the old ones, and ended once these serve no more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mob.directory import selectors as directory
from mob.identity.oidc import clients as provider
from mob.identity.oidc import credentials, overview
from mob.identity.oidc_types import CredentialKind, MadeClient
from mob.kernel import clock
from mob.web.admin.pages import EXPECTED, AdminForm
from mob.web.operator.access import Request, form_page, in_console, show
from mob.web.operator.client_forms import KeepsNoKey

SPANS = {
    "0": (gettext_lazy("At once: it leaked"), timedelta(0)),
    "1h": (gettext_lazy("1 hour"), timedelta(hours=1)),
    "24h": (gettext_lazy("24 hours"), timedelta(hours=24)),
    "7j": (gettext_lazy("7 days"), timedelta(days=7)),
    "30j": (gettext_lazy("30 days"), timedelta(days=30)),
}


class SpanForm(AdminForm):
    """How long the old one holds."""

    overlap = forms.ChoiceField(
        label=gettext_lazy("The one before still holds for"),
        widget=forms.RadioSelect,
        choices=[(code, label) for code, (label, _span) in SPANS.items()],
        initial="24h",
    )

    def span(self) -> timedelta:
        return SPANS[self.cleaned_data["overlap"]][1]


class KeyForm(KeepsNoKey):
    """A public key, pasted or taken from a file."""

    jwks = forms.CharField(
        label=gettext_lazy("Public key"),
        required=False,
        max_length=25_000,
        widget=forms.Textarea(attrs={"rows": 8, "class": "code", "spellcheck": "false"}),
        help_text=gettext_lazy(
            "A JWK, a JWK Set or a PEM: RSA of at least 2048 bits, or EC P-256. Never the private half."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".json,.jwk,.pem,.pub"}),
    )

    def text(self) -> str:
        found = self.cleaned_data.get("file")
        return str(found.read(25_000).decode("utf-8", "replace")) if found else str(self.cleaned_data["jwks"])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@in_console
def rotate(request: Request, client_id: UUID) -> HttpResponse:
    """Another secret, shown once in this answer."""
    sheet = _sheet(request, client_id)
    form = SpanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            secret = credentials.rotate_secret(request.actor, client_id, overlap=form.span(), now=clock.now())
        except EXPECTED as error:
            form.refuse(error)
        else:
            made = MadeClient(client_id, sheet.client.client_id, secret)
            said = {"made": made, "sheet": sheet, "issuer": provider.issuer(), "title": _("The new secret")}
            return show(request, "secret.html", said)
    context = {
        "form": form,
        "title": _("Make another secret"),
        "intro": _(
            "Both hold during the overlap: give the new one to your servers, watch the old one's last use, end it."
        ),
        "button": _("Make the secret"),
        "back": _back(sheet, client_id),
    }
    return show(request, "form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@in_console
def add_key(request: Request, client_id: UUID) -> HttpResponse:
    """A second key, beside the first."""
    sheet = _sheet(request, client_id)
    form = KeyForm(request.POST or None, request.FILES or None)
    back = _back(sheet, client_id)

    def save() -> str:
        credentials.add_key(request.actor, client_id, form.text(), now=clock.now())
        return back[1]

    return form_page(
        request,
        form,
        save=save,
        title=_("Add a public key"),
        back=back,
        intro=_("Two keys hold at the same time. Sign with the new one, then end the old one."),
        button=_("Add the key"),
        done=_("The key is added."),
        extra={"takes_file": True},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@in_console
def end(request: Request, client_id: UUID, credential_id: UUID) -> HttpResponse:
    """A secret or a key that serves no more."""
    sheet, now = _sheet(request, client_id), clock.now()
    held = next((each for each in credentials.credentials_of(client_id, now=now) if each.id == credential_id), None)
    if held is None:
        raise Http404
    form, back = SpanForm(request.POST or None, initial={"overlap": "0"}), _back(sheet, client_id)

    def save() -> str:
        credentials.end_credential(request.actor, client_id, credential_id, after=form.span(), now=clock.now())
        return back[1]

    is_key = held.kind is CredentialKind.KEY
    context: dict[str, Any] = {"held": held}
    form.fields["overlap"].label = _("It still holds for")
    return form_page(
        request,
        form,
        save=save,
        title=_("End this key") if is_key else _("End this secret"),
        back=back,
        button=_("End it"),
        done=_("It ends as you said."),
        template="proof_end.html",
        extra=context,
    )


def _sheet(request: Request, client_id: UUID) -> overview.ClientSheet:
    directory.partner_client(request.actor, client_id)
    return overview.sheet(request.actor, client_id, now=clock.now())


def _back(sheet: overview.ClientSheet, client_id: UUID) -> tuple[str, str]:
    return sheet.client.name, reverse("operator:client", args=[client_id])
