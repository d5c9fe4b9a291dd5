"""What must always hold of the money, checked from the rows themselves: ledger = envelope = orders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import Count, Sum

from mob.payments.models import Award, Envelope, Movement, Order
from mob.payments.types import UNPAID, Account, MoveKind, OrderState

_UNPAID = [state.value for state in UNPAID]


def invariants() -> list[str]:
    """Every broken promise, one sentence each, naming ids and cents alone; empty when all holds."""
    return [*_ledger_is_envelope(), *_orders_are_envelope(), *_orders_are_award(), *_paid_once()]


def _ledger_is_envelope() -> Iterator[str]:
    balances = _balances()
    for row in Envelope.objects.all():
        ledger = balances[row.id]
        due = {
            Account.COMMITTED: row.committed_cents,
            Account.PAID: row.paid_cents,
            Account.AVAILABLE: (row.cap_cents or 0) - row.committed_cents - row.paid_cents,
            Account.FUNDING: -(row.cap_cents or 0),
        }
        for account, cents in due.items():
            if ledger[account.value] != cents:
                yield f"envelope {row.id}: {account.value} is {cents}, the ledger says {ledger[account.value]}"
        if row.cap_cents is not None and row.committed_cents + row.paid_cents > row.cap_cents:
            yield f"envelope {row.id}: overrun"


def _balances() -> dict[UUID, dict[str, int]]:
    balances: dict[UUID, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    sums = Movement.objects.values_list("envelope_id", "source", "target").annotate(total=Sum("cents"))
    for envelope, source, target, cents in sums:
        balances[envelope][source] -= cents
        balances[envelope][target] += cents
    return balances


def _orders_are_envelope() -> Iterator[str]:
    unpaid = _sums("award__envelope_id", state__in=_UNPAID)
    paid = _sums("award__envelope_id", state=OrderState.PAID.value)
    for row in Envelope.objects.all():
        if unpaid.get(row.id, 0) != row.committed_cents or paid.get(row.id, 0) != row.paid_cents:
            yield f"envelope {row.id}: its orders say {unpaid.get(row.id, 0)} to pay and {paid.get(row.id, 0)} paid"


def _orders_are_award() -> Iterator[str]:
    sums = _sums("award_id")
    for award, cents in Award.objects.values_list("id", "total_cents"):
        if sums.get(award, 0) != cents:
            yield f"award {award}: {cents} granted, its orders say {sums.get(award, 0)}"


def _paid_once() -> Iterator[str]:
    """One payment more than returns for an order that is paid, as many for any other."""
    net: dict[UUID, int] = defaultdict(int)
    for kind, sign in ((MoveKind.PAY, 1), (MoveKind.RETURN, -1)):
        counts = Movement.objects.filter(kind=kind.value).values_list("order_id").annotate(times=Count("id"))
        for order, times in counts:
            net[order] += sign * times
    paid = set(Order.objects.filter(state=OrderState.PAID.value).values_list("id", flat=True))
    for order in paid | set(net):
        if net[order] != (order in paid):
            yield f"order {order}: paid {net[order]} times"


def _sums(by: str, **only: Any) -> dict[UUID, int]:
    return dict(Order.objects.filter(**only).values_list(by).annotate(total=Sum("cents")))
