"""Which client is calling: by the one way it registered, never by two at once (RFC 6749 §2.3)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import unquote_plus

from mob.identity.models import Client
from mob.identity.oidc import assertions, clients
from mob.identity.oidc_types import TokenAuth


def prove(authorization: str, form: Mapping[str, str], *, now: datetime) -> Client | None:
    """The client that made this request, or None. `authorization`: the header, empty without one."""
    claimed = form.get("client_id", "")
    ways = [bool(authorization), "client_secret" in form, "client_assertion" in form]
    if sum(ways) > 1:
        return None
    if authorization:
        client_id, secret = _basic(authorization)
        return _by_secret(client_id, secret) if claimed in ("", client_id) else None
    if "client_secret" in form:
        return _by_secret(claimed, form["client_secret"])
    if "client_assertion" in form:
        is_jwt = form.get("client_assertion_type") == assertions.TYPE
        return assertions.prove(form["client_assertion"], client_id=claimed, now=now) if is_jwt else None
    row = clients.row_of(claimed)
    return row if row is not None and row.token_auth == TokenAuth.NONE.value else None


def _basic(header: str) -> tuple[str, str]:
    """Name and secret of a Basic header, percent-decoded as RFC 6749 §2.3.1 asks; empty when it is anything else."""
    kind, _space, value = header.partition(" ")
    if kind.lower() != "basic" or len(value) > 1_000:
        return "", ""
    try:
        name, colon, secret = base64.b64decode(value.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return "", ""
    return (unquote_plus(name), unquote_plus(secret)) if colon else ("", "")


def _by_secret(client_id: str, secret: str) -> Client | None:
    row = clients.row_of(client_id)
    return row if row is not None and clients.is_secret_of(row, secret) else None
