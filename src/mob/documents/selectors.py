"""Reading stored documents. Nothing here knows who may read: callers are other contexts, which have checked it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from mob.documents import plugged
from mob.documents.jwk import public_part
from mob.documents.models import Document, Recipient
from mob.documents.types import DocumentState, DocumentView, MediaType
from mob.documents.views import document_view
from mob.kernel.errors import NotFound, Unavailable
from mob.kernel.ports import PortRefused, PortUnavailable


def documents_of(owner_id: UUID, *, removed: bool = False) -> list[DocumentView]:
    """The owner's live documents, in the order they came; with `removed`, what is known of those that are gone too."""
    rows = Document.objects.filter(owner_id=owner_id)
    rows = rows if removed else rows.filter(state=DocumentState.LIVE.value)
    return [document_view(row) for row in rows.prefetch_related("recipients").order_by("number")]


def document(document_id: UUID) -> DocumentView:
    """One live document. Raises NotFound("document_unknown")."""
    return document_view(_row(document_id))


def container(document_id: UUID) -> bytes:
    """The sealed container, as it is to be sent to who holds a key.

    Raises NotFound("document_unknown") and Unavailable("storage_down").
    """
    try:
        return plugged.object_store().get(_row(document_id).object_key)
    except (PortRefused, PortUnavailable) as error:
        raise Unavailable("storage_down") from error


def manifest_key() -> dict[str, str]:
    """The public JWK that manifests are verified with. Raises Unavailable("signing_down")."""
    return public_part(plugged.signing_jwk())


def live_between(start: datetime, end: datetime) -> list[UUID]:
    """Live files stored from `start` on and before `end`: their owner looks for those it does not name."""
    rows = Document.objects.filter(state=DocumentState.LIVE.value, created_at__gte=start, created_at__lt=end)
    return list(rows.exclude(media_type=MediaType.JSON.value).values_list("id", flat=True))


def live_values_between(start: datetime, end: datetime) -> list[UUID]:
    """The same for sealed values (`services.seal_values`), which another owner names."""
    rows = Document.objects.filter(state=DocumentState.LIVE.value, created_at__gte=start, created_at__lt=end)
    return list(rows.filter(media_type=MediaType.JSON.value).values_list("id", flat=True))


def live_ids() -> set[UUID]:
    """Every live document: for the check of the whole installation, never for a page."""
    return set(Document.objects.filter(state=DocumentState.LIVE.value).values_list("id", flat=True))


class DocumentsByKey:
    """Serves `directory.ports.KeyUsage`: a key that still opens something is not retired."""

    def documents_remaining(self, kid: str) -> int:
        """How many live documents are sealed to that key."""
        return Recipient.objects.filter(kid=kid, document__state=DocumentState.LIVE.value).count()


def _row(document_id: UUID) -> Document:
    row = Document.objects.filter(id=document_id, state=DocumentState.LIVE.value).first()
    if row is None:
        raise NotFound("document_unknown")
    return row
