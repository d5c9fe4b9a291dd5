"""From rows to values: the snapshot rules look at, the views pages show. Rights are the caller's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from mob.kernel.money import Cents
from mob.payments import rules
from mob.payments.models import Award, BankDetails, Envelope, Order
from mob.payments.types import (
    UNPAID,
    DetailsView,
    EnvelopeView,
    InvoiceState,
    OrderState,
    OrderView,
    Rejection,
    Snapshot,
)


def details_of(award: Award) -> BankDetails | None:
    """The bank details in force. Read in memory when they were prefetched."""
    return next((row for row in award.bank_details.all() if row.replaced_at is None), None)


def snapshot(award: Award, *, is_under_notice: bool) -> Snapshot:
    details = details_of(award)
    unpaid = {state.value for state in UNPAID}
    return Snapshot(
        id=award.id,
        application_id=award.application_id,
        citizen_id=award.application.citizen_id,
        funder_id=award.funder_id,
        community_id=award.application.community_id,
        is_live=award.ended_at is None,
        has_unpaid=any(order.state in unpaid for order in award.orders.all()),
        invoice=InvoiceState(award.invoice_state),
        invoice_due_on=award.invoice_due_on,
        details=details_view(details) if details else None,
        is_under_notice=is_under_notice,
    )


def details_view(row: BankDetails) -> DetailsView:
    return DetailsView(
        row.id, row.document_id, row.masked, row.given_at, row.usable_from, row.confirmed_at, row.is_change
    )


def order_view(row: Order, award: Snapshot, now: datetime) -> OrderView:
    state = OrderState(row.state)
    return OrderView(
        id=row.id,
        code=row.code,
        number=row.number,
        cents=Cents(row.cents),
        due_on=row.due_on,
        state=state,
        version=row.version,
        handed_at=row.handed_at,
        paid_on=row.paid_on,
        rejection=Rejection(row.rejection) if row.rejection else None,
        rejection_text=row.rejection_text,
        waits=rules.waits(award, state, row.due_on, now),
    )


def order_views(rows: Sequence[Order], award: Snapshot, now: datetime) -> tuple[OrderView, ...]:
    return tuple(order_view(row, award, now) for row in sorted(rows, key=lambda row: row.number))


def envelope_view(row: Envelope, aid_title: str) -> EnvelopeView:
    return EnvelopeView(
        id=row.id,
        aid_id=row.aid_id,
        aid_title=aid_title,
        year=row.year,
        cap=None if row.cap_cents is None else Cents(row.cap_cents),
        committed=Cents(row.committed_cents),
        paid=Cents(row.paid_cents),
        grant=Cents(row.grant_cents),
        budget_line=row.budget_line,
        deliberation=row.deliberation,
        version=row.version,
    )


def with_outlook(view: EnvelopeView, *, waiting: int, ends_on: date | None, first: str = "") -> EnvelopeView:
    """The same envelope with who waits, the reference of the first, and when it is spent."""
    return replace(view, waiting=waiting, ends_on=ends_on, first=first)
