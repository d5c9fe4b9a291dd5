"""Partners: those who plug their services in. Their people, their clients, and the test people they made up."""

from __future__ import annotations

from django.db import models

from mob.directory.partner_types import PartnerKind, PartnerRole
from mob.kernel.ids import uuid7


class Partner(models.Model):
    """Who runs services that people link to their account. `contact`: where the platform writes when something is wrong."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=20, choices=[(each.value, each.value) for each in PartnerKind])
    contact = models.EmailField(max_length=254)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)


class PartnerMembership(models.Model):
    """A person's rights at a partner."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey("identity.User", on_delete=models.CASCADE, related_name="+")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(each.value, each.value) for each in PartnerRole])
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "partner"], condition=models.Q(ended_at__isnull=True), name="partner_membership_once"
            )
        ]


class PartnerInvitation(models.Model):
    """A mailed invitation to a partner's console, good once and for seven days. Its token is signed, not stored."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=20, choices=[(each.value, each.value) for each in PartnerRole])
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()


class PartnerClient(models.Model):
    """A client of the provider that a partner registered. What it may do lies with the client, what was asked here.

    `justification`: for each scope, why it is needed. `wanted`: changes of a live client that wait for the platform.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="clients")
    client_id = models.UUIDField(unique=True)
    is_sandbox = models.BooleanField(default=False)
    justification = models.JSONField(default=dict)
    wanted = models.JSONField(default=dict)
    asked_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    refusal = models.TextField(blank=True)
    created_at = models.DateTimeField()


class PartnerTestPerson(models.Model):
    """A person who does not exist, made by a partner for its sandbox. `code` opens nothing but its consent pages."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="test_people")
    user = models.OneToOneField("identity.User", on_delete=models.CASCADE, related_name="+")
    script = models.CharField(max_length=20)
    code = models.CharField(max_length=12)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
