"""JSON Web Keys: base64url without padding, RFC 7638 thumbprints, RSA and EC pairs. Pure; it holds no key."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, rsa

RSA_BITS = 3072
RSA_BITS_ACCEPTED = 2048  # tolerated until 2030; new keys have 3072 or more
_PRIVATE_MEMBERS = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}
_THUMBPRINT_MEMBERS = {"RSA": ("e", "kty", "n"), "EC": ("crv", "kty", "x", "y")}


def b64u(data: bytes | memoryview) -> bytes:
    """Base64url text without padding (RFC 7515 §2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def unb64u(text: str) -> bytes:
    """Strict inverse of `b64u`: one text a value, so that no changed character goes unseen. Raises ValueError."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("not base64url") from error
    if b64u(data) != text.encode("ascii"):
        raise ValueError("not canonical base64url")
    return data


def thumbprint(jwk: Mapping[str, Any]) -> str:
    """RFC 7638 SHA-256 thumbprint, base64url. Raises KeyError for another kind of key than RSA or EC."""
    members = {name: jwk[name] for name in _THUMBPRINT_MEMBERS[jwk["kty"]]}
    text = json.dumps(members, separators=(",", ":"), sort_keys=True)
    return b64u(hashlib.sha256(text.encode()).digest()).decode()


def make_rsa_pair(bits: int = RSA_BITS) -> tuple[dict[str, str], dict[str, str]]:
    """A fresh (public, private) pair of RSA-OAEP-256 keys, each with its `kid`."""
    private = rsa_private_jwk(rsa.generate_private_key(public_exponent=65537, key_size=bits))
    return public_part(private), private


def make_ec_key() -> dict[str, str]:
    """A fresh P-256 private key for ES256, with its `kid`."""
    numbers = ec.generate_private_key(ec.SECP256R1()).private_numbers()
    point = numbers.public_numbers
    jwk = {"kty": "EC", "crv": "P-256", "x": _number(point.x, 32), "y": _number(point.y, 32)}
    return {**jwk, "d": _number(numbers.private_value, 32), "kid": thumbprint(jwk), "alg": "ES256", "use": "sig"}


def public_part(jwk: Mapping[str, str]) -> dict[str, str]:
    """The same key without what must stay secret."""
    return {name: value for name, value in jwk.items() if name not in _PRIVATE_MEMBERS}


def rsa_private_jwk(key: rsa.RSAPrivateKey) -> dict[str, str]:
    numbers = key.private_numbers()
    public = numbers.public_numbers
    jwk = {"kty": "RSA", "n": _number(public.n), "e": _number(public.e)}
    secret = {
        "d": numbers.d,
        "p": numbers.p,
        "q": numbers.q,
        "dp": numbers.dmp1,
        "dq": numbers.dmq1,
        "qi": numbers.iqmp,
    }
    jwk |= {name: _number(value) for name, value in secret.items()}
    return {**jwk, "kid": thumbprint(jwk), "alg": "RSA-OAEP-256", "use": "enc"}


def rsa_public_key(jwk: Mapping[str, Any]) -> rsa.RSAPublicKey:
    """The key of a public RSA JWK of 2048 bits or more. Raises ValueError: what a funder sends was checked before."""
    if _PRIVATE_MEMBERS & set(jwk):
        raise ValueError("a private key where a public one is expected")
    modulus, exponent = (int.from_bytes(unb64u(jwk[name]), "big") for name in ("n", "e"))
    if jwk["kty"] != "RSA" or exponent != 65537 or modulus.bit_length() < RSA_BITS_ACCEPTED:
        raise ValueError("not an RSA key fit for encryption")
    return rsa.RSAPublicNumbers(exponent, modulus).public_key()


def _number(value: int, length: int | None = None) -> str:
    return b64u(value.to_bytes(length or (value.bit_length() + 7) // 8, "big")).decode()
