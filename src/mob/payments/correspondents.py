"""What a mail about money says, read when it is sent: facts hold no words. For the system alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from mob.kernel.money import Cents
from mob.payments import reading
from mob.payments.models import Award, Order
from mob.payments.types import InvoiceState, Rejection


@dataclass(frozen=True, slots=True)
class Matter:
    """An award as its mails see it. `order_*` and `rejection`: of the payment the mail is about, None without one."""

    award_id: UUID
    application_id: UUID
    funder_id: UUID
    total: Cents
    payments: int
    masked: str
    usable_from: datetime | None
    is_change: bool
    awaits_invoice: bool
    invoice_due_on: date | None
    invoice_is_late: bool
    is_live: bool
    order_cents: Cents | None = None
    order_paid_on: date | None = None
    rejection: Rejection | None = None


def invoices_due(day: date, today: date, *, most: int = 2000) -> list[UUID]:
    """Awards whose invoice is awaited until that day or an earlier one still to come."""
    rows = Award.objects.filter(
        invoice_state=InvoiceState.AWAITED.value, invoice_due_on__lte=day, invoice_due_on__gte=today, ended_at=None
    )
    return list(rows.order_by("invoice_due_on").values_list("id", flat=True)[:most])


def of(award_id: UUID, order_id: UUID | None = None) -> Matter | None:
    """The matter of an award, or None when it does not exist."""
    row = Award.objects.filter(id=award_id).prefetch_related("bank_details", "orders").first()
    if row is None:
        return None
    details = reading.details_of(row)
    order = Order.objects.filter(id=order_id, award=row).first() if order_id else None
    return Matter(
        award_id=row.id,
        application_id=row.application_id,
        funder_id=row.funder_id,
        total=Cents(row.total_cents),
        payments=len(row.orders.all()),
        masked=details.masked if details else "",
        usable_from=details.usable_from if details else None,
        is_change=bool(details and details.is_change),
        awaits_invoice=row.invoice_state == InvoiceState.AWAITED.value,
        invoice_due_on=row.invoice_due_on,
        invoice_is_late=row.invoice_is_late,
        is_live=row.ended_at is None,
        order_cents=Cents(order.cents) if order else None,
        order_paid_on=order.paid_on if order else None,
        rejection=Rejection(order.rejection) if order and order.rejection else None,
    )
