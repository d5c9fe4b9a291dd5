"""The file of an export at rest: pieces of one megabyte in AES-256-GCM, under a key of the export's own.

The key is derived from the installation's secret (HKDF-SHA-256, RFC 5869) and kept nowhere: a copy of the database alone
opens nothing. Each piece is bound to its export and place.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PART_BYTES = 1_000_000
_NONCE = 12


class BrokenSealError(Exception):
    """The secret changed, or the piece did."""


def seal(file: Path, export_id: UUID, *, secret: str) -> Iterator[tuple[int, bytes]]:
    """(number, sealed piece) of a file, from 0."""
    box = _box(export_id, secret)
    with file.open("rb") as stream:
        number = 0
        while piece := stream.read(PART_BYTES):
            nonce = os.urandom(_NONCE)
            yield number, nonce + box.encrypt(nonce, piece, _place(export_id, number))
            number += 1


def unseal(sealed: bytes, export_id: UUID, number: int, *, secret: str) -> bytes:
    """One piece. Raises BrokenSealError."""
    try:
        return _box(export_id, secret).decrypt(sealed[:_NONCE], sealed[_NONCE:], _place(export_id, number))
    except InvalidTag as error:
        raise BrokenSealError from error


def _box(export_id: UUID, secret: str) -> AESGCM:
    derived = HKDF(algorithm=SHA256(), length=32, salt=export_id.bytes, info=b"mob export 1").derive(secret.encode())
    return AESGCM(derived)


def _place(export_id: UUID, number: int) -> bytes:
    return b"%s:%d" % (export_id.hex.encode(), number)
