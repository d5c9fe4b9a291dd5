"""A proof of purchase while it waits: AES-256-GCM under a key of its link's own, derived from the installation's secret.

As `identity/accessibility/sealing.py`: the key (HKDF-SHA-256, RFC 5869) is kept nowhere, a copy of the database alone
tells nothing, and what is sealed for one row of one link opens in no other. A link that follows its person into another
account keeps its key. Once she joins it to an application, it
is a paper like the others, sealed to the funder's keys, and this copy is gone.
"""

from __future__ import annotations

import hmac
import json
import os
from collections.abc import Sequence
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from mob.applications.purchases.plain import from_plain, to_plain
from mob.applications.purchases.types import Invoice

_NONCE = 12
# Its length must not tell one purchase from another.
_BLOCK = 1024


class BrokenSealError(Exception):
    """The secret changed, or the row did."""


def seal(invoices: Sequence[Invoice], *, link: UUID, row: UUID, secret: str) -> bytes:
    text = json.dumps(to_plain(invoices), ensure_ascii=False, separators=(",", ":")).encode()
    nonce, key = os.urandom(_NONCE), _key(b"mob purchases 1", link, secret)
    return nonce + AESGCM(key).encrypt(nonce, text.ljust(-(-len(text) // _BLOCK) * _BLOCK), row.bytes)


def unseal(sealed: bytes | memoryview, *, link: UUID, row: UUID, secret: str) -> tuple[Invoice, ...]:
    """Raises BrokenSealError."""
    held, key = bytes(sealed), _key(b"mob purchases 1", link, secret)
    try:
        text = AESGCM(key).decrypt(held[:_NONCE], held[_NONCE:], row.bytes)
    except InvalidTag as error:
        raise BrokenSealError from error
    return from_plain(json.loads(text))


def fingerprint(text: str, *, link: UUID, secret: str) -> str:
    """A keyed hash (hex) that tells two requests apart, and nothing of what they hold to who has the database alone."""
    return hmac.digest(
        _key(b"mob purchases asked 1", link, secret), text.encode("utf-8", "surrogatepass"), "sha256"
    ).hex()


def _key(info: bytes, link: UUID, secret: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=link.bytes, info=info).derive(secret.encode())
