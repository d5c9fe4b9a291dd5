"""Clients of a partner: registering one, and the page of one."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from mob.directory import selectors as directory
from mob.directory import services
from mob.directory.partner_types import ClientState
from mob.identity.oidc import clients as provider
from mob.identity.oidc import credentials, overview
from mob.identity.oidc.credentials import CredentialView
from mob.identity.oidc_types import CredentialKind, MadeClient, TokenAuth
from mob.kernel import clock
from mob.web.account.scope_words import WORDS
from mob.web.admin.pages import EXPECTED
from mob.web.operator import home
from mob.web.operator.access import Request, in_console, partner_of, show
from mob.web.operator.client_forms import NewClientForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@in_console
def create(request: Request) -> HttpResponse:
    """A new client. Its secret is in this answer, and nowhere afterwards."""
    form = NewClientForm(request.POST or None, initial={"mark": secrets.token_hex(3)})
    if request.method == "POST" and form.is_valid():
        made = _made(request, form)
        if made is not None:
            return _welcome(request, made)
    status = 422 if form.is_bound and not form.is_valid() else 200
    return show(request, "client_form.html", {"form": form, "title": _("New client"), "is_new": True}, status=status)


def _made(request: Request, form: NewClientForm) -> MadeClient | None:
    try:
        return services.register_client(
            request.actor,
            partner_id=partner_of(request.actor),
            new=form.new_client(),
            justification=form.justification(),
            now=clock.now(),
        )
    except EXPECTED as error:
        form.refuse(error)
        return None


def _welcome(request: Request, made: MadeClient) -> HttpResponse:
    sheet = overview.sheet(request.actor, made.id, now=clock.now())
    context = {"made": made, "sheet": sheet, "issuer": provider.issuer(), "title": _("The client is registered")}
    return show(request, "secret.html", context)


@require_safe
@in_console
def page(request: Request, client_id: UUID) -> HttpResponse:
    """All there is to know of a client, the most urgent first."""
    now = clock.now()
    row = directory.partner_client(request.actor, client_id)
    sheet = overview.sheet(request.actor, client_id, now=now)
    card = home.card(row, sheet, most=50)
    held = credentials.credentials_of(client_id, now=now)
    context = {
        "card": card,
        "client": sheet.client,
        "is_open": card.state is not ClientState.CLOSED,
        "credentials": [_proof(each, held, now=now) for each in held],
        "has_secret": sheet.client.token_auth is TokenAuth.SECRET,
        "has_keys": sheet.client.token_auth is TokenAuth.KEY,
        "key_kind": CredentialKind.KEY,
        "scopes": [
            (scope, WORDS[scope].title, scope in sheet.client.required)
            for scope in WORDS
            if scope in sheet.client.scopes
        ],
        "issuer": provider.issuer(),
        "days": overview.SHOWN_DAYS,
    }
    return show(request, "client.html", context)


def _proof(each: CredentialView, held: list[CredentialView], *, now: datetime) -> tuple[CredentialView, bool, bool]:
    """A secret or a key, whether it holds, and whether it may be ended: another one stays."""
    holds = each.ends_at is None or each.ends_at > now
    others = any(other.ends_at is None and other.id != each.id for other in held)
    return each, holds, holds and others
