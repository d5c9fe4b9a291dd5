"""Tables of sealed documents. No clear byte, no file name, no hash of a clear file is ever stored."""

from __future__ import annotations

from django.db import models

from mob.documents.types import DocumentState, MediaType
from mob.kernel.ids import uuid7


def _choices(enum: type[MediaType] | type[DocumentState]) -> list[tuple[str, str]]:
    return [(item.value, item.value) for item in enum]


class Document(models.Model):
    """One sealed file. `owner_id` is opaque here: what it names is known to the context that deposited it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner_id = models.UUIDField()
    funder_id = models.UUIDField()
    proof_code = models.CharField(max_length=80)
    proof_type = models.CharField(max_length=80)
    number = models.PositiveSmallIntegerField()
    media_type = models.CharField(max_length=40, choices=_choices(MediaType))
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    object_key = models.CharField(max_length=160, unique=True)
    scan_engine = models.CharField(max_length=80)
    scan_database = models.CharField(max_length=120)
    scanned_at = models.DateTimeField()
    notes = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=_choices(DocumentState), default=DocumentState.LIVE.value)
    created_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner_id", "number"], name="document_number_once"),
            models.CheckConstraint(
                condition=models.Q(state=DocumentState.LIVE.value, deleted_at__isnull=True)
                | models.Q(state=DocumentState.REMOVED.value, deleted_at__isnull=False),
                name="document_removed_has_date",
            ),
        ]


class Recipient(models.Model):
    """A key a document is sealed to: what says whether a key may be retired."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="recipients")
    kid = models.CharField(max_length=64, db_index=True)
    place = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "kid"], name="recipient_once")]
