"""What always holds between the rows of documents and the store of objects. Reads only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from mob.documents import plugged
from mob.documents.models import Document
from mob.documents.tasks import KEPT_FOR
from mob.documents.types import DocumentState

# The sweep runs every six hours: what it should have taken is told a little later.
_LATE = KEPT_FOR + timedelta(hours=12)


def broken() -> Iterator[str]:
    """A live document without its object, or of another size; an orphan that no sweep took. Raises PortUnavailable."""
    objects = {item.key: item for item in plugged.object_store().listed()}
    live = Document.objects.filter(state=DocumentState.LIVE.value).values_list("id", "object_key", "size")
    for document_id, key, size in live.iterator(1000):
        item = objects.pop(key, None)
        if item is None:
            yield f"document {document_id} has no object"
        elif item.size != size:
            yield f"the object of document {document_id} has {item.size} bytes instead of {size}"
    now = datetime.now(UTC)
    orphans = sum(now - item.modified_at > _LATE for item in objects.values())
    if orphans:
        yield f"{orphans} objects that no document names were not swept"
