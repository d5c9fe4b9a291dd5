"""What a client proves itself by: secrets of which the SHA-256 alone is kept, public keys. Two may hold at once, so that
a service changes over without a minute of silence.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from mob.identity.events import ClientProofAdded, ClientProofEnded
from mob.identity.models import Client, ClientCredential
from mob.identity.oidc import public_keys
from mob.identity.oidc.digests import digest
from mob.identity.oidc.reasons import Reason
from mob.identity.oidc_types import CredentialKind, TokenAuth
from mob.identity.permissions import check_keeps_client
from mob.journal import services as journal
from mob.kernel.actor import Actor
from mob.kernel.errors import Invalid, NotFound, Refused

OVERLAP, LONGEST_OVERLAP = timedelta(hours=24), timedelta(days=30)
_AT_ONCE = 2
# Often enough to see that an old one serves no more, seldom enough to cost nothing.
_SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class CredentialView:
    """A secret or a key as its partner sees it. `hint`: first characters of a secret, `kid` of a key."""

    id: UUID
    kind: CredentialKind
    hint: str
    alg: str
    made_at: datetime
    ends_at: datetime | None
    last_used_at: datetime | None


def begin(actor: Actor, row: Client, jwks: Mapping[str, Any], *, now: datetime) -> str:
    """The first proof of a client: the keys it brings, else a secret, returned once; nothing for a public one."""
    if row.token_auth == TokenAuth.KEY.value:
        for key in jwks["keys"]:
            _keep_key(actor, row, public_keys.checked(key), now=now)
        return ""
    return _make(actor, row, now=now) if row.token_auth == TokenAuth.SECRET.value else ""


def rotate_secret(actor: Actor, client_id: UUID, *, overlap: timedelta, now: datetime) -> str:
    """A new secret, returned once. The one before holds for `overlap` more; zero ends it at once.

    Raises NotFound, Invalid `overlap_length`, Refused: a client without secret, two that hold already.
    """
    if not timedelta(0) <= overlap <= LONGEST_OVERLAP:
        raise Invalid("overlap_length", "overlap", days=LONGEST_OVERLAP.days)
    with transaction.atomic():
        row = take(actor, client_id)
        if row.token_auth != TokenAuth.SECRET.value:
            raise Refused("client_without_secret")
        held = list(_holding(row, CredentialKind.SECRET, now=now).order_by("made_at"))
        if len(held) >= _AT_ONCE and overlap:
            raise Refused("client_two_secrets")
        for each in held:
            _end(actor, row, each, at=now + overlap, now=now)
        return _make(actor, row, now=now)


def add_key(actor: Actor, client_id: UUID, text: str, *, now: datetime) -> None:
    """Add public keys beside those there are. Raises NotFound, Invalid, Refused."""
    keys = public_keys.read(text)
    with transaction.atomic():
        row = take(actor, client_id)
        if row.token_auth != TokenAuth.KEY.value:
            raise Refused("client_without_keys")
        held = _holding(row, CredentialKind.KEY, now=now)
        if held.count() + len(keys) > _AT_ONCE:
            raise Refused("client_two_keys")
        if held.filter(hint__in=[key["kid"] for key in keys]).exists():
            raise Invalid("jwk_kid_taken", public_keys.FIELD)
        for key in keys:
            _keep_key(actor, row, key, now=now)


def end_credential(actor: Actor, client_id: UUID, credential_id: UUID, *, after: timedelta, now: datetime) -> None:
    """It proves nothing once `after` has passed: zero, at once.

    Raises NotFound, Invalid `overlap_length`, Refused: the last one that holds.
    """
    if not timedelta(0) <= after <= LONGEST_OVERLAP:
        raise Invalid("overlap_length", "overlap", days=LONGEST_OVERLAP.days)
    with transaction.atomic():
        row = take(actor, client_id)
        found = row.credentials.filter(id=credential_id).first()
        if found is None:
            raise NotFound("credential_unknown")
        others = _holding(row, CredentialKind(found.kind), now=now).filter(ends_at=None).exclude(id=found.id)
        if not others.exists():
            raise Refused("client_last_proof")
        _end(actor, row, found, at=now + after, now=now)


def take(actor: Actor, client_id: UUID) -> Client:
    """The client's row, held until the transaction ends. Raises NotFound: closed, or somebody else's."""
    row: Client | None = Client.objects.select_for_update().filter(id=client_id, closed_at=None).first()
    if row is None:
        raise NotFound("oidc_client_unknown")
    check_keeps_client(actor, row.owner)
    return row


def _make(actor: Actor, row: Client, *, now: datetime) -> str:
    secret = secrets.token_hex(32)
    made = row.credentials.create(kind=CredentialKind.SECRET.value, digest=digest(secret), hint=secret[:4], made_at=now)
    _record(actor, row, ClientProofAdded(made.id, is_key=False), now=now)
    return secret


def _keep_key(actor: Actor, row: Client, key: dict[str, str], *, now: datetime) -> None:
    mark = public_keys.thumbprint(key)
    row.credentials.filter(digest=mark).exclude(ends_at=None).delete()  # a key that comes back
    if row.credentials.filter(digest=mark).exists():
        raise Invalid("jwk_there_already", public_keys.FIELD)
    made = row.credentials.create(
        kind=CredentialKind.KEY.value, digest=mark, public_jwk=key, hint=key["kid"], made_at=now
    )
    _record(actor, row, ClientProofAdded(made.id, is_key=True), now=now)


def _end(actor: Actor, row: Client, held: ClientCredential, *, at: datetime, now: datetime) -> None:
    if held.ends_at is not None and held.ends_at <= at:
        return
    held.ends_at = at
    held.save(update_fields=["ends_at"])
    _record(actor, row, ClientProofEnded(held.id, at), now=now)


def _record(actor: Actor, row: Client, fact: ClientProofAdded | ClientProofEnded, *, now: datetime) -> None:
    journal.append(actor, stream=f"client:{row.id}", events=[fact], now=now)


def _holding(row: Client, kind: CredentialKind, *, now: datetime) -> QuerySet[ClientCredential]:
    still = Q(ends_at=None) | Q(ends_at__gt=now)
    found: QuerySet[ClientCredential] = ClientCredential.objects.filter(still, client_id=row.id, kind=kind.value)
    return found


def secret_fault(row: Client, secret: str, *, now: datetime) -> Reason | None:
    """None for one that holds, else why not."""
    if row.token_auth != TokenAuth.SECRET.value:
        return Reason.OTHER_PROOF
    found = row.credentials.filter(kind=CredentialKind.SECRET.value, digest=digest(secret)).first()
    if found is None:
        return Reason.SECRET_WRONG
    if found.ends_at is not None and found.ends_at <= now:
        return Reason.SECRET_ENDED
    _see(found, now=now)
    return None


def keys_holding(row: Client, *, now: datetime) -> Sequence[Mapping[str, Any]]:
    """The public keys that a client signs its proofs with."""
    return [each.public_jwk for each in _holding(row, CredentialKind.KEY, now=now).order_by("-made_at")]


def see_key(row: Client, key: Mapping[str, Any], *, now: datetime) -> None:
    """This key proved the client just now."""
    found = _holding(row, CredentialKind.KEY, now=now).filter(hint=str(key.get("kid", ""))).first()
    if found is not None:
        _see(found, now=now)


def _see(held: ClientCredential, *, now: datetime) -> None:
    if held.last_used_at is None or now - held.last_used_at >= _SEEN_EVERY:
        ClientCredential.objects.filter(id=held.id).update(last_used_at=now)


def credentials_of(client_id: UUID, *, now: datetime) -> list[CredentialView]:
    """Those that hold and those that ended within a month, newest first. The caller checked who asks."""
    recent = Q(ends_at=None) | Q(ends_at__gt=now - LONGEST_OVERLAP)
    rows = ClientCredential.objects.filter(recent, client_id=client_id).order_by("-made_at", "-id")
    return [
        CredentialView(
            row.id,
            CredentialKind(row.kind),
            row.hint,
            str(row.public_jwk.get("alg", "")),
            row.made_at,
            row.ends_at,
            row.last_used_at,
        )
        for row in rows
    ]
