"""Values at rest: AES-256-GCM under a key of their owner's own, derived from the installation's secret.

The key (HKDF-SHA-256, RFC 5869) is kept nowhere: a copy of the database alone tells nothing, and what is sealed for one
owner and one place opens for no other. Sealed: twelve bytes of nonce, then the ciphertext with its tag.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12


class BrokenSealError(Exception):
    """The secret changed, or what was sealed did."""


@dataclass(frozen=True, slots=True)
class Seal:
    """One kind of thing that is sealed. `info` tells its keys from every other kind's: never changed.

    `block`: contents are filled up with spaces to a multiple of so many bytes, so that a length tells little.
    """

    info: bytes
    block: int = 1

    def close(self, content: bytes, *, owner: UUID, place: bytes, secret: str) -> bytes:
        """`place`: where it will lie (a row, a piece of a file); it opens nowhere else."""
        nonce = os.urandom(_NONCE)
        filled = content.ljust(-(-len(content) // self.block) * self.block)
        return nonce + self._box(owner, secret).encrypt(nonce, filled, place)

    def open(self, sealed: bytes | memoryview, *, owner: UUID, place: bytes, secret: str) -> bytes:
        """The content, still filled up. Raises BrokenSealError."""
        nonce, text = bytes(sealed[:_NONCE]), bytes(sealed[_NONCE:])
        try:
            return self._box(owner, secret).decrypt(nonce, text, place)
        except (InvalidTag, ValueError) as error:  # ValueError: too short to have been sealed
            raise BrokenSealError from error

    def key(self, owner: UUID, secret: str) -> bytes:
        """Thirty-two bytes of the owner's own, for this kind of thing."""
        return HKDF(algorithm=SHA256(), length=32, salt=owner.bytes, info=self.info).derive(secret.encode())

    def _box(self, owner: UUID, secret: str) -> AESGCM:
        return AESGCM(self.key(owner, secret))
