"""Showing an aid to people and taking it back, and telling every index that the catalogue moved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from mob.catalogue import checks
from mob.catalogue.events import AidPublished, AidUnpublished
from mob.catalogue.models import Aid, AidVersion, CatalogueState
from mob.catalogue.selectors.authoring import load
from mob.catalogue.services import storing
from mob.catalogue.types import AidState
from mob.journal import services as journal
from mob.kernel.actor import Actor
from mob.kernel.clock import civil_date
from mob.kernel.errors import Refused
from mob.kernel.events import Event
from mob.kernel.ids import uuid7


def publish(actor: Actor, *, aid_id: UUID, now: datetime, expected_version: int | None = None) -> None:
    """Show the newest version to people. Publishing what is already shown changes nothing.

    Raises NotFound, Forbidden, Conflict, InvalidMany (each reason it cannot be published, with its pointer).
    """
    aid = load(actor, aid_id)
    version = storing.newest_version(aid)
    if aid.state == AidState.PUBLISHED.value and aid.current_id == version.id:
        return
    storing.refuse(checks.publication_problems_of(version, aid=aid, today=civil_date(now)))
    with transaction.atomic():
        storing.claim(aid, expected_version=expected_version or aid.version, now=now)
        AidVersion.objects.filter(id=version.id, published_at__isnull=True).update(published_at=now)
        Aid.objects.filter(id=aid.id).update(state=AidState.PUBLISHED.value, current=version)
        _tell(actor, aid, [AidPublished(aid.id, version.id, version.number)], now=now)


def unpublish(actor: Actor, *, aid_id: UUID, now: datetime, expected_version: int | None = None) -> None:
    """Take an aid out of the catalogue. Applications already begun keep the version they follow.

    Raises NotFound, Forbidden, Conflict, Refused("aid_not_published").
    """
    aid = load(actor, aid_id)
    if aid.state != AidState.PUBLISHED.value:
        raise Refused("aid_not_published")
    with transaction.atomic():
        storing.claim(aid, expected_version=expected_version or aid.version, now=now)
        Aid.objects.filter(id=aid.id).update(state=AidState.UNPUBLISHED.value)
        _tell(actor, aid, [AidUnpublished(aid.id)], now=now)


def _tell(actor: Actor, aid: Aid, events: Sequence[Event], *, now: datetime) -> None:
    move_catalogue()
    journal.append(actor, stream=f"aid:{aid.id}", events=events, now=now)


def move_catalogue() -> None:
    """Say, in the caller's transaction, that what people may find has changed: indexes in memory read it again."""
    if not CatalogueState.objects.filter(id=1).update(version=F("version") + 1, stamp=uuid7()):
        CatalogueState.objects.create(id=1)
