"""A service reads the profile: whether a share answers, what it tells, and the line she sees of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F

from mob.identity import throttle
from mob.identity.accessibility.profile import AccessibilityProfile
from mob.identity.accessibility.sharing import Looked, ShareView, opened_by, why_closed
from mob.identity.accessibility.vocabularies import Sharing, part_at
from mob.identity.models import AccessibilityReading, AccessibilityShare, Link
from mob.identity.permissions import check_may_read
from mob.identity.selectors import accessibility_share, profile_of
from mob.identity.services import throttling
from mob.identity.services.sharing.views import views
from mob.kernel.actor import Actor
from mob.kernel.errors import Forbidden

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Reading:
    """What a share tells: the part of the profile at its level, and how to reach her where the level says so."""

    share: ShareView
    profile: AccessibilityProfile
    contact: dict[str, str]


def read(link_id: UUID, *, reference: str, now: datetime) -> Reading:
    """What the service of this link may read now. The caller has checked its token and its scope.

    Raises Slowed, Forbidden with the reason when no share answers, Unavailable("accessibility_sealed"). Both a reading
    and a refusal leave a line in the person's trail.
    """
    throttling.spend([(throttle.NEEDS_READ, str(link_id))], code="api_slowed", now=now)
    shares = views(AccessibilityShare.objects.filter(link_id=link_id).select_related("link__client"))
    found = opened_by(shares, reference, now=now)
    profile = accessibility_share(_owner(link_id)) if found else None
    if found is None or profile is None:
        _trace(link_id, "", now=now)
        raise Forbidden(why_closed(shares, reference, now=now).value)
    _trace(link_id, found.level.value, now=now)
    contact = contact_of(_owner(link_id)) if found.level is Sharing.CONTACT else {}
    return Reading(found, part_at(profile, found.level), contact)


def _owner(link_id: UUID) -> UUID:
    owner: UUID = Link.objects.values_list("user_id", flat=True).get(id=link_id)
    return owner


def contact_of(user_id: UUID) -> dict[str, str]:
    """How to reach her, as a service reads it. No name: who she is is another scope's."""
    view = profile_of(Actor.system(), user_id)
    said = {"email": view.email, "phone": view.phone or "", "language": view.language}
    return {name: value for name, value in said.items() if value}


def _trace(link_id: UUID, level: str, *, now: datetime) -> None:
    minute = now.replace(second=0, microsecond=0)
    known = AccessibilityReading.objects.filter(link_id=link_id, minute=minute, level=level)
    if not known.update(times=F("times") + 1):
        row = AccessibilityReading(link_id=link_id, minute=minute, level=level)
        AccessibilityReading.objects.bulk_create([row], ignore_conflicts=True)


def looked(actor: Actor, user_id: UUID, *, most: int | None = SHOWN) -> list[Looked]:
    """Every reading and every refusal, the last first."""
    check_may_read(actor, user_id)
    rows = AccessibilityReading.objects.filter(link__user_id=user_id).select_related("link__client")
    return [
        Looked(row.minute, row.link.client.name, Sharing(row.level) if row.level else None, row.times)
        for row in rows.order_by("-minute", "-id")[:most]
    ]
