"""What a register certified, and the numbers it asks, at rest: sealed for one row of one person (`kernel/sealing.py`)."""

from __future__ import annotations

import json
from uuid import UUID

from mob.catalogue.types import Answer
from mob.kernel.sealing import BrokenSealError, Seal

__all__ = ["BrokenSealError", "seal", "unseal"]

# Every value is as long: its length must not tell a small quotient from a large one.
_SEAL = Seal(b"mob certified facts 1", block=64)


def seal(value: Answer, *, person: UUID, row: UUID, secret: str) -> bytes:
    text = json.dumps(value, ensure_ascii=False)
    return _SEAL.close(text.encode(), owner=person, place=row.bytes, secret=secret)


def unseal(sealed: bytes | memoryview, *, person: UUID, row: UUID, secret: str) -> Answer:
    """Raises BrokenSealError."""
    value: Answer = json.loads(_SEAL.open(sealed, owner=person, place=row.bytes, secret=secret))
    return value
