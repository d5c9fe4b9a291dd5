"""Keeping aids true: saying that one still holds, and who looks after it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from mob.catalogue.events import AidOwnerSet, AidVerified
from mob.catalogue.models import Aid
from mob.catalogue.selectors.authoring import load
from mob.catalogue.selectors.freshness import authors_of
from mob.catalogue.types import AidState
from mob.journal import services as journal
from mob.kernel.actor import Actor
from mob.kernel.clock import civil_date
from mob.kernel.errors import Invalid, Refused


@transaction.atomic
def confirm_aid(actor: Actor, *, aid_id: UUID, now: datetime) -> None:
    """What people read of this aid still holds today. No version is written.

    Raises NotFound, Forbidden, Refused("aid_not_published").
    """
    aid = load(actor, aid_id)
    if aid.state != AidState.PUBLISHED.value:
        raise Refused("aid_not_published")
    today = civil_date(now)
    if aid.verified_on != today:
        Aid.objects.filter(id=aid.id).update(verified_on=today)
        journal.append(actor, stream=f"aid:{aid.id}", events=[AidVerified(aid.id)], now=now)


@transaction.atomic
def set_owner(actor: Actor, *, aid_id: UUID, owner_id: UUID | None, now: datetime) -> None:
    """Who keeps the aid up to date: an author of its funder, or None for all of them.

    Raises NotFound, Forbidden, Invalid("aid_owner_unknown").
    """
    aid = load(actor, aid_id)
    if owner_id is not None and owner_id not in {each.user_id for each in authors_of(aid.funder_id)}:
        raise Invalid("aid_owner_unknown", "owner")
    if aid.owner_id != owner_id:
        Aid.objects.filter(id=aid.id).update(owner=owner_id)
        journal.append(actor, stream=f"aid:{aid.id}", events=[AidOwnerSet(aid.id, owner_id)], now=now)
