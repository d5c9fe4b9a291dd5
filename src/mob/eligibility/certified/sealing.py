"""Values at rest: AES-256-GCM under a key of the person's own, derived from the installation's secret.

As `identity/accessibility/sealing.py`: the key (HKDF-SHA-256, RFC 5869) is kept nowhere, a copy of the database alone
tells nothing, and what is sealed for one row of one person opens in no other.
"""

from __future__ import annotations

import json
import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from mob.catalogue.types import Answer

_NONCE = 12
# Every value is as long: its length must not tell a small quotient from a large one.
_BLOCK = 64


class BrokenSealError(Exception):
    """The secret changed, or the row did."""


def seal(value: Answer, *, person: UUID, row: UUID, secret: str) -> bytes:
    text = json.dumps(value, ensure_ascii=False).encode()
    nonce = os.urandom(_NONCE)
    return nonce + _box(person, secret).encrypt(nonce, text.ljust(-(-len(text) // _BLOCK) * _BLOCK), row.bytes)


def unseal(sealed: bytes | memoryview, *, person: UUID, row: UUID, secret: str) -> Answer:
    """Raises BrokenSealError."""
    try:
        text = _box(person, secret).decrypt(bytes(sealed[:_NONCE]), bytes(sealed[_NONCE:]), row.bytes)
    except InvalidTag as error:
        raise BrokenSealError from error
    value: Answer = json.loads(text)
    return value


def _box(person: UUID, secret: str) -> AESGCM:
    info = b"mob certified facts 1"
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=person.bytes, info=info).derive(secret.encode()))
