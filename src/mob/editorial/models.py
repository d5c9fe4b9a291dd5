"""Texts as they were saved. A row is never changed: the highest number of a page and language is what people read."""

from __future__ import annotations

from django.db import models

from mob.editorial.types import Language, Page
from mob.kernel.ids import uuid7


class SavedText(models.Model):
    """One text of one page in one language. An empty `text` stands for the shipped one, taken up again."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    page = models.CharField(max_length=40, choices=[(p.value, p.value) for p in Page])
    language = models.CharField(max_length=2, choices=[(each.value, each.value) for each in Language])
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    author = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "language", "number"], name="saved_text_number")]
