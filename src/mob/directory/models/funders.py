"""Funders, communities, memberships, invitations, keys and affiliations."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from django.db import models

from mob.directory.types import AffiliationEnd, AffiliationProof, AffiliationState, FunderKind, KeyState
from mob.kernel.actor import Role
from mob.kernel.ids import uuid7


def _choices(enum: type[StrEnum]) -> list[tuple[str, str]]:
    return [(item.value, item.value) for item in enum]


class Funder(models.Model):
    """Who gives aids. `is_invented` marks the demo's funders, the only ones that receive applications in a demo."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=20, choices=_choices(FunderKind))
    siren = models.CharField(max_length=9, blank=True)
    siret = models.CharField(max_length=14, blank=True, db_default="")
    covers_all_establishments = models.BooleanField(default=False, db_default=False)
    requires_proconnect = models.BooleanField(default=False, db_default=False)
    is_invented = models.BooleanField(default=False)
    contact_address = models.TextField(blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    contact_hours = models.CharField(max_length=160, blank=True)
    contact_email = models.EmailField(blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()


class Community(models.Model):
    """A part of a funder's public, with its own agents."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    funder = models.ForeignKey(Funder, on_delete=models.CASCADE, related_name="communities")
    name = models.CharField(max_length=120)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["funder", "name"], name="community_name")]
        ordering = ["name"]


class StaffQuerySet(models.QuerySet["Membership"]):
    """Adjectives of memberships."""

    def live(self) -> StaffQuerySet:
        return self.filter(ended_at__isnull=True)

    def of_funder(self, funder_id: UUID | None) -> StaffQuerySet:
        """None: of the platform."""
        return self.filter(models.Q(funder_id=funder_id))


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Adjectives of invitations."""

    def open(self) -> InvitationQuerySet:
        """Neither accepted nor cancelled; it may have expired."""
        return self.filter(accepted_at__isnull=True, cancelled_at__isnull=True)

    def of_funder(self, funder_id: UUID | None) -> InvitationQuerySet:
        """None: of the platform."""
        return self.filter(models.Q(funder_id=funder_id))


class Membership(models.Model):
    """A person's rights at a funder. `funder` is null for those who look after the platform or write its pages."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey("identity.User", on_delete=models.CASCADE, related_name="+")
    funder = models.ForeignKey(Funder, on_delete=models.CASCADE, null=True, related_name="memberships")
    role = models.CharField(max_length=20, choices=_choices(Role))
    first_name = models.CharField(max_length=80, blank=True)
    last_name = models.CharField(max_length=80, blank=True)
    capacity = models.CharField(max_length=120, blank=True)
    service = models.CharField(max_length=120, blank=True)
    # Said outright, never inferred from an empty list: closing a community must not open all the others.
    sees_all_communities = models.BooleanField(default=False)
    communities = models.ManyToManyField(Community, blank=True, related_name="+")
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = StaffQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "funder", "role"],
                condition=models.Q(ended_at__isnull=True, funder__isnull=False),
                name="membership_once",
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=models.Q(ended_at__isnull=True, funder__isnull=True),
                name="membership_platform_once",
            ),
            models.CheckConstraint(
                condition=models.Q(funder__isnull=False)
                | models.Q(role__in=[Role.ADMINISTRATOR.value, Role.CONTENT_EDITOR.value]),
                name="membership_platform_role",
                violation_error_message="Seules l’administration et la rédaction de la plateforme se passent de financeur.",
            ),
        ]


class AttestedOrganisation(models.Model):
    """Where a provider last said that an agent works. Another number than the last one ends the rights it opened."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey("identity.User", on_delete=models.CASCADE, related_name="+")
    issuer = models.CharField(max_length=200)
    siret = models.CharField(max_length=14)
    attested_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "issuer"], name="attested_organisation_once")]


class Delegation(models.Model):
    """A delegation of signature, as the act of the funder gives it. `aid_ids` null: every aid. Never changed: revoked."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    funder = models.ForeignKey(Funder, on_delete=models.CASCADE, related_name="delegations")
    holder = models.ForeignKey("identity.User", on_delete=models.CASCADE, related_name="+")
    number = models.CharField(max_length=60)
    signed_on = models.DateField()
    aid_ids = models.JSONField(null=True)
    ceiling_cents = models.BigIntegerField(null=True)
    ends_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ceiling_cents__isnull=True) | models.Q(ceiling_cents__gt=0),
                name="delegation_ceiling",
                violation_error_message="Le plafond d’une délégation est supérieur à zéro.",
            ),
        ]
        indexes = [models.Index(fields=["funder", "holder"], name="delegation_holder")]


class Invitation(models.Model):
    """A mailed invitation to become staff, good once and for seven days. Its token is signed, not stored."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    funder = models.ForeignKey(Funder, on_delete=models.CASCADE, null=True, related_name="invitations")
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=20, choices=_choices(Role))
    first_name = models.CharField(max_length=80, blank=True)
    last_name = models.CharField(max_length=80, blank=True)
    capacity = models.CharField(max_length=120, blank=True)
    service = models.CharField(max_length=120, blank=True)
    sees_all_communities = models.BooleanField(default=False)
    communities = models.ManyToManyField(Community, blank=True, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = InvitationQuerySet.as_manager()


class FunderKey(models.Model):
    """The public halves of a funder's key pair and of its recovery pair. No private half ever comes here."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    funder = models.ForeignKey(Funder, on_delete=models.CASCADE, related_name="keys")
    kid = models.CharField(max_length=64, unique=True)
    public_jwk = models.JSONField()
    recovery_kid = models.CharField(max_length=64)
    recovery_jwk = models.JSONField()
    state = models.CharField(max_length=16, choices=_choices(KeyState), default=KeyState.PENDING.value)
    # The canary: a random answer sealed to the key, and the SHA-256 of that answer. Emptied at activation.
    challenge = models.JSONField(default=dict, blank=True)
    challenge_answer_hash = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    activated_at = models.DateTimeField(null=True, blank=True)
    decrypt_only_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["funder", "state"], name="funder_key_state")]


class AffiliationRules(models.Model):
    """How an employer recognises its people. `domains`: exact, in Punycode. An employer without a row takes nobody."""

    funder = models.OneToOneField(Funder, on_delete=models.CASCADE, primary_key=True, related_name="affiliation_rules")
    domains = models.JSONField(default=list)
    accepts_by_hand = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    """Adjectives of affiliations."""

    def live(self) -> AffiliationQuerySet:
        """Asked or confirmed."""
        return self.exclude(state=AffiliationState.ENDED.value)

    def confirmed(self) -> AffiliationQuerySet:
        return self.filter(state=AffiliationState.CONFIRMED.value)


class Affiliation(models.Model):
    """That a person works for an employer: asked, confirmed, ended. Holds what she told it, never her profile.

    `link`: a random word of the current mailed link, so that a new one cancels the last. `mailbox`: what two accounts
    cannot both hold. `proved_at`: when she opened a link sent to `work_address`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey("identity.User", on_delete=models.CASCADE, related_name="+")
    funder = models.ForeignKey(Funder, on_delete=models.CASCADE, related_name="affiliations")
    state = models.CharField(max_length=12, choices=_choices(AffiliationState), default=AffiliationState.PENDING.value)
    version = models.PositiveIntegerField(default=1)
    first_name = models.CharField(max_length=100, blank=True)
    last_name = models.CharField(max_length=100, blank=True)
    search_key = models.CharField(max_length=220, blank=True)
    work_address = models.EmailField(max_length=254, blank=True)
    mailbox = models.CharField(max_length=254, blank=True)
    number = models.CharField(max_length=40, blank=True)
    link = models.CharField(max_length=32, blank=True)
    link_expires_at = models.DateTimeField(null=True)
    proof = models.CharField(max_length=16, blank=True, choices=_choices(AffiliationProof))
    proved_at = models.DateTimeField(null=True)
    writes_to_work_since = models.DateTimeField(null=True)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=16, blank=True, choices=_choices(AffiliationEnd))

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "funder"],
                condition=~models.Q(state=AffiliationState.ENDED.value),
                name="affiliation_live_once",
                violation_error_message="Une affiliation à cet employeur existe déjà.",
            ),
            models.UniqueConstraint(
                fields=["funder", "mailbox"],
                condition=models.Q(state=AffiliationState.CONFIRMED.value) & ~models.Q(mailbox=""),
                name="affiliation_mailbox_once",
                violation_error_message="Cette adresse de travail est déjà confirmée pour un autre compte.",
            ),
            models.CheckConstraint(
                condition=models.Q(state=AffiliationState.PENDING.value)
                | models.Q(state=AffiliationState.CONFIRMED.value, confirmed_at__isnull=False)
                | models.Q(state=AffiliationState.ENDED.value, ended_at__isnull=False),
                name="affiliation_state_has_date",
                violation_error_message="Une affiliation confirmée ou terminée porte sa date.",
            ),
        ]
        indexes = [
            models.Index(fields=["funder", "state", "search_key", "id"], name="affiliation_list"),
            models.Index(fields=["user", "state"], name="affiliation_person"),
        ]
