"""Publishing aids in tests, over the product's own services."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from mob.catalogue import services
from mob.catalogue.types import AidContent
from mob.directory.models import Funder
from mob.kernel.actor import Actor
from tests.factories.world import NOW


def publish(funder: Funder, content: AidContent, *, now: datetime = NOW, slug: str | None = None) -> UUID:
    """A published aid of the funder."""
    aid_id = services.create_aid(Actor.system(), funder_id=funder.id, content=content, now=now, slug=slug)
    services.publish(Actor.system(), aid_id=aid_id, now=now)
    return aid_id
