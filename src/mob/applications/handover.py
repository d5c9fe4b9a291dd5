"""Everything of the applications one funder received, for the funder itself. Papers stay as they were sealed to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from mob.applications.models import Application
from mob.applications.personal_data import content
from mob.applications.types import State
from mob.documents import selectors as documents
from mob.kernel.actor import Actor, ActorKind
from mob.kernel.errors import Forbidden


@dataclass(frozen=True, slots=True)
class Handed:
    """One file as it is handed over. `papers`: (file name, id of the document)."""

    reference: str
    content: dict[str, Any]
    papers: tuple[tuple[str, UUID], ...]


def files_of(actor: Actor, funder_id: UUID) -> Iterator[Handed]:
    """Every file the funder received and that was not erased since, oldest first. For the system alone."""
    if actor.kind is not ActorKind.SYSTEM:
        raise Forbidden("not_allowed")
    rows = Application.objects.filter(funder_id=funder_id, erased_at=None).exclude(state=State.DRAFT.value)
    for row in rows.select_related("funder", "community").order_by("submitted_at", "id").iterator(200):
        files = documents.documents_of(row.id)
        more = {
            "id": str(row.id),
            "applicant": row.applicant_name,
            "address": row.contact_email,
            "community": row.community.name if row.community else None,
            "submitted_at": row.submitted_at.isoformat() if row.submitted_at else None,
            "manifest": row.manifest,
            "notes": [{"at": n.written_at.isoformat(), "by": n.author_name, "text": n.text} for n in row.notes.all()],
            "requests": [
                {"at": r.created_at.isoformat(), "by": r.author_name, "items": r.items, "text": r.message}
                for r in row.requests.all()
            ],
        }
        yield Handed(row.reference, more | content(row), tuple((file.file_name, file.id) for file in files))
