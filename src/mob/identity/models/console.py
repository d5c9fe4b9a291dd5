"""Tables behind the partners' console: what proves a client, how much it asks, what was refused, what it was told."""

from __future__ import annotations

from django.db import models

from mob.identity.models.provider import Client
from mob.identity.oidc_types import CredentialKind
from mob.kernel.ids import uuid7


class ClientCredential(models.Model):
    """A secret (its SHA-256 alone) or a public key by which a client proves who it is. Two may hold at the same time.

    `digest`: of the secret, or the thumbprint of the key (RFC 7638). `hint`: what its holder recognises it by.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="credentials")
    kind = models.CharField(max_length=8, choices=[(each.value, each.value) for each in CredentialKind])
    digest = models.CharField(max_length=64)
    public_jwk = models.JSONField(default=dict)
    hint = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "digest"], name="client_credential_once")]


class ClientUse(models.Model):
    """How many calls a client made on one civil day, and in the last minute it called (`minute`: of the epoch)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    kind = models.CharField(max_length=8)
    count = models.PositiveIntegerField()
    minute = models.PositiveBigIntegerField()
    minute_count = models.PositiveIntegerField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "day", "kind"], name="client_use_once_a_day")]


class ClientFailure(models.Model):
    """Why calls of a client were refused, by civil day. Codes alone: nothing here tells of anybody."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    endpoint = models.CharField(max_length=40)
    reason = models.CharField(max_length=40)
    count = models.PositiveIntegerField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "day", "endpoint", "reason"], name="client_failure_once_a_day")
        ]


class WebhookCall(models.Model):
    """One thing a service is told at its webhook. `fact`: what happened; `subject`: whom its own service knows so."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    fact = models.UUIDField()
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=64)
    happened_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=40, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "fact"], name="webhook_call_once")]
        indexes = [models.Index(fields=["client", "-happened_at"], name="webhook_call_list")]
