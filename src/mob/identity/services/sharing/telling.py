"""What she had said changed: which services read the former, and having them told, without a word of what changed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F, Max, Q

from mob.identity.accessibility.sharing import Outdated
from mob.identity.events import AccessibilityChangeTold
from mob.identity.models import AccessibilityNeeds, AccessibilityShare
from mob.identity.permissions import person
from mob.journal import services as journal
from mob.kernel.actor import Actor


def outdated(actor: Actor, *, now: datetime) -> list[Outdated]:
    """Live shares read before the last change, and neither read nor told since. By name."""
    changed_at = AccessibilityNeeds.objects.filter(user_id=person(actor)).values_list("updated_at", flat=True).first()
    if changed_at is None:
        return []
    live = AccessibilityShare.objects.filter(link__user_id=person(actor), ended_at=None, ends_at__gt=now)
    untold = live.filter(Q(told_at=None) | Q(told_at__lt=changed_at))
    readings = Max("link__accessibility_readings__minute", filter=~Q(link__accessibility_readings__level=""))
    rows = untold.annotate(read_at=readings, service=F("link__client__name"), at=F("link__client__webhook_uri"))
    return [
        Outdated(row.id, row.service, row.read_at, bool(row.at))
        for row in rows.filter(read_at__lt=changed_at).order_by("service", "id")
    ]


def tell_changed(actor: Actor, *, now: datetime) -> int:
    """Have them told, those that can be; how many. A delivery each, by the journal."""
    due = [each for each in outdated(actor, now=now) if each.may_be_told]
    with transaction.atomic():
        for each in due:
            AccessibilityShare.objects.filter(id=each.share_id).update(told_at=now)
            client_id = AccessibilityShare.objects.values_list("link__client_id", flat=True).get(id=each.share_id)
            fact = AccessibilityChangeTold(client_id, each.share_id)
            journal.append(actor, stream=f"account:{person(actor)}", events=[fact], now=now)
    return len(due)
