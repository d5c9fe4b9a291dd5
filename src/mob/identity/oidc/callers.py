"""Which client is calling: by the one way it registered, never by two at once (RFC 6749 §2.3)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import unquote_plus

from mob.identity.models import Client
from mob.identity.oidc import assertions, clients, credentials
from mob.identity.oidc.failures import Reason, record_failure
from mob.identity.oidc_types import TokenAuth


def prove(authorization: str, form: Mapping[str, str], *, endpoint: str, now: datetime) -> Client | None:
    """The client that made this request, or None: then its partner is told why, when it names one.

    `authorization`: the header, empty without one. `endpoint`: where this happens, as failures are kept.
    """
    row, fault = _proved(authorization, form, now=now)
    if row is not None and fault is not None:
        record_failure(row.id, endpoint, fault, now)
    return row if fault is None else None


def _proved(authorization: str, form: Mapping[str, str], *, now: datetime) -> tuple[Client | None, Reason | None]:
    """The client that is named, and why it is not believed to be there."""
    claimed = form.get("client_id", "")
    ways = [bool(authorization), "client_secret" in form, "client_assertion" in form]
    if sum(ways) > 1:
        return clients.any_row(claimed), Reason.TWO_PROOFS
    name, secret = _basic(authorization) if authorization else (claimed, form.get("client_secret", ""))
    if "client_assertion" in form:
        name = claimed or assertions.unproved_subject(form["client_assertion"])
    row = clients.any_row(name)
    if row is None or (fault := _state_fault(row)) is not None:
        return row, fault if row is not None else None
    if authorization and claimed not in ("", name):
        return row, Reason.TWO_PROOFS
    if "client_assertion" in form:
        is_jwt = form.get("client_assertion_type") == assertions.TYPE
        return row, assertions.fault_of(form["client_assertion"], row, now=now) if is_jwt else Reason.OTHER_PROOF
    if authorization or "client_secret" in form:
        return row, credentials.secret_fault(row, secret, now=now)
    return row, None if row.token_auth == TokenAuth.NONE.value else Reason.OTHER_PROOF


def _state_fault(row: Client) -> Reason | None:
    if row.closed_at is not None:
        return Reason.CLIENT_CLOSED
    return Reason.CLIENT_WAITING if row.is_waiting else None


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
