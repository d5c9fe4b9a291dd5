"""Agreements to ask a register, the facts it certified, and the legal bases that allow to ask."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from mob.eligibility.certified.types import Provider, RegisterSource, Standing
from mob.kernel.ids import uuid7


class LegalBasis(models.Model):
    """The act that lets one funder ask one source (a DataPass). Ended, it stays as history; rows are never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    funder = models.ForeignKey("directory.Funder", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=20, choices=[(each.value, each.value) for each in RegisterSource])
    number = models.CharField(max_length=60)
    recipient = models.CharField(max_length=14)
    text = models.CharField(max_length=300, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["funder", "source"],
                condition=models.Q(ended_at__isnull=True),
                name="legal_basis_open_once",
                violation_error_message="Une base légale est déjà en cours pour cette source.",
            )
        ]


class Agreement(models.Model):
    """A person lets one funder read one source, until a day. Taken back, the row goes and its facts with it.

    `sealed_number`: what the source asks besides (a plate), sealed. `standing` and `reason`: how the last call ended.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    funder = models.ForeignKey("directory.Funder", on_delete=models.CASCADE, related_name="+")
    source = models.CharField(max_length=20, choices=[(each.value, each.value) for each in RegisterSource])
    sealed_number = models.BinaryField(default=bytes)
    given_at = models.DateTimeField()
    ends_on = models.DateField()
    standing = models.CharField(max_length=12, choices=[(each.value, each.value) for each in Standing])
    reason = models.CharField(max_length=20, blank=True)
    asked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "funder", "source"], name="agreement_once")]
        indexes = [models.Index(fields=["ends_on"], name="agreement_end")]


class HeldFact(models.Model):
    """One fact a register certified under an agreement, sealed (`certified/sealing.py`), until a day inclusive."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="facts")
    fact = models.CharField(max_length=200)
    sealed = models.BinaryField()
    provider = models.CharField(max_length=20, choices=[(each.value, each.value) for each in Provider])
    certified_at = models.DateTimeField()
    expires_on = models.DateField()
    contested_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "fact"], name="held_fact_once")]
        indexes = [models.Index(fields=["expires_on"], name="held_fact_end")]
