"""Reading the public keys that somebody pastes: JWK, JWK Set or PEM. A private half is refused, loudly. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey, import_key

from mob.kernel.errors import Invalid

_PRIVATE = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
_ALGORITHMS = {"RSA": ("RS256", "PS256"), "EC": ("ES256",)}
_LONGEST, _MOST, _KID = 20_000, 4, 60
FIELD = "jwks"


def read(text: str) -> list[dict[str, str]]:
    """The keys, each with `kid` and `alg`. Raises Invalid: `jwk_private`, `jwk_unreadable`, `jwk_kind`…"""
    text = text.strip()
    if len(text) > _LONGEST:
        raise Invalid("jwk_unreadable", FIELD)
    if text.startswith("-----BEGIN"):
        return [checked(_from_pem(text))]
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Invalid("jwk_unreadable", FIELD) from error
    keys = found.get("keys", [found]) if isinstance(found, dict) else None
    if not isinstance(keys, list) or not 0 < len(keys) <= _MOST:
        raise Invalid("jwk_unreadable", FIELD)
    return [checked(each) for each in keys]


def _from_pem(text: str) -> Mapping[str, Any]:
    if "PRIVATE KEY" in text:
        raise Invalid("jwk_private", FIELD)
    for kind in (RSAKey, ECKey):
        try:
            return kind.import_key(text).as_dict(private=False)
        except (JoseError, ValueError, TypeError):
            continue
    raise Invalid("jwk_unreadable", FIELD)


def checked(key: object) -> dict[str, str]:
    """One public key as it is kept. Raises Invalid."""
    if not isinstance(key, dict):
        raise Invalid("jwk_unreadable", FIELD)
    if _PRIVATE & set(key):
        raise Invalid("jwk_private", FIELD)
    try:
        found = import_key(dict(key))
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise Invalid("jwk_unreadable", FIELD) from error
    algorithms = _algorithms(found)
    alg, kid = key.get("alg") or algorithms[0], key.get("kid") or found.thumbprint()
    if alg not in algorithms or key.get("use", "sig") != "sig":
        raise Invalid("jwk_algorithm", FIELD, alg=str(alg)[:20], allowed=", ".join(algorithms))
    if not isinstance(kid, str) or len(kid) > _KID or not kid.isprintable():
        raise Invalid("jwk_kid", FIELD, most=_KID)
    plain = found.as_dict(private=False)
    kept = {name: str(value) for name, value in plain.items() if name in ("kty", "n", "e", "crv", "x", "y")}
    return kept | {"kid": kid, "alg": str(alg), "use": "sig"}


def _algorithms(key: object) -> Sequence[str]:
    if isinstance(key, RSAKey) and key.public_key.key_size >= 2048:
        return _ALGORITHMS["RSA"]
    if isinstance(key, ECKey) and key.curve_name == "P-256":
        return _ALGORITHMS["EC"]
    raise Invalid("jwk_kind", FIELD)


def thumbprint(key: Mapping[str, str]) -> str:
    """RFC 7638, as base64url."""
    return import_key(dict(key)).thumbprint()
