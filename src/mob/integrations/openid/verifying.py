"""Whether a token is what it claims to be. Nothing here speaks to anybody: keys and the time are given.

`alg` comes from the provider's settings, never from the token; keys come from what the provider publishes, never from
the token's header (`jku`, `jwk`, `x5u` are not looked at).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OctKey, RSAKey, import_key

from mob.identity.federation_rules import is_enough, untimely
from mob.identity.federation_types import ProviderConfig, Refusal
from mob.kernel.ports import PortRefused

JsonKey = Mapping[str, Any]
Claims = Mapping[str, Any]
# The tokens of these providers weigh two kilobytes.
MOST_CHARACTERS = 20_000
_FAMILIES = {"RS": "RSA", "PS": "RSA", "ES": "EC"}


class UnknownKey(Exception):
    """The token names a key that is not among those given: they may have been renewed."""


def signed_claims(token: str, config: ProviderConfig, keys: Sequence[JsonKey]) -> Claims:
    """The claims of a token whose signature holds. Raises PortRefused, UnknownKey."""
    header = _header(token)
    alg = header.get("alg")
    if not isinstance(alg, str) or alg not in config.algorithms:
        raise PortRefused(Refusal.ALGORITHM)
    key = _secret(config) if alg == "HS256" else _named(keys, alg, header.get("kid"))
    try:
        claims = jwt.decode(token, key, algorithms=[alg]).claims
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise PortRefused(Refusal.SIGNATURE) from error
    return claims


def _header(token: str) -> Mapping[str, Any]:
    if not 0 < len(token) <= MOST_CHARACTERS or not token.isascii():
        raise PortRefused(Refusal.TOKEN_MALFORMED)
    try:
        header = jws.extract_compact(token.encode()).headers()
    except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise PortRefused(Refusal.TOKEN_MALFORMED) from error
    if not isinstance(header, dict):
        raise PortRefused(Refusal.TOKEN_MALFORMED)
    return header


def _secret(config: ProviderConfig) -> OctKey:
    """Only the secret that the provider and we share: never a key anybody can read."""
    if not config.client_secret:
        raise PortRefused(Refusal.ALGORITHM)
    return OctKey.import_key(config.client_secret)


def _named(keys: Sequence[JsonKey], alg: str, kid: object) -> RSAKey | ECKey:
    """The one key that may have signed. A token that names none is believed only when there is no choice."""
    fitting = [each for each in keys if _fits(each, alg)]
    if kid is None and len(fitting) > 1:
        raise PortRefused(Refusal.KEY_UNNAMED)
    chosen = [each for each in fitting if kid is None or each.get("kid") == kid]
    if len(chosen) != 1:
        raise UnknownKey
    try:
        key = import_key(dict(chosen[0]))
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise PortRefused(Refusal.SIGNATURE) from error
    if not isinstance(key, RSAKey | ECKey):
        raise PortRefused(Refusal.ALGORITHM)
    return key


def _fits(key: JsonKey, alg: str) -> bool:
    return key.get("kty") == _FAMILIES.get(alg[:2]) and key.get("use", "sig") == "sig" and key.get("alg", alg) == alg


def check_id_token(claims: Claims, config: ProviderConfig, *, nonce: str, acr: Sequence[str], now: datetime) -> None:
    """OpenID Connect Core §3.1.3.7, and the level that was asked for. Raises PortRefused, a reason for each fault."""
    if claims.get("iss") != config.issuer:
        raise PortRefused(Refusal.ISSUER)
    _check_audience(claims, config.client_id, Refusal.AUDIENCE)
    if not nonce or claims.get("nonce") != nonce:
        raise PortRefused(Refusal.NONCE)
    wrong = untimely(claims.get("exp"), claims.get("iat"), now)
    if wrong is not None:
        raise PortRefused(wrong)
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise PortRefused(Refusal.SUBJECT)
    got = claims.get("acr", "")
    if not isinstance(got, str) or not is_enough(got, acr):
        raise PortRefused(Refusal.ACR_TOO_LOW)


def _check_audience(claims: Claims, client_id: str, reason: Refusal) -> None:
    said = claims.get("aud")
    named = [said] if isinstance(said, str) else said if isinstance(said, list) else []
    if client_id not in named:
        raise PortRefused(reason)
    party = claims.get("azp")
    if (len(named) > 1 or party is not None) and party != client_id:
        raise PortRefused(reason)


def check_userinfo(claims: Claims, config: ProviderConfig, *, subject: str, now: datetime) -> None:
    """What userinfo says is of the person who signed in, and was said to us (§5.3.2). Raises PortRefused."""
    if claims.get("sub") != subject:
        raise PortRefused(Refusal.USERINFO_SUBJECT)
    if not config.userinfo_is_jwt:
        return
    if claims.get("iss") != config.issuer:
        raise PortRefused(Refusal.USERINFO_AUDIENCE)
    _check_audience(claims, config.client_id, Refusal.USERINFO_AUDIENCE)
    if "exp" in claims and untimely(claims["exp"], claims.get("iat", 0), now):
        raise PortRefused(Refusal.EXPIRED)
