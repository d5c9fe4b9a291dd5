"""Clients of the provider: registering one, reading one, and the proof of who is calling."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.crypto import constant_time_compare

from mob.identity.events import ClientMoved, ClientRegistered
from mob.identity.models import Client
from mob.identity.oidc import redirects, signing
from mob.identity.oidc_types import ClientView, MadeClient, NewClient, Scope, Signing, TokenAuth
from mob.identity.permissions import check_is_system
from mob.journal import services as journal
from mob.kernel.actor import Actor
from mob.kernel.errors import Invalid, NotFound, Refused

_ID_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_.")

issuer = signing.issuer


def find(client_id: str) -> ClientView | None:
    """The client of this name, unless it is closed."""
    row = row_of(client_id)
    return view(row) if row else None


def row_of(client_id: str) -> Client | None:
    if not client_id or len(client_id) > 100 or "\0" in client_id:
        return None
    found: Client | None = Client.objects.filter(client_id=client_id, closed_at=None).first()
    return found


def name_of(key: UUID) -> str:
    """How a service is called, closed or not; empty for one that was never there."""
    return str(Client.objects.filter(id=key).values_list("name", flat=True).first() or "")


def all_clients(actor: Actor) -> list[ClientView]:
    """Every open client, for the administration and for `mob doctor`."""
    check_is_system(actor)
    return [view(row) for row in Client.objects.filter(closed_at=None).order_by("client_id")]


def view(row: Client) -> ClientView:
    return ClientView(
        id=row.id,
        client_id=row.client_id,
        name=row.name,
        operator=row.operator,
        homepage=row.homepage,
        redirect_uris=tuple(row.redirect_uris.split("\n")) if row.redirect_uris else (),
        post_logout_redirect_uris=tuple(row.post_logout_redirect_uris.split("\n"))
        if row.post_logout_redirect_uris
        else (),
        scopes=frozenset(row.scope.split()),
        required=frozenset(row.required_scope.split()),
        sector=row.sector,
        is_public=row.client_type == Client.CLIENT_PUBLIC,
        is_native=row.is_native,
        is_service_account=row.authorization_grant_type == Client.GRANT_CLIENT_CREDENTIALS,
        token_auth=TokenAuth(row.token_auth),
        signing=Signing(row.algorithm),
        signs_userinfo=row.signs_userinfo,
        backchannel_logout_uri=row.backchannel_logout_uri,
        legal_basis=row.legal_basis,
    )


def create_client(actor: Actor, new: NewClient, *, now: datetime) -> MadeClient:
    """Register a client. The secret is returned once. Raises Invalid with the field at fault, Refused for a taken name."""
    check_is_system(actor)
    checked = _checked(new)
    secret = "" if new.is_public or new.jwks else secrets.token_hex(32)
    row = Client(
        client_id=new.client_id,
        name=new.name.strip(),
        operator=new.operator.strip(),
        homepage=new.homepage,
        redirect_uris="\n".join(new.redirect_uris),
        post_logout_redirect_uris="\n".join(new.post_logout_redirect_uris),
        scope=" ".join(new.scopes),
        required_scope=" ".join(new.required),
        sector=checked,
        client_type=Client.CLIENT_PUBLIC if new.is_public else Client.CLIENT_CONFIDENTIAL,
        authorization_grant_type=_grant(new),
        client_secret=digest(secret) if secret else "",
        token_auth=_auth(new).value,
        jwks=dict(new.jwks),
        algorithm=new.signing.value,
        is_native=new.is_native,
        signs_userinfo=new.signs_userinfo,
        backchannel_logout_uri=new.backchannel_logout_uri,
        legal_basis=new.legal_basis.strip(),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            fact = ClientRegistered(tuple(sorted(new.scopes)), has_legal_basis=bool(row.legal_basis))
            journal.append(actor, stream=f"client:{row.id}", events=[fact], now=now)
    except IntegrityError as error:
        raise Refused("client_taken", client_id=new.client_id) from error
    return MadeClient(row.id, row.client_id, secret)


def move_client(actor: Actor, new: NewClient, *, now: datetime) -> None:
    """Give a client other addresses; the rest of `new` is not looked at. Raises Invalid, NotFound."""
    check_is_system(actor)
    _checked(new)
    row = row_of(new.client_id)
    if row is None:
        raise NotFound("oidc_client_unknown")
    row.redirect_uris = "\n".join(new.redirect_uris)
    row.post_logout_redirect_uris = "\n".join(new.post_logout_redirect_uris)
    row.homepage, row.backchannel_logout_uri = new.homepage, new.backchannel_logout_uri
    with transaction.atomic():
        row.save(update_fields=["redirect_uris", "post_logout_redirect_uris", "homepage", "backchannel_logout_uri"])
        journal.append(actor, stream=f"client:{row.id}", events=[ClientMoved()], now=now)


def _grant(new: NewClient) -> str:
    grant: str = Client.GRANT_CLIENT_CREDENTIALS if new.is_service_account else Client.GRANT_AUTHORIZATION_CODE
    return grant


def _auth(new: NewClient) -> TokenAuth:
    if new.is_public:
        return TokenAuth.NONE
    return TokenAuth.KEY if new.jwks else TokenAuth.SECRET


def _checked(new: NewClient) -> str:
    """The sector of a client that may be registered. Raises Invalid."""
    if not 3 <= len(new.client_id) <= 60 or set(new.client_id) - _ID_LETTERS:
        raise Invalid("client_name_letters", "client_id")
    if not new.name.strip() or not new.operator.strip():
        raise Invalid("client_named", "name")
    if new.is_public and (new.is_service_account or new.jwks):
        raise Invalid("client_public_alone", "is_public")
    if new.is_native and not new.is_public:
        raise Invalid("client_native_public", "is_native")
    if not new.is_service_account and not new.redirect_uris:
        raise Invalid("client_needs_address", "redirect_uris")
    _check_scopes(new)
    _check_addresses(new)
    return _sector(new)


def _check_scopes(new: NewClient) -> None:
    known = frozenset(Scope)
    foreign = [scope for scope in new.scopes if scope not in known]
    if foreign or set(new.required) - set(new.scopes):
        raise Invalid("client_scopes", "scopes", scopes=" ".join(foreign or new.required)[:100])
    if not new.is_service_account and Scope.OPENID not in new.scopes:
        raise Invalid("client_scopes", "scopes", scopes=Scope.OPENID.value)


def _check_addresses(new: NewClient) -> None:
    local = settings.ENV.shows_demo
    for uri in (*new.redirect_uris, *new.post_logout_redirect_uris):
        redirects.check_redirect(uri, is_native=new.is_native, allows_local=local)
    for uri in filter(None, (new.backchannel_logout_uri, new.homepage)):
        redirects.check_web_address(uri, allows_local=local)


def _sector(new: NewClient) -> str:
    """The host of the redirect addresses; several hosts need a sector said in words (OpenID Connect Core §8.1)."""
    if new.sector:
        return new.sector
    hosts = {urlsplit(uri).hostname or urlsplit(uri).scheme for uri in new.redirect_uris} or {new.client_id}
    if len(hosts) > 1:
        raise Invalid("client_sector", "sector")
    return new.client_id if new.is_native else hosts.pop()


def digest(secret: str) -> str:
    """What is kept of a secret, a code or a token: SHA-256 in hexadecimal."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def is_secret_of(row: Client, secret: str) -> bool:
    has_secret = row.token_auth == TokenAuth.SECRET.value and bool(row.client_secret)
    return has_secret and constant_time_compare(digest(secret), row.client_secret)


def public_keys(row: Client) -> Sequence[Mapping[str, Any]]:
    """The keys the client registered for its signed proofs."""
    keys: list[dict[str, Any]] = row.jwks.get("keys", [])
    return keys
