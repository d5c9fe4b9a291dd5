"""Decisions about money to pay. Pure: data and time in, answers out.

Changed bank details wait before they are used and are confirmed by an agent: whoever takes over a mailbox must not
be able to turn a payment away unseen.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from mob.catalogue.types import PurchaseTiming
from mob.kernel import clock
from mob.kernel.money import Cents
from mob.payments.types import DetailsView, InvoiceState, OrderState, Snapshot, Wait

CHANGE_DELAY = timedelta(hours=72)
INVOICE_DAYS = 90
PACE_DAYS = 90
LEAST_PACE_DAYS = 14


def invoice_due_on(purchase: PurchaseTiming, days: int | None, granted_on: date) -> date | None:
    """Until the end of which civil date the invoice is awaited; None when the aid asks for none after agreement."""
    if purchase is not PurchaseTiming.AFTER_AGREEMENT:
        return None
    return granted_on + timedelta(days=days or INVOICE_DAYS)


def is_late(due_on: date | None, now: datetime) -> bool:
    """Whether an invoice sent now comes after its date, which ends at 24:00 in Paris."""
    return due_on is not None and now >= clock.day_ends(due_on)


def usable_from(now: datetime, *, is_change: bool) -> datetime:
    """When bank details given now may be paid to."""
    return now + CHANGE_DELAY if is_change else now


def waits(award: Snapshot, state: OrderState, due_on: date, now: datetime) -> tuple[Wait, ...]:
    """What a payment waits for before it may be handed over; empty when it may. Nothing for what is settled.

    While a notice of withdrawal runs nothing is paid: it would have to be claimed back the day after.
    """
    if state not in (OrderState.OPEN, OrderState.REJECTED):
        return ()
    found = [Wait.NOTICE] if award.is_under_notice else []
    found += [*_details_waits(award.details, now), *_invoice_waits(award.invoice)]
    if state is OrderState.REJECTED:
        found.append(Wait.REJECTED)
    if due_on > clock.civil_date(now):
        found.append(Wait.DATE)
    return tuple(found)


def _details_waits(details: DetailsView | None, now: datetime) -> list[Wait]:
    if details is None:
        return [Wait.DETAILS]
    found = [Wait.DETAILS_CHECK] if details.confirmed_at is None else []
    return found + ([Wait.DETAILS_DELAY] if now < details.usable_from else [])


def _invoice_waits(invoice: InvoiceState) -> list[Wait]:
    match invoice:
        case InvoiceState.AWAITED:
            return [Wait.INVOICE]
        case InvoiceState.RECEIVED:
            return [Wait.INVOICE_CHECK]
        case _:
            return []


def forecast_end(left: Cents, grants: Iterable[tuple[date, int]], *, today: date, year: int) -> date | None:
    """The civil date on which an envelope is spent at the pace of the last 90 days; None when it outlasts its year.

    `grants`: civil date and cents of each commitment (negative: given back). A pace is measured over 14 days at least.
    """
    since = today - timedelta(days=PACE_DAYS)
    recent = [(day, cents) for day, cents in grants if day > since]
    spent = sum(cents for _, cents in recent)
    if spent <= 0:
        return None
    days = max(LEAST_PACE_DAYS, (today - min(day for day, _ in recent)).days + 1)
    ends = today + timedelta(days=min(left * days // spent, 3660))
    return ends if ends <= date(year, 12, 31) else None
