"""Erasing again what a back-up brought back: drafts that were thrown away, papers that were taken back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from mob.applications.models import Application, Proof
from mob.applications.services import drafts
from mob.applications.types import State
from mob.documents import services as documents
from mob.identity.types import Erasure
from mob.kernel.actor import Actor
from mob.kernel.errors import NotFound


def draft_again(erasure: Erasure, now: datetime) -> bool:
    """Throw the draft away once more. False when it did not come back, or was sent since."""
    row = Application.objects.filter(id=erasure.id, state=State.DRAFT.value).first()
    if row is None or row.citizen_id is None:
        return False
    drafts.discard(Actor.citizen(row.citizen_id), application_id=row.id, now=now)
    return True


def document_again(erasure: Erasure, now: datetime) -> bool:
    """Take the paper back once more. The place of one that was sent stays, and says that the paper is gone."""
    try:
        with transaction.atomic():
            Proof.objects.filter(document_id=erasure.id, submitted_at=None).delete()
            return documents.remove(Actor.system(), document_id=erasure.id, now=now)
    except NotFound:
        return False
