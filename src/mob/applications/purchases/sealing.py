"""A proof of purchase while it waits, sealed for its link (`kernel/sealing.py`).

A link that follows its person into another account keeps its key. Once she joins the proof to an application it is a
paper like the others, sealed to the funder's keys, and this copy is gone.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Sequence
from uuid import UUID

from mob.applications.purchases.plain import from_plain, to_plain
from mob.applications.purchases.types import Invoice
from mob.kernel.sealing import BrokenSealError, Seal

__all__ = ["BrokenSealError", "fingerprint", "seal", "unseal"]

# Its length must not tell one purchase from another.
_SEAL = Seal(b"mob purchases 1", block=1024)
_ASKED = Seal(b"mob purchases asked 1")


def seal(invoices: Sequence[Invoice], *, link: UUID, row: UUID, secret: str) -> bytes:
    text = json.dumps(to_plain(invoices), ensure_ascii=False, separators=(",", ":")).encode()
    return _SEAL.close(text, owner=link, place=row.bytes, secret=secret)


def unseal(sealed: bytes | memoryview, *, link: UUID, row: UUID, secret: str) -> tuple[Invoice, ...]:
    """Raises BrokenSealError."""
    return from_plain(json.loads(_SEAL.open(sealed, owner=link, place=row.bytes, secret=secret)))


def fingerprint(text: str, *, link: UUID, secret: str) -> str:
    """A keyed hash (hex) that tells two requests apart, and nothing of what they hold to who has the database alone."""
    return hmac.digest(_ASKED.key(link, secret), text.encode("utf-8", "surrogatepass"), "sha256").hex()
