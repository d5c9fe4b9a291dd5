"""Tables of the accessibility profile's sharing: who may read it until when, who asked, who read. What is read is not here."""

from __future__ import annotations

from django.db import models

from mob.identity.accessibility.sharing import MOST_PLACE, MOST_REFERENCE, ShareKind
from mob.identity.accessibility.vocabularies import Sharing
from mob.identity.models.provider import Link
from mob.kernel.ids import uuid7

_LEVELS = [(each.value, each.value) for each in Sharing]


class AccessibilityShare(models.Model):
    """One service may read the profile at a level. `reference`: its own of the trip, empty when she gave none.

    `ended_at`: closed, by her or by another that replaced it; one that merely reached `ends_at` keeps it empty.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="shares")
    level = models.CharField(max_length=10, choices=_LEVELS)
    kind = models.CharField(max_length=10, choices=[(each.value, each.value) for each in ShareKind])
    reference = models.CharField(max_length=MOST_REFERENCE, blank=True)
    arrives_at = models.DateTimeField(null=True)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    text_version = models.PositiveSmallIntegerField()
    # When she last had the service told that what it had read changed.
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["link", "kind", "reference"],
                condition=models.Q(ended_at__isnull=True),
                name="accessibility_share_open_once",
            ),
            models.CheckConstraint(
                name="accessibility_share_ends", condition=models.Q(ends_at__gt=models.F("begins_at"))
            ),
            models.CheckConstraint(
                name="accessibility_share_of_a_trip_arrives",
                condition=models.Q(kind=ShareKind.TRIP.value, arrives_at__isnull=False)
                | models.Q(kind=ShareKind.STANDING.value, arrives_at__isnull=True, reference=""),
            ),
        ]
        indexes = [models.Index(fields=["ends_at"], name="accessibility_share_end")]


class AccessibilityReading(models.Model):
    """A service read, or was refused (`level` empty), within one minute: a line a minute, however often it asks."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="accessibility_readings")
    minute = models.DateTimeField()
    level = models.CharField(max_length=10, choices=_LEVELS, blank=True)
    times = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["link", "minute", "level"], name="accessibility_reading_once_a_minute")
        ]
        indexes = [models.Index(fields=["minute"], name="accessibility_reading_end")]


class AccessibilityRequest(models.Model):
    """A service asks to read the profile for a trip. `start` and `end` are its words. Asked once for each reference."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="accessibility_requests")
    reference = models.CharField(max_length=MOST_REFERENCE)
    level = models.CharField(max_length=10, choices=_LEVELS)
    start = models.CharField(max_length=MOST_PLACE)
    end = models.CharField(max_length=MOST_PLACE)
    departs_at = models.DateTimeField()
    arrives_at = models.DateTimeField()
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    was_accepted = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["link", "reference"], name="accessibility_request_once"),
            models.CheckConstraint(
                name="accessibility_request_answered",
                condition=models.Q(was_accepted=False) | models.Q(answered_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["arrives_at"], name="accessibility_request_end")]
