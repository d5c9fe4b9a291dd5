"""The profile at rest, sealed for one person (`kernel/sealing.py`)."""

from __future__ import annotations

import json
from uuid import UUID

from mob.identity.accessibility.profile import AccessibilityProfile, from_plain, to_plain
from mob.kernel.sealing import BrokenSealError, Seal

__all__ = ["BrokenSealError", "seal", "unseal"]

# What is kept is as long for everybody, or nearly: its length must not tell how much was said.
_SEAL = Seal(b"mob accessibility 1", block=1024)


def seal(profile: AccessibilityProfile, user_id: UUID, *, secret: str) -> bytes:
    text = json.dumps(to_plain(profile), ensure_ascii=False, separators=(",", ":"))
    return _SEAL.close(text.encode(), owner=user_id, place=user_id.bytes, secret=secret)


def unseal(sealed: bytes, user_id: UUID, *, secret: str) -> AccessibilityProfile:
    """Raises BrokenSealError."""
    return from_plain(json.loads(_SEAL.open(sealed, owner=user_id, place=user_id.bytes, secret=secret)))
