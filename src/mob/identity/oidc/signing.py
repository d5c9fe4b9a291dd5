"""Signing what the provider says, and recognising what it signed. Keys come through a port."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey, import_key

from mob.identity.ports import TokenKeys
from mob.kernel import ports

_ALGORITHMS = ["RS256", "ES256"]
# A token of ours weighs a kilobyte.
_LONGEST = 8_000


def issuer() -> str:
    """The provider's name: the public address of the installation."""
    address: str = settings.ENV.public_url
    return address.rstrip("/")


def sign(claims: Mapping[str, Any], *, alg: str, typ: str = "JWT") -> str:
    """A signed token of these claims. Raises PortUnavailable without keys."""
    key = _keys().private(alg)
    header = {"alg": alg, "typ": typ, "kid": key["kid"]}
    return jwt.encode(header, dict(claims), _imported(tuple(sorted(key.items()))), algorithms=[alg], default_type=typ)


def read(token: str) -> Mapping[str, Any] | None:
    """The claims of a token of ours, however old, or None. Only keys still published are tried, by their `kid`."""
    if not 0 < len(token) <= _LONGEST:
        return None
    try:
        claims = jwt.decode(token, _key_named, algorithms=_ALGORITHMS).claims
    except (JoseError, ValueError, TypeError, KeyError):
        return None
    return claims if claims.get("iss") == issuer() else None


def _key_named(asked: Any) -> RSAKey | ECKey:
    header = asked.headers()
    for key in _keys().published():
        if key["kid"] == header.get("kid") and key["alg"] == header.get("alg"):
            return _imported(tuple(sorted(key.items())))
    raise ValueError("no such key")


@lru_cache(maxsize=16)
def _imported(members: tuple[tuple[str, str], ...]) -> RSAKey | ECKey:
    """Checking the numbers of a private RSA key costs milliseconds: once a process."""
    key = import_key(dict(members))
    assert isinstance(key, RSAKey | ECKey)
    return key


def _keys() -> TokenKeys:
    return ports.serve(TokenKeys)  # type: ignore[type-abstract]
