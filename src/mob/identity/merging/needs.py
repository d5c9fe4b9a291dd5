"""The share of what is needed in order to travel in two accounts brought together.

What the account that stays says wins; otherwise what the other said comes, sealed anew for it with its agreement. Who
may read it follows with the linked services (`services.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings

from mob.identity.accessibility import sealing
from mob.identity.events import AccessibilityChanged
from mob.identity.models import AccessibilityNeeds, AccessibilityShare, Receipt
from mob.identity.selectors import accessibility_share
from mob.identity.services.accessibility import forget_agreement
from mob.identity.types import MergeKind, MergeLine, ReceiptKind
from mob.journal import services as journal
from mob.kernel.actor import Actor
from mob.kernel.errors import Unavailable


class NeedsMove:
    """Serves `ports.MovesAccount`. Before the services: it looks at which shares are about to follow."""

    def foreseen(self, source: UUID, target: UUID) -> Sequence[MergeLine]:
        if not AccessibilityNeeds.objects.filter(user_id=source).exists():
            return []
        return [MergeLine(MergeKind.ACCESSIBILITY if _comes(source, target) else MergeKind.SECOND_ACCESSIBILITY)]

    def move(self, actor: Actor, *, source: UUID, target: UUID, now: datetime) -> None:
        if not AccessibilityNeeds.objects.filter(user_id=source).exists():
            return
        if _comes(source, target):
            _reseal(source, target)
        else:
            forget_agreement(source, now=now)
            _say_that_they_differ(source, target, now=now)
        AccessibilityNeeds.objects.filter(user_id=source).delete()
        journal.append(actor, stream=f"account:{target}", events=[AccessibilityChanged()], now=now)


def _comes(source: UUID, target: UUID) -> bool:
    """Whether what the other account said is readable, and this one says nothing. What cannot be opened is not nothing."""
    try:
        theirs = accessibility_share(source)
    except Unavailable:
        return False
    try:
        mine = accessibility_share(target)
    except Unavailable:
        return False
    return theirs is not None and (mine is None or (mine.is_empty and not theirs.is_empty))


def _reseal(source: UUID, target: UUID) -> None:
    """Under the key of the account that stays; it was last said when it was said. The agreement is about that account now."""
    row, profile = AccessibilityNeeds.objects.get(user_id=source), accessibility_share(source)
    if profile is None:
        return
    said = {"sealed": sealing.seal(profile, target, secret=settings.SECRET_KEY), "updated_at": row.updated_at}
    AccessibilityNeeds.objects.update_or_create(user_id=target, defaults=said)
    proofs = Receipt.objects.filter(user_id=source, kind=ReceiptKind.ACCESSIBILITY.value, subject=source)
    proofs.update(subject=target)


def _say_that_they_differ(source: UUID, target: UUID, *, now: datetime) -> None:
    """A service that read the others and goes on reading: for it, what it had read changed today."""
    if AccessibilityShare.objects.filter(link__user_id=source, ended_at=None, ends_at__gt=now).exists():
        AccessibilityNeeds.objects.filter(user_id=target).update(updated_at=now)
