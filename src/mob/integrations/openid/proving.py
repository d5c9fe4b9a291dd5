"""Proving who we are at a token endpoint: a secret in the form or in the header, or an assertion signed by our key."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import quote

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey, import_key

from mob.identity.federation_types import ProviderConfig, TokenProof

_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_LIFE = timedelta(seconds=60)


def proof(config: ProviderConfig, endpoint: str, *, now: datetime) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Headers and fields of the form that prove it (OpenID Connect Core §9)."""
    if config.token_proof is TokenProof.SECRET_BASIC:
        # RFC 6749 §2.3.1: each half is form-encoded first.
        pair = f"{quote(config.client_id, safe='')}:{quote(config.client_secret, safe='')}"
        return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}, {}
    if config.token_proof is TokenProof.KEY:
        return {}, {"client_assertion_type": _ASSERTION, "client_assertion": _assertion(config, endpoint, now=now)}
    return {}, {"client_id": config.client_id, "client_secret": config.client_secret}


def _assertion(config: ProviderConfig, endpoint: str, *, now: datetime) -> str:
    key = signing_key(config.private_key)
    alg = "RS256" if isinstance(key, RSAKey) else "ES256"
    header = {"alg": alg, "typ": "JWT"} | ({"kid": key.kid} if key.kid else {})
    claims = {
        "iss": config.client_id,
        "sub": config.client_id,
        "aud": endpoint,
        "jti": secrets.token_urlsafe(24),
        "iat": int(now.timestamp()),
        "exp": int((now + _LIFE).timestamp()),
    }
    return jwt.encode(header, claims, key, algorithms=[alg])


def signing_key(text: str) -> RSAKey | ECKey:
    """A private key written as a JSON Web Key or as PEM. Raises ValueError for anything else."""
    key = import_key(json.loads(text)) if text.lstrip().startswith("{") else _from_pem(text)
    if isinstance(key, RSAKey | ECKey) and key.is_private:
        return key
    raise ValueError("not a private RSA or EC key")


def _from_pem(text: str) -> RSAKey | ECKey:
    try:
        return RSAKey.import_key(text)
    except (JoseError, ValueError, TypeError):
        return ECKey.import_key(text)
