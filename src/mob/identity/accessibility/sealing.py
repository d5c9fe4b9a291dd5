"""The profile at rest: AES-256-GCM under a key of the person's own, derived from the installation's secret.

The key (HKDF-SHA-256, RFC 5869) is kept nowhere: a copy of the database alone tells nothing of anybody's needs, and
what is sealed for one person opens for no other.
"""

from __future__ import annotations

import json
import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from mob.identity.accessibility.profile import AccessibilityProfile, from_plain, to_plain

_NONCE = 12
# What is kept is as long for everybody, or nearly: its length must not tell how much was said.
_BLOCK = 1024


class BrokenSealError(Exception):
    """The secret changed, or the row did."""


def seal(profile: AccessibilityProfile, user_id: UUID, *, secret: str) -> bytes:
    text = json.dumps(to_plain(profile), ensure_ascii=False, separators=(",", ":")).encode()
    nonce = os.urandom(_NONCE)
    return nonce + _box(user_id, secret).encrypt(nonce, text.ljust(-(-len(text) // _BLOCK) * _BLOCK), user_id.bytes)


def unseal(sealed: bytes, user_id: UUID, *, secret: str) -> AccessibilityProfile:
    """Raises BrokenSealError."""
    try:
        text = _box(user_id, secret).decrypt(sealed[:_NONCE], sealed[_NONCE:], user_id.bytes)
    except InvalidTag as error:
        raise BrokenSealError from error
    return from_plain(json.loads(text))


def _box(user_id: UUID, secret: str) -> AESGCM:
    info = b"mob accessibility 1"
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=user_id.bytes, info=info).derive(secret.encode()))
