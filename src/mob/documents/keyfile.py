"""The passphrase file that carries a funder's private key: JWE compact, PBES2-HS512+A256KW, A256GCM. Pure.

The browser writes it when a key is created and reads it on every new computer (`web/static/mob/keys/`); this module is
its twin, for the demo's keys, the command line and the tests. It is written on the primitives because JWE libraries
refuse 600,000 rounds (joserfc stops at 300,000, jwcrypto at 16,384 unless told otherwise).
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, keywrap
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from mob.documents.jwk import b64u, thumbprint, unb64u
from mob.documents.jwk import make_rsa_pair as make_key_pair
from mob.kernel.errors import Invalid

__all__ = ["ROUNDS", "export_keyfile", "make_key_pair", "normalise", "open_keyfile", "thumbprint"]

ROUNDS = 600_000
TYPE = "mob-key+jwe"
_ALGORITHMS = ("PBES2-HS512+A256KW", "A256GCM")
_ROUNDS_ACCEPTED = range(100_000, 2_000_001)
_MOST_BYTES = 16_000


def export_keyfile(private_jwk: Mapping[str, str], passphrase: str) -> bytes:
    """The file that opens with that passphrase and no other way."""
    salt, key, nonce = os.urandom(16), AESGCM.generate_key(256), os.urandom(12)
    header = {
        "alg": _ALGORITHMS[0],
        "enc": _ALGORITHMS[1],
        "typ": TYPE,
        "cty": "jwk+json",
        "kid": thumbprint(private_jwk),
        "p2s": b64u(salt).decode(),
        "p2c": ROUNDS,
    }
    protected = b64u(_json(header))
    wrapped = keywrap.aes_key_wrap(_derive(passphrase, salt, ROUNDS), key)
    sealed = AESGCM(key).encrypt(nonce, _json(private_jwk), protected)
    return b".".join([protected, *map(b64u, (wrapped, nonce, sealed[:-16], sealed[-16:]))])


def open_keyfile(content: bytes, passphrase: str) -> dict[str, str]:
    """The private JWK of a file. Raises Invalid("keyfile_unreadable") and Invalid("keyfile_passphrase")."""
    try:
        if len(content) > _MOST_BYTES:
            raise ValueError("too long")
        protected, *rest = content.decode("ascii").strip().split(".")
        header = _header(protected)
        wrapped, nonce, ciphertext, tag = map(unb64u, rest)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Invalid("keyfile_unreadable") from error
    try:
        derived = _derive(passphrase, unb64u(header["p2s"]), header["p2c"])
        key = keywrap.aes_key_unwrap(derived, wrapped)
        jwk: dict[str, str] = json.loads(AESGCM(key).decrypt(nonce, ciphertext + tag, protected.encode()))
    except (keywrap.InvalidUnwrap, InvalidTag, ValueError) as error:
        raise Invalid("keyfile_passphrase") from error
    if thumbprint(jwk) != header["kid"]:
        raise Invalid("keyfile_unreadable")
    return jwk


def normalise(passphrase: str) -> str:
    """What was typed as the key is derived from it: lower case, words apart by one space, hyphens read as spaces."""
    return " ".join(passphrase.lower().replace("-", " ").split())


def _header(protected: str) -> dict[str, Any]:
    """The header, checked before a single round is counted: a made-up file cannot ask for a billion of them."""
    header: dict[str, Any] = json.loads(unb64u(protected))
    if header["typ"] != TYPE or (header["alg"], header["enc"]) != _ALGORITHMS:
        raise ValueError("another kind of file")
    if header["p2c"] not in _ROUNDS_ACCEPTED or len(unb64u(header["p2s"])) < 8:
        raise ValueError("rounds or salt out of bounds")
    return header


def _derive(passphrase: str, salt: bytes, rounds: int) -> bytes:
    """RFC 7518 §4.8.1.1: the salt is the algorithm's name, a zero byte and `p2s`."""
    full_salt = _ALGORITHMS[0].encode() + b"\x00" + salt
    kdf = PBKDF2HMAC(algorithm=hashes.SHA512(), length=32, salt=full_salt, iterations=rounds)
    return kdf.derive(normalise(passphrase).encode())


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(dict(value), separators=(",", ":")).encode()
