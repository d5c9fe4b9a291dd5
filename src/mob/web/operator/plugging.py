"""Plugging a client in: the addresses and the commands, filled with its own values."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from mob.directory import selectors as directory
from mob.identity.oidc import clients as provider
from mob.identity.oidc import overview
from mob.identity.oidc_types import TokenAuth
from mob.kernel import clock
from mob.web.operator import snippets
from mob.web.operator.access import Request, in_console, show


@require_safe
@in_console
def page(request: Request, client_id: UUID) -> HttpResponse:
    """From the discovery document to userinfo, to copy."""
    directory.partner_client(request.actor, client_id)
    sheet = overview.sheet(request.actor, client_id, now=clock.now())
    client, issuer = sheet.client, provider.issuer()
    context = {
        "sheet": sheet,
        "client": client,
        "issuer": issuer,
        "discovery": f"{issuer}/.well-known/openid-configuration",
        "pairs": snippets.addresses(issuer),
        "steps": snippets.steps(client, issuer),
        "library": snippets.openid_client(client, issuer),
        "has_secret": client.token_auth is TokenAuth.SECRET,
    }
    return show(request, "plug.html", context)
