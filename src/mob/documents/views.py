"""From rows to what other contexts read."""

from __future__ import annotations

from mob.documents.models import Document
from mob.documents.types import DocumentState, DocumentView, IntakeNote, MediaType, Scan


def document_view(row: Document) -> DocumentView:
    """The row's recipients are best prefetched."""
    recipients = sorted(row.recipients.all(), key=lambda recipient: recipient.place)
    return DocumentView(
        id=row.id,
        owner_id=row.owner_id,
        funder_id=row.funder_id,
        proof_code=row.proof_code,
        proof_type=row.proof_type,
        number=row.number,
        media_type=MediaType(row.media_type),
        size=row.size,
        sha256=row.sha256,
        kids=tuple(recipient.kid for recipient in recipients),
        notes=tuple(IntakeNote(note) for note in row.notes),
        scan=Scan(row.scan_engine, row.scan_database, row.scanned_at),
        state=DocumentState(row.state),
        created_at=row.created_at,
        removed_at=row.deleted_at,
    )
