"""What is kept of sharing, and until when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from mob.identity.models import AccessibilityReading, AccessibilityRequest, AccessibilityShare
from mob.identity.types import RetentionRule
from mob.kernel.clock import add_months, civil_date, day_starts

# Long enough for the person to look back on a year; the proof of what she agreed to is the receipt's, kept longer.
MONTHS_KEPT = 12
# A trip says where somebody was: what a service asked serves no more once it is over.
TRIP_KEPT = timedelta(days=30)


def rule() -> RetentionRule:
    return RetentionRule(
        "accounts.accessibility",
        "who could read what is needed in order to travel, who read it, who asked",
        f"{MONTHS_KEPT} months after the share ended or the reading; {TRIP_KEPT.days} days after the trip that was asked",
        due=expired,
        erase=forget_expired,
    )


def expired(now: datetime) -> int:
    """How many rows have passed their date."""
    return sum(rows.count() for rows in _over(now))


def forget_expired(now: datetime) -> int:
    """Erase them; how many."""
    return sum(rows.delete()[0] for rows in _over(now))


def _over(now: datetime) -> list[QuerySet[Any]]:
    limit = day_starts(add_months(civil_date(now), -MONTHS_KEPT))
    return [
        AccessibilityShare.objects.filter(Q(ended_at__lt=limit) | Q(ended_at=None, ends_at__lt=limit)),
        AccessibilityReading.objects.filter(minute__lt=limit),
        AccessibilityRequest.objects.filter(arrives_at__lt=now - TRIP_KEPT),
    ]
