"""Aids, their dated versions, texts by language, territories, questions and papers."""

from __future__ import annotations

from enum import StrEnum

from django.db import models

from mob.catalogue.types import (
    AidState,
    FieldKind,
    FrequencyUnit,
    Level,
    LinkState,
    Processing,
    ProofType,
    PurchaseTiming,
)
from mob.kernel.ids import uuid7


def _choices(enum: type[StrEnum]) -> list[tuple[str, str]]:
    return [(item.value, item.value) for item in enum]


class Aid(models.Model):
    """Money or a service a funder gives. What it says lives in its versions; `current` is the one people read."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=120, unique=True)
    funder = models.ForeignKey("directory.Funder", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, choices=_choices(AidState), default=AidState.DRAFT.value)
    current = models.ForeignKey("AidVersion", on_delete=models.PROTECT, null=True, related_name="+")
    # The line of an imported file this aid came from: importing the same file again changes nothing.
    import_key = models.CharField(max_length=160, null=True, unique=True)
    import_hash = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1)
    # Somebody checked that the words still hold, without writing them again. The later of this and the version's own.
    verified_on = models.DateField(null=True)
    # Who keeps it up to date. Nobody: the funder's authors, else the platform.
    owner = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["state", "funder"], name="aid_state_funder")]


class CatalogueState(models.Model):
    """One row. It moves in each transaction that changes what people may find; an index kept in memory follows it.

    `stamp` and not `version` tells two states apart: a number given by a transaction that fails is given again.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    version = models.PositiveBigIntegerField(default=1)
    stamp = models.UUIDField(default=uuid7)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="catalogue_state_once")]


class AidVersion(models.Model):
    """What an aid says from a date. Immutable once published: an edit makes the next number."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    aid = models.ForeignKey(Aid, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField(null=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    level = models.CharField(max_length=16, choices=_choices(Level))
    modes = models.JSONField(default=list)
    audiences = models.JSONField(default=list)
    minimum_age = models.PositiveSmallIntegerField(null=True)
    purchase = models.CharField(max_length=20, choices=_choices(PurchaseTiming), default=PurchaseTiming.NONE.value)
    # Days after the agreement within which the invoice is awaited; only for a purchase after agreement.
    invoice_days = models.PositiveSmallIntegerField(null=True)
    processing = models.CharField(max_length=16, choices=_choices(Processing), default=Processing.HERE.value)
    external_url = models.URLField(max_length=500, blank=True)
    is_automatic = models.BooleanField(default=False)
    automatic_checks = models.JSONField(default=list)
    max_amount_cents = models.BigIntegerField(null=True)
    # A person of 16 or 17 does not ask for it alone.
    minors_represented = models.BooleanField(default=False)
    wants_courtesy_mails = models.BooleanField(default=True)
    help_address = models.TextField(blank=True)
    help_phone = models.CharField(max_length=40, blank=True)
    help_hours = models.CharField(max_length=160, blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    source_date = models.DateField(null=True)
    verified_on = models.DateField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["aid", "number"], name="aid_version_number"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="aid_version_dates",
                violation_error_message="La date de fin précède la date de début.",
            ),
        ]


class AidText(models.Model):
    """A version's words in one language. French is required."""

    version = models.ForeignKey(AidVersion, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=160)
    promise = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    conditions = models.TextField(blank=True)
    amount_text = models.CharField(max_length=300, blank=True)
    payment_terms = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "language"], name="aid_text_language")]


class AidTerritory(models.Model):
    """Where a version applies. Codes are text: `01004`, `2A`, a SIREN for an EPCI, `FR` for the country."""

    version = models.ForeignKey(AidVersion, on_delete=models.CASCADE, related_name="territories")
    kind = models.CharField(max_length=12)
    code = models.CharField(max_length=12)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "kind", "code"], name="aid_territory_once")]
        indexes = [models.Index(fields=["kind", "code"], name="aid_territory_code")]


class AidField(models.Model):
    """A question of a version, with its French and English words. `choices`: `[{"code", "fr", "en"}]`."""

    version = models.ForeignKey(AidVersion, on_delete=models.CASCADE, related_name="fields")
    code = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=_choices(FieldKind))
    is_required = models.BooleanField(default=True)
    label_fr = models.CharField(max_length=200)
    label_en = models.CharField(max_length=200, blank=True)
    hint_fr = models.CharField(max_length=300, blank=True)
    hint_en = models.CharField(max_length=300, blank=True)
    choices = models.JSONField(default=list)
    max_choices = models.PositiveSmallIntegerField(default=1)
    # The name under which rules know the answer.
    fact = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="aid_field_code")]
        ordering = ["position"]


class AidProof(models.Model):
    """A paper a version asks for, with its French and English words. `replaced_by`: names of facts."""

    version = models.ForeignKey(AidVersion, on_delete=models.CASCADE, related_name="proofs")
    code = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()
    proof_type = models.CharField(max_length=24, choices=_choices(ProofType))
    is_required = models.BooleanField(default=True)
    label_fr = models.CharField(max_length=160)
    label_en = models.CharField(max_length=160, blank=True)
    hint_fr = models.CharField(max_length=300, blank=True)
    hint_en = models.CharField(max_length=300, blank=True)
    replaced_by = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="aid_proof_code")]
        ordering = ["position"]


class RuleBook(models.Model):
    """Rules published together by somebody, kept as they came: rows are never changed."""

    digest = models.CharField(primary_key=True, max_length=64)
    name = models.CharField(max_length=160)
    edition = models.CharField(max_length=60)
    licence = models.CharField(max_length=60)
    source_url = models.URLField(max_length=500, blank=True)
    text = models.TextField()
    # By SIREN, how its rules spell a grouping of communes.
    places = models.JSONField(default=dict)
    kept_at = models.DateTimeField()


class AidRules(models.Model):
    """What a version computes: its own text, or a rule of a book. `examples`: cases it must answer rightly.

    `together`: what it allows beside other aids, as our file writes it (`ruling.plain_together`).
    """

    version = models.OneToOneField(AidVersion, on_delete=models.CASCADE, related_name="rules", primary_key=True)
    book = models.ForeignKey(RuleBook, on_delete=models.PROTECT, null=True, related_name="+")
    target = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    shape = models.TextField(blank=True)
    examples = models.JSONField(default=list)
    frequency_months = models.PositiveSmallIntegerField(null=True)
    frequency_per = models.CharField(max_length=12, choices=_choices(FrequencyUnit), blank=True)
    together = models.JSONField(default=dict)
    allows_anyway = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(book__isnull=False, text="") | models.Q(book__isnull=True) & ~models.Q(text=""),
                name="aid_rules_somewhere",
                violation_error_message="Des règles viennent d’un texte ou d’un recueil, pas des deux.",
            )
        ]


class BookAid(models.Model):
    """An aid that follows a rule of a book from edition to edition. `source`: what the editions have in common.

    `digest`: of the rule and all it depends on, when last brought in. `number`: the version written then; a newer one
    was written by hand and is left alone.
    """

    aid = models.OneToOneField(Aid, on_delete=models.CASCADE, related_name="book_aid", primary_key=True)
    source = models.CharField(max_length=160)
    target = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    has_ended = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "target"], name="book_aid_once")]


class AidLink(models.Model):
    """What the official page of an aid answered the last time it was asked. `failing_since`: when it stopped answering."""

    aid = models.OneToOneField(Aid, on_delete=models.CASCADE, related_name="link", primary_key=True)
    address = models.URLField(max_length=500)
    state = models.CharField(max_length=12, choices=_choices(LinkState))
    checked_at = models.DateTimeField()
    failing_since = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["checked_at"], name="aid_link_oldest")]


class MistakeReport(models.Model):
    """What somebody wrote of a mistake on an aid's page, and where to answer her. Erased a year later."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    aid = models.ForeignKey(Aid, on_delete=models.CASCADE, related_name="reports")
    text = models.TextField()
    email = models.EmailField(blank=True)
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="mistake_report_oldest")]


class AidRetention(models.Model):
    """How many years the files of an aid are kept after they close, and why, from a moment on. Rows are never changed.

    A file keeps what was in force when it was sent: it is what its author was told.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    aid = models.ForeignKey(Aid, on_delete=models.CASCADE, related_name="retentions")
    years = models.PositiveSmallIntegerField()
    reason_fr = models.CharField(max_length=300)
    reason_en = models.CharField(max_length=300, blank=True)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(years__gte=1, years__lte=10),
                name="aid_retention_years",
                violation_error_message="La durée va de 1 à 10 ans.",
            )
        ]
        indexes = [models.Index(fields=["aid", "-since"], name="aid_retention_latest")]
