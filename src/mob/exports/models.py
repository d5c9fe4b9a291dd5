"""Tables of exports. A file lies in sealed parts of its own, so that any web worker of any machine can hand it over."""

from __future__ import annotations

from django.db import models

from mob.exports.types import Format, Progress
from mob.kernel.ids import uuid7


class Export(models.Model):
    """One list taken away by one person. `selection` is what she asked for, `community_ids` what she could see then.

    The row goes with its file; that it was taken away stays in the journal.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    funder = models.ForeignKey("directory.Funder", on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey("identity.User", on_delete=models.CASCADE, related_name="+")
    format = models.CharField(max_length=4, choices=[(f.value, f.value) for f in Format])
    selection = models.JSONField(default=dict)
    query = models.CharField(max_length=900, blank=True)
    language = models.CharField(max_length=2, default="fr")
    community_ids = models.JSONField(null=True)
    progress = models.CharField(max_length=8, choices=[(p.value, p.value) for p in Progress], default="waiting")
    error = models.CharField(max_length=60, blank=True)
    rows = models.PositiveIntegerField(null=True)
    size = models.PositiveIntegerField(null=True)
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    making_until = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["asked_by", "funder", "-asked_at"], name="export_mine"),
            models.Index(fields=["expires_at"], name="export_expiry"),
        ]


class ExportPart(models.Model):
    """A piece of the file, sealed (`sealing.py`)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    export = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["export", "number"], name="export_part_once")]
