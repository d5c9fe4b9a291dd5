"""Tables of facts, deliveries, tasks and leases. Rows of `Fact` are only ever inserted."""

from __future__ import annotations

from django.db import models

from mob.kernel.ids import uuid7


class Fact(models.Model):
    """Something that happened. `data` is the RFC 8785 text that was hashed, byte for byte."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    stream = models.CharField(max_length=80)
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    data = models.TextField()
    actor = models.CharField(max_length=120)
    at = models.DateTimeField()
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "seq"], name="fact_stream_seq")]
        indexes = [models.Index(fields=["kind", "at"], name="fact_kind_at")]


class Delivery(models.Model):
    """One fact owed to one subscriber. Written in the fact's own transaction: the outbox."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="+")
    subscriber = models.CharField(max_length=60)
    stream = models.CharField(max_length=80)
    seq = models.PositiveIntegerField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    parked_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fact", "subscriber"], name="delivery_once")]
        indexes = [
            models.Index(
                fields=["next_at"],
                name="delivery_due",
                condition=models.Q(done_at__isnull=True, parked_at__isnull=True),
            ),
            models.Index(
                fields=["subscriber", "stream", "seq"],
                name="delivery_order",
                condition=models.Q(done_at__isnull=True),
            ),
        ]


class Task(models.Model):
    """Work due at a time. `key` is unique: asking twice for the same work plans it once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200, unique=True)
    payload = models.JSONField(default=dict)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    parked_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_at"],
                name="task_due",
                condition=models.Q(done_at__isnull=True, parked_at__isnull=True),
            )
        ]


class Lease(models.Model):
    """A named right held by one process until a time (the scheduler, a checkpoint)."""

    name = models.CharField(max_length=60, primary_key=True)
    holder = models.CharField(max_length=80)
    until = models.DateTimeField()
