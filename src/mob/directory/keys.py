"""Funder keys as mathematics: reading a public JWK, its thumbprint, and the sealed challenge. No database, no Django.

What a funder's browser sends is never trusted: a JWK that carries any private member is refused, whatever else it is.
The format of stored proofs lives in `documents`; the challenge uses the same JWE so that one script opens both.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Mapping
from uuid import UUID

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, RSAPublicNumbers
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mob.kernel.errors import Invalid

MINIMUM_BITS = 3072
MAXIMUM_BITS = 8192
_PRIVATE_MEMBERS = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
_BASE64URL = re.compile(r"[A-Za-z0-9_-]+")
_OAEP = padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)


def b64u(raw: bytes) -> str:
    """Base64url without padding (RFC 7515 §2)."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def public_part(jwk: Mapping[str, object], pointer: str = "") -> dict[str, str]:
    """`{kty, n, e}` of a public RSA key fit for encryption (3072 to 8192 bits, exponent 65537).

    Raises Invalid: `key_is_private` when a private member is present, `key_format` or `key_too_short` otherwise.
    """
    if _PRIVATE_MEMBERS.intersection(jwk):
        raise Invalid("key_is_private", pointer)
    modulus, exponent = jwk.get("n"), jwk.get("e")
    if jwk.get("kty") != "RSA" or exponent != "AQAB" or not isinstance(modulus, str):
        raise Invalid("key_format", pointer)
    key = {"kty": "RSA", "n": modulus, "e": "AQAB"}
    bits = _load(key, pointer).key_size
    if bits < MINIMUM_BITS:
        raise Invalid("key_too_short", pointer, bits=bits)
    return key


def thumbprint(jwk: Mapping[str, str]) -> str:
    """RFC 7638 SHA-256 thumbprint of a public RSA key, in base64url: its `kid` everywhere."""
    members = json.dumps({"e": jwk["e"], "kty": jwk["kty"], "n": jwk["n"]}, separators=(",", ":"), sort_keys=True)
    return b64u(hashlib.sha256(members.encode("ascii")).digest())


def new_answer() -> bytes:
    """32 random bytes: nobody guesses them."""
    return secrets.token_bytes(32)


def answer_hash(answer: bytes) -> str:
    """What is kept of an answer: hex SHA-256, enough for 256 random bits."""
    return hashlib.sha256(answer).hexdigest()


def is_answer(typed: str, kept_hash: str) -> bool:
    """Whether base64url text is the answer whose hash was kept. Constant time; an empty hash matches nothing."""
    raw = _unb64u(typed.strip()) if len(typed) <= 100 else None
    return raw is not None and bool(kept_hash) and hmac.compare_digest(answer_hash(raw), kept_hash)


def seal_challenge(answer: bytes, jwk: Mapping[str, str], *, key_id: UUID, funder_id: UUID) -> dict[str, object]:
    """The answer as a JWE in General JSON (RSA-OAEP-256, A256GCM), bound by `aad` to the key and the funder."""
    content_key, nonce = AESGCM.generate_key(256), secrets.token_bytes(12)
    protected = _json64({"enc": "A256GCM", "typ": "mob-canary+jwe"})
    aad = _json64({"v": 2, "key": str(key_id), "fnd": str(funder_id)})
    sealed = AESGCM(content_key).encrypt(nonce, answer, f"{protected}.{aad}".encode("ascii"))
    wrapped = _load(jwk, "").encrypt(content_key, _OAEP)
    return {
        "protected": protected,
        "aad": aad,
        "recipients": [{"header": {"alg": "RSA-OAEP-256", "kid": thumbprint(jwk)}, "encrypted_key": b64u(wrapped)}],
        "iv": b64u(nonce),
        "ciphertext": b64u(sealed[:-16]),
        "tag": b64u(sealed[-16:]),
    }


def _load(jwk: Mapping[str, str], pointer: str) -> RSAPublicKey:
    """The key itself. Size is bounded before any arithmetic: a huge modulus must not cost us time."""
    raw = _unb64u(jwk["n"]) if len(jwk["n"]) <= MAXIMUM_BITS // 6 + 2 else None
    # RFC 7638 is one hash a key only if `n` has one spelling: no leading zero octet.
    if not raw or raw[0] == 0 or raw[-1] % 2 == 0:
        raise Invalid("key_format", pointer)
    try:
        return RSAPublicNumbers(65537, int.from_bytes(raw)).public_key()
    except (ValueError, UnsupportedAlgorithm) as error:
        raise Invalid("key_format", pointer) from error


def _unb64u(text: str) -> bytes | None:
    """Strict base64url: exactly the spelling our own encoder gives, or None."""
    if not _BASE64URL.fullmatch(text):
        return None
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return None
    return raw if b64u(raw) == text else None


def _json64(value: dict[str, object]) -> str:
    return b64u(json.dumps(value, separators=(",", ":")).encode("utf-8"))
