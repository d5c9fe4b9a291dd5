"""Signing the list of what was sent, at each submission."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from mob.documents import manifest, plugged
from mob.documents.manifest import Entry, Manifest
from mob.documents.models import Document
from mob.documents.types import DocumentState, Scan
from mob.kernel.errors import NotFound


def sign_manifest(*, owner_id: UUID, documents: Iterable[UUID], now: datetime) -> str:
    """A compact JWS over these documents of the owner, in the order they came. May be called in a transaction.

    Raises NotFound("document_unknown") when one is not a live document of this owner, and Unavailable("signing_down").
    """
    asked = set(documents)
    rows = Document.objects.filter(owner_id=owner_id, id__in=asked, state=DocumentState.LIVE.value).order_by("number")
    entries = tuple(_entry(row) for row in rows)
    if len(entries) != len(asked):
        raise NotFound("document_unknown")
    return manifest.sign(Manifest(owner_id, now, entries), plugged.signing_jwk())


def _entry(row: Document) -> Entry:
    scan = Scan(row.scan_engine, row.scan_database, row.scanned_at)
    return Entry(row.id, row.sha256, row.size, row.proof_type, scan)
