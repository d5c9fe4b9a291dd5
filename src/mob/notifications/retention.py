"""How long mails are kept. Rules of `mob purge`."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from mob.identity.types import RetentionRule
from mob.notifications import letters
from mob.notifications.models import OutgoingMail
from mob.notifications.services import BODY_KEPT, ROW_KEPT, forget


def rules() -> list[RetentionRule]:
    """Every rule of this context."""
    return [
        RetentionRule(
            "mails",
            "words of mails, then their addresses and subjects",
            f"words {BODY_KEPT.days} days, the rest {ROW_KEPT.days} days",
            due=_due,
            erase=lambda now: forget(now=now),
        ),
        RetentionRule(
            "letters",
            "words of letters that left, then their addresses and subjects",
            f"words {BODY_KEPT.days} days, the rest {ROW_KEPT.days} days, from the day they left",
            due=lambda now: letters.forget(now=now, dry=True),
            erase=lambda now: letters.forget(now=now),
        ),
    ]


def _due(now: datetime) -> int:
    words = OutgoingMail.objects.filter(created_at__lt=now - BODY_KEPT).exclude(Q(text="") & Q(html=""))
    return words.count() + OutgoingMail.objects.filter(created_at__lt=now - ROW_KEPT).count()
