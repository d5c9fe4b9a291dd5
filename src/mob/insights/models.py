"""Projection tables. Nothing refers to them and they refer to nothing: ids are copied from facts."""

from __future__ import annotations

from django.db import models

from mob.kernel.ids import uuid7


class CaseFigures(models.Model):
    """One application in figures (`types.Case`). `seq` is the last fact it was told."""

    application_id = models.UUIDField(primary_key=True)
    seq = models.PositiveIntegerField()
    aid_id = models.UUIDField()
    version_id = models.UUIDField()
    funder_id = models.UUIDField()
    community_id = models.UUIDField(null=True)
    state = models.CharField(max_length=20)
    started_at = models.DateTimeField()
    # Null in a row that an older version wrote: the daily count derives it again.
    citizen_id = models.UUIDField(null=True)
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=30, blank=True)
    amount_cents = models.BigIntegerField(null=True)
    waits_since = models.DateTimeField(null=True)
    waited = models.DurationField()
    took = models.DurationField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["funder_id", "submitted_at"], name="case_figures_sent"),
            models.Index(fields=["funder_id", "decided_at"], name="case_figures_decided"),
            models.Index(fields=["funder_id", "citizen_id"], name="case_figures_person"),
        ]


class FunderCell(models.Model):
    """Applications of one aid, community, half-year, state and reason (`cells.CellKey`), moved as figures move."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    funder_id = models.UUIDField()
    aid_id = models.UUIDField()
    community_key = models.CharField(max_length=36, blank=True)
    year = models.PositiveSmallIntegerField()
    half = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20)
    reason = models.CharField(max_length=30, blank=True)
    count = models.IntegerField(default=0)
    cents = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["funder_id", "aid_id", "community_key", "year", "half", "state", "reason"],
                name="funder_cell_once",
            )
        ]


class DelayCell(models.Model):
    """Decisions that took the funder so many days (`cells.DelayKey`)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    funder_id = models.UUIDField()
    aid_id = models.UUIDField()
    community_key = models.CharField(max_length=36, blank=True)
    year = models.PositiveSmallIntegerField()
    half = models.PositiveSmallIntegerField()
    days = models.PositiveSmallIntegerField()
    count = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["funder_id", "aid_id", "community_key", "year", "half", "days"], name="delay_cell_once"
            )
        ]


class PeopleCell(models.Model):
    """Distinct people who sent something to a funder within one scope (`people.PeopleKey`); 0 and "" stand for all."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    funder_id = models.UUIDField()
    aid_key = models.CharField(max_length=36, blank=True)
    community_key = models.CharField(max_length=36, blank=True)
    year = models.PositiveSmallIntegerField(default=0)
    half = models.PositiveSmallIntegerField(default=0)
    count = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["funder_id", "aid_key", "community_key", "year", "half"], name="people_cell_once"
            )
        ]


class StoppedDrafts(models.Model):
    """Drafts of an aid nobody has touched lately, by the page they stopped at. Counted again every few hours."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    funder_id = models.UUIDField(db_index=True)
    aid_id = models.UUIDField()
    stop = models.CharField(max_length=20)
    count = models.PositiveIntegerField()


class PublishedFigures(models.Model):
    """One row: what the public reads, and the counts it was made of, to know when enough has changed."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    as_of = models.DateField()
    refreshed_at = models.DateTimeField()
    counts = models.JSONField()
    tables = models.JSONField()
    coverage = models.JSONField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="published_figures_once")]
