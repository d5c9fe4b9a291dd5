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
from mob.identity.services import erasures
from mob.kernel.actor import Actor
from mob.kernel.errors import NotFound
from mob.kernel.ports import PortRefused, PortUnavailable

logger = logging.getLogger(__name__)


def remove(actor: Actor, *, document_id: UUID, now: datetime) -> bool:
    """Forget a document: the row says so, the object is deleted once that is committed. Raises NotFound.

    Should the process die in between, the sweep deletes the object. False when it was forgotten already.
    """
    row = Document.objects.filter(id=document_id).only("id", "object_key").first()
    if row is None:
        raise NotFound("document_unknown")
    live = Document.objects.filter(id=document_id, state=DocumentState.LIVE.value)
    with transaction.atomic():
        was_live = bool(live.update(state=DocumentState.REMOVED.value, deleted_at=now))
        if was_live:
            erasures.remember("document", document_id, now=now)
        transaction.on_commit(partial(_delete, row.object_key))
    return was_live


def _delete(key: str) -> None:
    try:
        plugged.object_store().delete(key)
    except (PortUnavailable, PortRefused):
        logger.warning("an object could not be deleted now; the sweep will do it")
