"""The invoice of a purchase made after agreement: sent by the person, late or not, and looked at by an agent."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from mob.applications import services as applications
from mob.kernel.actor import Actor
from mob.kernel.clock import civil_date
from mob.kernel.errors import Invalid
from mob.payments import rules
from mob.payments.events import InvoiceAccepted, InvoiceAskedAgain, InvoiceReceived
from mob.payments.services import claiming
from mob.payments.types import Action, InvoiceState, Snapshot


def check_invoice_slot(actor: Actor, *, award_id: UUID) -> Snapshot:
    """The award an invoice may come for now, asked before a byte of it is read. Raises NotFound, Forbidden, Refused."""
    with transaction.atomic():
        row, award = claiming.load(actor, award_id)
        claiming.require(actor, award, Action.SEND_INVOICE)
        applications.check_late_slot(actor, application_id=row.application_id)
    return award


def send_invoice(actor: Actor, *, award_id: UUID, raw: bytes, now: datetime) -> None:
    """Take in the invoice, scanned and sealed as any paper. One that comes late is received all the same.

    Raises what the intake raises (`Invalid`, `Unavailable`).
    """
    awaited = check_invoice_slot(actor, award_id=award_id)
    replaces = awaited.invoice is InvoiceState.AWAITED
    applications.attach_late(actor, application_id=awaited.application_id, raw=raw, replaces=replaces, now=now)
    with transaction.atomic():
        row, award = claiming.load(actor, award_id)
        claiming.require(actor, award, Action.SEND_INVOICE)
        late = rules.is_late(row.invoice_due_on, now) and award.invoice is InvoiceState.AWAITED
        claiming.commit(
            row,
            [InvoiceReceived(row.application_id, late)],
            actor=actor,
            now=now,
            invoice_state=InvoiceState.RECEIVED.value,
            invoice_received_at=now,
            invoice_is_late=late or row.invoice_is_late,
        )


def accept_invoice(actor: Actor, *, award_id: UUID, now: datetime) -> None:
    """The invoice is what was granted, or the agent takes it although it is late: payment may go on."""
    with transaction.atomic():
        row, award = claiming.load(actor, award_id)
        claiming.require(actor, award, Action.CHECK_INVOICE)
        accepted = InvoiceAccepted(row.application_id)
        claiming.commit(row, [accepted], actor=actor, now=now, invoice_state=InvoiceState.ACCEPTED.value)


def ask_invoice_again(actor: Actor, *, award_id: UUID, message: str, due_on: date, now: datetime) -> None:
    """Another invoice is needed, until a new date; the words go to the person in the thread of her application."""
    if due_on <= civil_date(now):
        raise Invalid("date_in_future", "due_on")
    with transaction.atomic():
        row, award = claiming.load(actor, award_id)
        claiming.require(actor, award, Action.CHECK_INVOICE)
        applications.write_message(actor, application_id=row.application_id, text=message, now=now)
        claiming.commit(
            row,
            [InvoiceAskedAgain(row.application_id, due_on)],
            actor=actor,
            now=now,
            invoice_state=InvoiceState.AWAITED.value,
            invoice_due_on=due_on,
            invoice_is_late=False,
        )
