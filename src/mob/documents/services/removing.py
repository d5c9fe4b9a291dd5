"""Taking a document back before it was submitted, or with its draft."""

from __future__ import annotations

import logging
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from mob.documents import plugged
from mob.documents.models import Document
from mob.documents.types import DocumentState
from mob.kernel.actor import Actor
from mob.kernel.errors import NotFound
from mob.kernel.ports import PortRefused, PortUnavailable

logger = logging.getLogger(__name__)


def remove(actor: Actor, *, document_id: UUID, now: datetime) -> None:
    """Forget a document: the row says so, the object is deleted once that is committed. Raises NotFound.

    Should the process die in between, the sweep deletes the object.
    """
    row = Document.objects.filter(id=document_id).only("id", "object_key").first()
    if row is None:
        raise NotFound("document_unknown")
    live = Document.objects.filter(id=document_id, state=DocumentState.LIVE.value)
    live.update(state=DocumentState.REMOVED.value, deleted_at=now)
    transaction.on_commit(partial(_delete, row.object_key))


def _delete(key: str) -> None:
    try:
        plugged.object_store().delete(key)
    except (PortUnavailable, PortRefused):
        logger.warning("an object could not be deleted now; the sweep will do it")
