"""The file of an export at rest: pieces of one megabyte, each bound to its export and place (`kernel/sealing.py`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from mob.kernel.sealing import BrokenSealError, Seal

__all__ = ["PART_BYTES", "BrokenSealError", "seal", "unseal"]

PART_BYTES = 1_000_000
_SEAL = Seal(b"mob export 1")


def seal(file: Path, export_id: UUID, *, secret: str) -> Iterator[tuple[int, bytes]]:
    """(number, sealed piece) of a file, from 0."""
    with file.open("rb") as stream:
        number = 0
        while piece := stream.read(PART_BYTES):
            yield number, _SEAL.close(piece, owner=export_id, place=_place(export_id, number), secret=secret)
            number += 1


def unseal(sealed: bytes, export_id: UUID, number: int, *, secret: str) -> bytes:
    """One piece. Raises BrokenSealError."""
    return _SEAL.open(sealed, owner=export_id, place=_place(export_id, number), secret=secret)


def _place(export_id: UUID, number: int) -> bytes:
    return b"%s:%d" % (export_id.hex.encode(), number)
