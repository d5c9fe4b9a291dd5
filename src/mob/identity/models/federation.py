"""Who vouches for an account from above."""

from __future__ import annotations

from django.db import models

from mob.identity.models.accounts import User
from mob.kernel.ids import uuid7


class ExternalIdentity(models.Model):
    """A person as an identity provider knows her. `subject` means something to that issuer and us alone.

    Nothing else leads from a provider to an account: neither an e-mail address nor a civil identity ever does.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)
    provider_key = models.CharField(max_length=40)
    acr = models.CharField(max_length=100, blank=True)
    linked_at = models.DateTimeField()
    last_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "subject"], condition=models.Q(ended_at__isnull=True), name="external_once"
            ),
            models.UniqueConstraint(
                fields=["user", "issuer"], condition=models.Q(ended_at__isnull=True), name="external_one_each"
            ),
        ]
