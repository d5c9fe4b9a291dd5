"""Envelopes, the ledger, awards, payment orders, bank details, the queue of complete files.

Amounts are cents. Movements are only ever added: their manager refuses to change or delete one.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.db import models
from django.db.models import F, Q

from mob.kernel.ids import uuid7
from mob.payments.types import Account, InvoiceState, MoveKind, OrderState, Rejection


def _choices(enum: type[StrEnum]) -> list[tuple[str, str]]:
    return [(item.value, item.value) for item in enum]


class Envelope(models.Model):
    """The money of one aid for one civil year. `committed_cents`: granted, not paid yet. No `cap_cents`: no ceiling."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    funder = models.ForeignKey("directory.Funder", on_delete=models.PROTECT, related_name="+")
    aid = models.ForeignKey("catalogue.Aid", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    cap_cents = models.BigIntegerField(null=True)
    committed_cents = models.BigIntegerField(default=0)
    paid_cents = models.BigIntegerField(default=0)
    # The usual grant: once less is left, files wait in order.
    grant_cents = models.BigIntegerField(default=0)
    budget_line = models.CharField(max_length=80, blank=True)
    deliberation = models.CharField(max_length=120, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["aid", "year"], name="envelope_aid_year"),
            models.CheckConstraint(
                condition=Q(committed_cents__gte=0) & Q(paid_cents__gte=0),
                name="envelope_not_negative",
                violation_error_message="Une enveloppe ne peut pas devenir négative.",
            ),
            models.CheckConstraint(
                condition=Q(cap_cents__isnull=True) | Q(cap_cents__gte=F("committed_cents") + F("paid_cents")),
                name="envelope_never_overrun",
                violation_error_message="L’enveloppe de cette aide serait dépassée.",
            ),
        ]
        indexes = [models.Index(fields=["funder", "year"], name="envelope_funder")]


class Award(models.Model):
    """What was granted to an application: one at a time, ended when the decision is withdrawn."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    application = models.ForeignKey("applications.Application", on_delete=models.PROTECT, related_name="+")
    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="awards")
    funder = models.ForeignKey("directory.Funder", on_delete=models.PROTECT, related_name="+")
    mode = models.CharField(max_length=10)
    total_cents = models.BigIntegerField()
    to_recover_cents = models.BigIntegerField(default=0)
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    invoice_state = models.CharField(max_length=10, choices=_choices(InvoiceState))
    invoice_due_on = models.DateField(null=True)
    invoice_received_at = models.DateTimeField(null=True)
    invoice_is_late = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=Q(ended_at=None), name="award_one_live"),
            models.CheckConstraint(condition=Q(total_cents__gt=0), name="award_is_money"),
        ]
        indexes = [models.Index(fields=["invoice_state", "invoice_due_on"], name="award_invoice")]


class Order(models.Model):
    """One payment of an award. `number` runs over the whole application, so that its code is never used twice."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="orders")
    application = models.ForeignKey("applications.Application", on_delete=models.PROTECT, related_name="+")
    funder = models.ForeignKey("directory.Funder", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=14, unique=True)
    cents = models.BigIntegerField()
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=_choices(OrderState), default=OrderState.OPEN.value)
    handed_at = models.DateTimeField(null=True)
    paid_on = models.DateField(null=True)
    rejection = models.CharField(max_length=20, blank=True, choices=_choices(Rejection))
    rejection_text = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="order_number_once"),
            models.CheckConstraint(condition=Q(cents__gt=0), name="order_is_money"),
            models.CheckConstraint(
                condition=~Q(state=OrderState.PAID.value) | Q(paid_on__isnull=False),
                name="order_paid_has_date",
                violation_error_message="Un versement porte sa date.",
            ),
        ]
        indexes = [models.Index(fields=["funder", "state", "due_on", "id"], name="order_to_pay")]


class BankDetails(models.Model):
    """Where an award is paid: a sealed document and what may be shown of it. The last one not replaced is in force."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="bank_details")
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, null=True, related_name="+")
    manifest = models.TextField(blank=True)
    masked = models.CharField(max_length=24)
    is_change = models.BooleanField(default=False)
    given_at = models.DateTimeField()
    usable_from = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["award"], condition=Q(replaced_at=None), name="bank_details_one_in_force")
        ]


class AddedOnly(models.QuerySet["Movement"]):
    """Rows that are only ever added."""

    def update(self, **changes: Any) -> int:
        raise TypeError("a movement of the ledger is never changed: post another one")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("a movement of the ledger is never deleted: post another one")


class Movement(models.Model):
    """Double entry in one row: `cents` leave the account `source` of an envelope and reach `target`.

    `key` names what it is for, so that the same thing is never posted twice.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="movements")
    kind = models.CharField(max_length=8, choices=_choices(MoveKind))
    source = models.CharField(max_length=10, choices=_choices(Account))
    target = models.CharField(max_length=10, choices=_choices(Account))
    cents = models.BigIntegerField()
    award = models.ForeignKey(Award, on_delete=models.PROTECT, null=True, related_name="movements")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, related_name="movements")
    key = models.CharField(max_length=120, unique=True)
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    objects = AddedOnly.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="movement_is_money"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="movement_between_two"),
        ]
        indexes = [models.Index(fields=["envelope", "at"], name="movement_envelope")]


class WaitingPlace(models.Model):
    """Since when an application has been complete, while it waits for a decision: its place when money runs short."""

    application = models.OneToOneField(
        "applications.Application", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    aid = models.ForeignKey("catalogue.Aid", on_delete=models.CASCADE, related_name="+")
    complete_at = models.DateTimeField()
    is_open = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["aid", "is_open", "complete_at"], name="waiting_order")]
