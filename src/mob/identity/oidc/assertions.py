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
from mob.identity.oidc import clients, credentials, signing
from mob.identity.oidc.reasons import Reason
from mob.identity.oidc_types import ASSERTION_LIFE, SKEW, TokenAuth

TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_ALGORITHMS = ["RS256", "PS256", "ES256"]
_LONGEST = 8_000


def fault_of(assertion: str, row: Client, *, now: datetime) -> Reason | None:
    """None when the client itself signed this, else why it proves nothing. It serves once.

    Keys come from the client's registration alone: `jku`, `x5u` and `jwk` in the header are never looked at.
    """
    if row.token_auth != TokenAuth.KEY.value:
        return Reason.OTHER_PROOF
    claims = _verified(assertion, row, now=now) if 0 < len(assertion) <= _LONGEST else None
    if claims is None:
        return Reason.ASSERTION_SIGNATURE
    if not _is_for_us(claims, row.client_id):
        return Reason.ASSERTION_CLAIMS
    if not _is_timely(claims, now.timestamp()):
        return Reason.ASSERTION_TIME
    return None if _spend(row, str(claims["jti"]), now=now) else Reason.ASSERTION_TWICE


def unproved_subject(assertion: str) -> str:
    """Who the assertion says it comes from, before anything of it is believed."""
    try:
        said = json.loads(jws.extract_compact(assertion[:_LONGEST].encode()).payload)
        return str(said.get("sub", "")) if isinstance(said, dict) else ""
    except (JoseError, ValueError, TypeError):
        return ""


def _verified(assertion: str, row: Client, *, now: datetime) -> Mapping[str, Any] | None:
    keys, used = credentials.keys_holding(row, now=now), []

    def key_named(asked: Any) -> RSAKey | ECKey:
        kid = asked.headers().get("kid")
        for each in keys:
            if kid is None or each.get("kid") == kid:
                key = import_key(dict(each))
                if isinstance(key, RSAKey | ECKey):
                    used.append(each)
                    return key
        raise ValueError("no such key")

    try:
        claims = jwt.decode(assertion, key_named, algorithms=_ALGORITHMS).claims
    except (JoseError, ValueError, TypeError, KeyError):
        return None
    credentials.see_key(row, used[0], now=now)
    return claims


def _is_for_us(claims: Mapping[str, Any], client_id: str) -> bool:
    """Whether the claims name the client, us, and a number."""
    audience = claims.get("aud")
    ours = {signing.issuer(), f"{signing.issuer()}/oidc/token"}
    named = {audience} if isinstance(audience, str) else set(audience) if isinstance(audience, list) else set()
    if claims.get("iss") != client_id or claims.get("sub") != client_id or not named & ours:
        return False
    jti = claims.get("jti")
    return isinstance(jti, str) and 0 < len(jti) <= 200


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
