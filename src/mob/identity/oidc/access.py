"""What edges ask of the provider besides tokens: userinfo, introspection, revocation, keys, its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from mob.identity.oidc import callers, claims, clients, links, signing, tokens, usage
from mob.identity.oidc.failures import Reason, record_failure
from mob.identity.oidc.levels import Acr
from mob.identity.oidc.limits import QuotaKind
from mob.identity.oidc.subjects import subject
from mob.identity.oidc_types import ClientView, Scope, TokenView
from mob.identity.ports import TokenKeys
from mob.kernel import ports

# What any account may reach; those of an identity provider come with it.
ACR_VALUES = (Acr.ONE.value, Acr.TWO.value)
CLAIMS = claims.CLAIMS
issuer = signing.issuer
# How long what the provider said of a person may be shown again as such: then it is read anew.
_SAID_LIFE = timedelta(hours=24)


def userinfo(token: str, *, now: datetime) -> Mapping[str, Any] | str | None:
    """The claims of a live token, signed when its client registered so; empty without `openid`; None for a dead one.

    The reading is kept, and the person sees it.
    """
    found = tokens.live(token, now=now)
    if found is None:
        _tell_of_dead(token, "userinfo", now=now)
        return None
    usage.spend_for(found.client.id, QuotaKind.API, now=now)
    if found.user_id is None or found.link_id is None or Scope.OPENID not in found.scopes:
        record_failure(found.client.id, "userinfo", Reason.SCOPE_MISSING, now)
        return {}
    told = claims.of_person(found.user_id, found.client, found.scopes)
    links.record_reading(found.link_id, found.scopes, now=now)
    return claims.signed_userinfo(told, found.client) if found.client.signs_userinfo else told


def _tell_of_dead(token: str, endpoint: str, *, now: datetime) -> None:
    """Whose dead token it was, while its row is still there: its service sees that it did not refresh in time."""
    client_id = tokens.client_of_dead(token)
    if client_id is not None:
        record_failure(client_id, endpoint, Reason.TOKEN_DEAD, now)


def bearer(token: str, scope: Scope, *, endpoint: str, now: datetime) -> TokenView | None:
    """What a live access token opens now. None for any other text: an ID token, a code, a dead token, a link ended.

    Counted against the client's quota, and as a failure when the token is dead or gives nobody's `scope`: the caller
    says so. Raises QuotaSpent.
    """
    found = tokens.live(token, now=now)
    if found is None:
        _tell_of_dead(token, endpoint, now=now)
        return None
    usage.spend_for(found.client.id, QuotaKind.API, now=now)
    if found.user_id is None or scope not in found.scopes:
        record_failure(found.client.id, endpoint, Reason.SCOPE_MISSING, now)
    return found


def caller(authorization: str, form: Mapping[str, str], *, now: datetime) -> ClientView | None:
    """The client that asks about a token, proved. Raises QuotaSpent."""
    row = callers.prove(authorization, form, endpoint="introspect", now=now)
    if row is None:
        return None
    usage.spend(row, QuotaKind.API, now=now)
    return clients.view(row)


def token_of(client: ClientView, token: str, *, now: datetime) -> TokenView | None:
    """A live token of this very client. Another client's says nothing, as one that does not exist."""
    found = tokens.live(token, now=now)
    return found if found is not None and found.client.id == client.id else None


def revoke(authorization: str, form: Mapping[str, str], *, now: datetime) -> bool:
    """End a token. False when the caller is not proved."""
    row = callers.prove(authorization, form, endpoint="revoke", now=now)
    if row is None:
        return False
    tokens.revoke(form["token"], row, now=now)
    return True


def subject_of(token: TokenView) -> str:
    return subject_for(token.client, token.user_id) if token.user_id else ""


def subject_for(client: ClientView, user_id: UUID) -> str:
    """Who a person is to this client."""
    return subject(user_id, sector=client.sector)


def signed(body: Mapping[str, Any], client: ClientView, *, typ: str, until: datetime, now: datetime) -> str:
    """What is said of a person, as a JWS for one client: a day at most, and never past `until`."""
    expires = min(until, now + _SAID_LIFE)
    named = {"iss": signing.issuer(), "aud": client.client_id, "iat": int(now.timestamp())}
    return signing.sign({**body, **named, "exp": int(expires.timestamp())}, alg=client.signing.value, typ=typ)


def public_keys() -> Sequence[Mapping[str, str]]:
    """The keys of the provider, those in use first."""
    return ports.serve(TokenKeys).published()  # type: ignore[type-abstract]
