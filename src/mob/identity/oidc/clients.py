"""Clients of the provider: registering one, reading one, and the proof of who is calling."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from mob.identity.events import ClientMoved, ClientRegistered
from mob.identity.models import Client
from mob.identity.oidc import credentials, digests, redirects, signing
from mob.identity.oidc_types import OFFERED, ClientView, MadeClient, NewClient, Scope, Signing, TokenAuth
from mob.identity.permissions import check_is_system, check_keeps_client, is_platform
from mob.journal import services as journal
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.kernel.clock import civil_date
from mob.kernel.errors import Forbidden, Invalid, NotFound, Refused

_ID_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_.")

issuer = signing.issuer
digest = digests.digest


def find(client_id: str) -> ClientView | None:
    """The client of this name, unless it is closed."""
    row = row_of(client_id)
    return view(row) if row else None


def row_of(client_id: str) -> Client | None:
    """The client that answers to this name: neither closed, nor waiting for the platform's word."""
    row = any_row(client_id)
    return row if row is not None and row.closed_at is None and not row.is_waiting else None


def any_row(client_id: str) -> Client | None:
    """The client of this name, whatever its state."""
    if not client_id or len(client_id) > 100 or "\0" in client_id:
        return None
    try:
        found: Client = Client.objects.get(client_id=client_id)
    except Client.DoesNotExist:
        return None
    return found


def is_open(client_id: UUID) -> bool:
    """Whether the client is not closed; it may wait."""
    found: bool = Client.objects.filter(id=client_id, closed_at=None).exists()
    return found


def name_of(key: UUID) -> str:
    """How a service is called, closed or not; empty for one that was never there."""
    return str(Client.objects.filter(id=key).values_list("name", flat=True).first() or "")


def all_clients(actor: Actor) -> list[ClientView]:
    """Every open client, for the administration and for `mob doctor`."""
    check_is_system(actor)
    return [view(row) for row in Client.objects.filter(closed_at=None).order_by("client_id")]


def _basis_in_force(row: Client) -> str:
    """The act that holds today; empty before its first day and after its last."""
    if not row.legal_basis or (row.legal_basis_from is None and row.legal_basis_until is None):
        return str(row.legal_basis)
    today = civil_date(clock.now())
    has_begun = row.legal_basis_from is None or row.legal_basis_from <= today
    has_ended = row.legal_basis_until is not None and row.legal_basis_until < today
    return str(row.legal_basis) if has_begun and not has_ended else ""


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
        legal_basis=_basis_in_force(row),
        owner=row.owner,
        is_sandbox=row.is_sandbox,
    )


def create_client(actor: Actor, new: NewClient, *, now: datetime) -> MadeClient:
    """Register a client. The secret is returned once. Raises Invalid with the field at fault, Refused for a taken name.

    A partner registers for itself alone, in the sandbox or to wait for the platform's word: else Forbidden, NotFound.
    """
    check_keeps_client(actor, new.owner)
    if not is_platform(actor) and not (new.is_sandbox or new.is_waiting):
        raise Forbidden("not_allowed")
    sector = checked(actor, new)
    row = _row(new, sector)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            fact = ClientRegistered(tuple(sorted(new.scopes)), has_legal_basis=bool(row.legal_basis))
            journal.append(actor, stream=f"client:{row.id}", events=[fact], now=now)
            secret = credentials.begin(actor, row, new.jwks, now=now)
    except IntegrityError as error:
        raise Refused("client_taken", client_id=new.client_id) from error
    return MadeClient(row.id, row.client_id, secret)


def _row(new: NewClient, sector: str) -> Client:
    return Client(
        client_id=new.client_id,
        name=new.name.strip(),
        operator=new.operator.strip(),
        homepage=new.homepage,
        redirect_uris="\n".join(new.redirect_uris),
        post_logout_redirect_uris="\n".join(new.post_logout_redirect_uris),
        scope=" ".join(new.scopes),
        required_scope=" ".join(new.required),
        sector=sector,
        client_type=Client.CLIENT_PUBLIC if new.is_public else Client.CLIENT_CONFIDENTIAL,
        authorization_grant_type=_grant(new),
        token_auth=_auth(new).value,
        algorithm=new.signing.value,
        is_native=new.is_native,
        signs_userinfo=new.signs_userinfo,
        backchannel_logout_uri=new.backchannel_logout_uri,
        webhook_uri=new.webhook_uri,
        legal_basis=new.legal_basis.strip(),
        owner=new.owner,
        is_sandbox=new.is_sandbox,
        is_waiting=new.is_waiting,
    )


def move_client(actor: Actor, new: NewClient, *, now: datetime) -> None:
    """Give a client other addresses; the rest of `new` is not looked at. Raises Invalid, NotFound."""
    check_is_system(actor)
    row = row_of(new.client_id)
    if row is None:
        raise NotFound("oidc_client_unknown")
    check_addresses(new)
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


def checked(actor: Actor, new: NewClient) -> str:
    """The sector of a client that may be registered. Raises Invalid."""
    if not 3 <= len(new.client_id) <= 60 or set(new.client_id) - _ID_LETTERS:
        raise Invalid("client_name_letters", "client_id")
    if new.is_public and (new.is_service_account or new.jwks):
        raise Invalid("client_public_alone", "is_public")
    if new.is_native and not new.is_public:
        raise Invalid("client_native_public", "is_native")
    check_words(new)
    check_addresses(new)
    sector = _sector(new)
    if not is_platform(actor):
        _check_sector(new, sector)
    return sector


def check_words(new: NewClient) -> None:
    """What people read and are asked. Raises Invalid with the field at fault."""
    if not 0 < len(new.name.strip()) <= 120 or not 0 < len(new.operator.strip()) <= 120:
        raise Invalid("client_named", "name")
    if not new.is_service_account and not new.redirect_uris:
        raise Invalid("client_needs_address", "redirect_uris")
    _check_scopes(new)


def _check_sector(new: NewClient, sector: str) -> None:
    """A partner's sector is one of its own hosts, and nobody else's: clients of a sector know people by one number."""
    hosts = {urlsplit(uri).hostname for uri in new.redirect_uris}
    if not (new.is_native or new.is_service_account) and sector not in hosts:
        raise Invalid("client_sector_host", "sector", sector=sector[:100])
    others = Client.objects.filter(sector=sector, closed_at=None, is_sandbox=False).exclude(owner=new.owner)
    if not new.is_sandbox and others.exists():
        raise Invalid("client_sector_taken", "sector", sector=sector[:100])


def _check_scopes(new: NewClient) -> None:
    known = frozenset(OFFERED)
    foreign = [scope for scope in new.scopes if scope not in known]
    if foreign or set(new.required) - set(new.scopes):
        raise Invalid("client_scopes", "scopes", scopes=" ".join(foreign or new.required)[:100])
    if not new.is_service_account and Scope.OPENID not in new.scopes:
        raise Invalid("client_scopes", "scopes", scopes=Scope.OPENID.value)


def check_addresses(new: NewClient) -> None:
    """Each address, to the letter. Raises Invalid with the field at fault. In the sandbox, people come back to a desk."""
    local = settings.ENV.shows_demo
    for name, uris in (
        ("redirect_uris", new.redirect_uris),
        ("post_logout_redirect_uris", new.post_logout_redirect_uris),
    ):
        for uri in uris:
            with _at(name):
                redirects.check_redirect(uri, is_native=new.is_native, allows_local=local or new.is_sandbox)
    for name in ("backchannel_logout_uri", "webhook_uri", "homepage"):
        if uri := str(getattr(new, name)):
            with _at(name):
                redirects.check_web_address(uri, allows_local=local)


@contextmanager
def _at(field: str) -> Iterator[None]:
    """The fault of an address, at the field it was written in."""
    try:
        yield
    except Invalid as error:
        raise Invalid(error.code, field, **error.params) from error


def _sector(new: NewClient) -> str:
    """The host of the redirect addresses; several hosts need a sector said in words (OpenID Connect Core §8.1)."""
    if new.sector:
        return new.sector
    hosts = {urlsplit(uri).hostname or urlsplit(uri).scheme for uri in new.redirect_uris} or {new.client_id}
    if len(hosts) > 1:
        raise Invalid("client_sector", "sector")
    return new.client_id if new.is_native else hosts.pop()
