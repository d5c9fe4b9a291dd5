"""Facts of an award's stream (`award:<uuid>`) and of an envelope's (`envelope:<uuid>`). Ids, codes, dates and cents.

An IBAN, even masked, a holder's name or a reason in words never comes here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from mob.kernel.money import Cents
from mob.payments.types import Rejection


def award_stream(award_id: UUID) -> str:
    return f"award:{award_id}"


@dataclass(frozen=True, slots=True)
class EnvelopeSet:
    kind: ClassVar[str] = "envelope_set"
    aid_id: UUID
    year: int
    cap_cents: Cents | None


@dataclass(frozen=True, slots=True)
class AwardOpened:
    """Money was granted and reserved. `invoice_due_on`: until when the invoice of the purchase is awaited."""

    kind: ClassVar[str] = "award_opened"
    application_id: UUID
    envelope_id: UUID
    total_cents: Cents
    payments: int
    invoice_due_on: date | None = None


@dataclass(frozen=True, slots=True)
class AwardEnded:
    """What was not paid goes back to the envelope; `recover_cents` was paid and is to be claimed back."""

    kind: ClassVar[str] = "award_ended"
    application_id: UUID
    released_cents: Cents
    recover_cents: Cents


@dataclass(frozen=True, slots=True)
class BankDetailsGiven:
    kind: ClassVar[str] = "bank_details_given"
    application_id: UUID
    details_id: UUID
    is_change: bool


@dataclass(frozen=True, slots=True)
class BankDetailsConfirmed:
    kind: ClassVar[str] = "bank_details_confirmed"
    application_id: UUID
    details_id: UUID


@dataclass(frozen=True, slots=True)
class InvoiceReceived:
    kind: ClassVar[str] = "invoice_received"
    application_id: UUID
    is_late: bool


@dataclass(frozen=True, slots=True)
class InvoiceAccepted:
    kind: ClassVar[str] = "invoice_accepted"
    application_id: UUID


@dataclass(frozen=True, slots=True)
class InvoiceAskedAgain:
    kind: ClassVar[str] = "invoice_asked_again"
    application_id: UUID
    due_on: date


@dataclass(frozen=True, slots=True)
class PaymentHandedOver:
    kind: ClassVar[str] = "payment_handed_over"
    application_id: UUID
    order_id: UUID


@dataclass(frozen=True, slots=True)
class PaymentMade:
    kind: ClassVar[str] = "payment_made"
    application_id: UUID
    order_id: UUID
    cents: Cents
    paid_on: date


@dataclass(frozen=True, slots=True)
class PaymentRejected:
    kind: ClassVar[str] = "payment_rejected"
    application_id: UUID
    order_id: UUID
    reason: Rejection
