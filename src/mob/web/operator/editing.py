"""Changing a client: what will change is read back before it does. Asking again after a refusal, and closing."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from mob.directory import selectors as directory
from mob.directory import services
from mob.directory.partner_types import PartnerClientView
from mob.identity.oidc import keeping, overview
from mob.identity.oidc_types import NewClient
from mob.kernel import clock
from mob.kernel.errors import Refused
from mob.web.admin.pages import EXPECTED, words_of
from mob.web.operator.access import Request, confirm_page, in_console, show
from mob.web.operator.client_forms import ClientForm, initial_of


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that will be otherwise. `waits`: once the platform says yes."""

    label: str
    before: str
    after: str
    waits: bool


@require_http_methods(["GET", "HEAD", "POST"])
@in_console
def edit(request: Request, client_id: UUID) -> HttpResponse:
    """The form, then what changes, then the change."""
    row = directory.partner_client(request.actor, client_id)
    before = keeping.described(request.actor, client_id)
    form = ClientForm(request.POST or None, initial=initial_of(before, row.justification))
    context = {"form": form, "title": _("Change the client"), "row": row, "client": before, "is_new": False}
    if request.method == "POST" and form.is_valid():
        new = form.edited(before)
        if "sure" not in request.POST and "back" not in request.POST:
            changes = _changes(row, before, new)
            return show(request, "read_back.html", context | {"changes": changes, "sent": _sent(request)})
        if "sure" in request.POST and _done(request, client_id, form, new):
            return HttpResponseRedirect(reverse("operator:client", args=[client_id]))
    status = 422 if form.is_bound and not form.is_valid() else 200
    return show(request, "client_form.html", context, status=status)


def _done(request: Request, client_id: UUID, form: ClientForm, new: NewClient) -> bool:
    try:
        services.edit_client(
            request.actor, client_id=client_id, new=new, justification=form.justification(), now=clock.now()
        )
    except EXPECTED as error:
        form.refuse(error)
        return False
    messages.success(request, _("The client is changed."))
    return True


def _sent(request: Request) -> list[tuple[str, str]]:
    """What was typed, to be sent again with the word that it is meant."""
    kept = [name for name in request.POST if name not in ("csrfmiddlewaretoken", "sure", "back")]
    return [(name, request.POST.get(name, "")) for name in kept]


def _changes(row: PartnerClientView, before: NewClient, new: NewClient) -> list[Change]:
    fields = ClientForm.base_fields
    labels = {"scopes": _("Scopes"), "required": _("Indispensable scopes")}
    is_live = not (row.is_sandbox or before.is_waiting)
    return [
        Change(
            labels.get(name) or str(fields[name].label),
            _plain(getattr(before, name)),
            _plain(getattr(new, name)),
            is_live and name in keeping.ALLOWED,
        )
        for name in keeping.changed(before, new)
    ]


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return "\n".join(value) if isinstance(value, tuple) else str(value)


@require_POST
@in_console
def ask_again(request: Request, client_id: UUID) -> HttpResponse:
    """After a refusal, once what was wrong is put right."""
    try:
        services.ask_again(request.actor, client_id=client_id, now=clock.now())
        messages.success(request, _("The request is with the platform again."))
    except Refused as error:
        messages.error(request, words_of(error, request.LANGUAGE_CODE))
    return HttpResponseRedirect(reverse("operator:client", args=[client_id]))


@require_http_methods(["GET", "HEAD", "POST"])
@in_console
def close(request: Request, client_id: UUID) -> HttpResponse:
    """The end of a client, for everybody who linked it."""
    directory.partner_client(request.actor, client_id)
    sheet = overview.sheet(request.actor, client_id, now=clock.now())

    def act() -> str:
        services.close_client(request.actor, client_id=client_id, now=clock.now())
        return reverse("operator:home")

    said = ngettext(
        "%(count)d person linked this service. The link ends and she is told by mail.",
        "%(count)d people linked this service. Their links end and they are told by mail.",
        sheet.people,
    )
    for_good = _("Its tokens and secrets stop working at once, and it cannot be opened again.")
    people = said % {"count": sheet.people} if sheet.people else _("Nobody linked this service.")
    return confirm_page(
        request,
        act=act,
        title=_("Close %(name)s") % {"name": sheet.client.name},
        text=f"{people} {for_good}",
        button=_("Close this client"),
        back=(sheet.client.name, reverse("operator:client", args=[client_id])),
        done=_("The client is closed."),
    )
