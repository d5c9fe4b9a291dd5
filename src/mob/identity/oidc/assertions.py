"""`private_key_jwt`: a client that signs who it is instead of sending a secret (RFC 7523, OpenID Connect Core §9)."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey, import_key

from mob.identity.models import Client, SpentAssertion
from mob.identity.oidc import clients, signing
from mob.identity.oidc_types import ASSERTION_LIFE, SKEW, TokenAuth

TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_ALGORITHMS = ["RS256", "PS256", "ES256"]
_LONGEST = 8_000


def prove(assertion: str, *, client_id: str, now: datetime) -> Client | None:
    """The client that signed this, or None. It serves once: shown again, it proves nothing.

    Keys come from the client's registration alone: `jku`, `x5u` and `jwk` in the header are never looked at.
    """
    row = clients.row_of(client_id or _unproved_subject(assertion))
    if row is None or row.token_auth != TokenAuth.KEY.value or not 0 < len(assertion) <= _LONGEST:
        return None
    claims = _verified(assertion, row)
    if claims is None or not _is_for_us(claims, row.client_id, now=now):
        return None
    return row if _spend(row, str(claims["jti"]), now=now) else None


def _unproved_subject(assertion: str) -> str:
    """Who the assertion says it comes from, before anything of it is believed."""
    try:
        said = json.loads(jws.extract_compact(assertion[:_LONGEST].encode()).payload)
        return str(said.get("sub", "")) if isinstance(said, dict) else ""
    except (JoseError, ValueError, TypeError):
        return ""


def _verified(assertion: str, row: Client) -> Mapping[str, Any] | None:
    def key_named(asked: Any) -> RSAKey | ECKey:
        kid = asked.headers().get("kid")
        for each in clients.public_keys(row):
            if kid is None or each.get("kid") == kid:
                key = import_key(dict(each))
                if isinstance(key, RSAKey | ECKey):
                    return key
        raise ValueError("no such key")

    try:
        return jwt.decode(assertion, key_named, algorithms=_ALGORITHMS).claims
    except (JoseError, ValueError, TypeError, KeyError):
        return None


def _is_for_us(claims: Mapping[str, Any], client_id: str, *, now: datetime) -> bool:
    """Whether the claims name the client, us, an end not far away, and a number."""
    audience = claims.get("aud")
    ours = {signing.issuer(), f"{signing.issuer()}/oidc/token"}
    named = {audience} if isinstance(audience, str) else set(audience) if isinstance(audience, list) else set()
    if claims.get("iss") != client_id or claims.get("sub") != client_id or not named & ours:
        return False
    jti = claims.get("jti")
    return isinstance(jti, str) and 0 < len(jti) <= 200 and _is_timely(claims, now.timestamp())


def _is_timely(claims: Mapping[str, Any], now: float) -> bool:
    skew, life = SKEW.total_seconds(), ASSERTION_LIFE.total_seconds()
    end, start = claims.get("exp"), claims.get("nbf", claims.get("iat", now))
    if not all(isinstance(each, int | float) and not isinstance(each, bool) for each in (end, start)):
        return False
    if not math.isfinite(end) or not math.isfinite(start):  # type: ignore[arg-type]
        return False
    return now - skew < end <= now + life + skew and start <= now + skew  # type: ignore[operator]


def _spend(row: Client, jti: str, *, now: datetime) -> bool:
    try:
        with transaction.atomic():
            ends = now + ASSERTION_LIFE + 2 * SKEW
            SpentAssertion.objects.create(digest=clients.digest(f"{row.client_id}\0{jti}"), expires_at=ends)
    except IntegrityError:
        return False
    return True
