"""Payments: handed over to who pays, paid on a date, or sent back by the bank. Each one stands alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from mob.kernel.actor import Actor
from mob.kernel.clock import civil_date
from mob.kernel.errors import Conflict, Invalid, NotFound, Refused
from mob.kernel.events import Event
from mob.kernel.money import Cents, format_euros
from mob.payments import ledger, rules
from mob.payments.events import PaymentHandedOver, PaymentMade, PaymentRejected
from mob.payments.models import Award, Order
from mob.payments.services import claiming
from mob.payments.services.ending import cancel
from mob.payments.types import Action, MoveKind, OrderState, Outcome, Rejection, Snapshot

OLDEST = timedelta(days=730)
MAX_TEXT = 200
_PAYABLE = (OrderState.OPEN, OrderState.HANDED, OrderState.REJECTED)
_RETURNABLE = (OrderState.HANDED, OrderState.PAID, OrderState.OPEN)


def hand_over(actor: Actor, *, order_id: UUID, now: datetime) -> None:
    """The payment is on a list given to who pays: it will not be put on another list.

    Raises Refused("payment_waits") while something is missing.
    """

    def act(award: Award, known: Snapshot, order: Order) -> list[Event]:
        if OrderState(order.state) is not OrderState.OPEN:
            raise Conflict("payment_settled")
        if rules.waits(known, OrderState.OPEN, order.due_on, now):
            raise Refused("payment_waits", number=order.code)
        _write(order, state=OrderState.HANDED, handed_at=now)
        return [PaymentHandedOver(award.application_id, order.id)]

    _on(actor, order_id, act, now)


def settle(actor: Actor, *, outcome: Outcome, now: datetime, dry_run: bool = False) -> None:
    """What became of a payment: paid, or rejected. `dry_run` says whether it could be recorded, and records nothing.

    Raises NotFound for a code that is not the actor's to see, Conflict when it was settled already, Invalid (`paid_on`,
    `amount`), Refused.
    """
    own = Order.objects.filter(code=outcome.code, funder=actor.funder_id)
    found = own.values_list("id", flat=True).first() if actor.funder_id else None
    if found is None:
        raise NotFound("payment_unknown", number=outcome.code)
    with transaction.atomic():
        _on(actor, found, lambda award, _known, order: _settled(actor, award, order, outcome, now), now)
        if dry_run:
            transaction.set_rollback(True)


def _settled(actor: Actor, award: Award, order: Order, outcome: Outcome, now: datetime) -> list[Event]:
    if outcome.cents is not None and outcome.cents != order.cents:
        raise Invalid("payment_amount", "amount", due=format_euros(order.cents), said=format_euros(outcome.cents))
    if outcome.rejection is not None:
        return _rejected(actor, award, order, outcome.rejection, outcome.text, now)
    if outcome.paid_on is None:
        raise Invalid("payment_outcome_missing", "paid_on")
    return _paid(actor, award, order, outcome.paid_on, now)


def _paid(actor: Actor, award: Award, order: Order, paid_on: date, now: datetime) -> list[Event]:
    today = civil_date(now)
    if not today - OLDEST <= paid_on <= today:
        raise Invalid("payment_date", "paid_on")
    if OrderState(order.state) not in _PAYABLE:
        raise Conflict("payment_settled")
    _post(actor, MoveKind.PAY, award, order, now)
    _write(order, state=OrderState.PAID, paid_on=paid_on, rejection="", rejection_text="")
    if award.ended_at is not None:
        Award.objects.filter(id=award.id).update(to_recover_cents=F("to_recover_cents") + order.cents)
    return [PaymentMade(award.application_id, order.id, Cents(order.cents), paid_on)]


def _rejected(actor: Actor, award: Award, order: Order, reason: Rejection, text: str, now: datetime) -> list[Event]:
    state = OrderState(order.state)
    if state not in _RETURNABLE:
        raise Conflict("payment_settled")
    if state is OrderState.PAID:
        _post(actor, MoveKind.RETURN, award, order, now)
        if award.ended_at is not None:
            Award.objects.filter(id=award.id).update(to_recover_cents=F("to_recover_cents") - order.cents)
    words = " ".join(text.split())[:MAX_TEXT]
    _write(order, state=OrderState.REJECTED, paid_on=None, rejection=reason.value, rejection_text=words)
    if award.ended_at is not None:
        order.refresh_from_db()
        cancel(actor, award, order, now)
    return [PaymentRejected(award.application_id, order.id, reason)]


def pay_again(actor: Actor, *, order_id: UUID, now: datetime) -> None:
    """Put a payment the bank sent back in the list again, to the same account."""

    def act(award: Award, known: Snapshot, order: Order) -> list[Event]:
        if OrderState(order.state) is not OrderState.REJECTED:
            raise Conflict("payment_settled")
        _write(order, state=OrderState.OPEN)
        return []

    _on(actor, order_id, act, now)


def _on(actor: Actor, order_id: UUID, act: Callable[[Award, Snapshot, Order], list[Event]], now: datetime) -> None:
    """Act on one payment, its award held meanwhile."""
    with transaction.atomic():
        order = Order.objects.filter(id=order_id).first()
        if order is None:
            raise NotFound("payment_unknown", number="")
        award, known = claiming.load(actor, order.award_id)
        claiming.require(actor, known, Action.SETTLE)
        order.refresh_from_db()
        claiming.commit(award, act(award, known, order), actor=actor, now=now)


def _write(order: Order, *, state: OrderState, **changes: object) -> None:
    rows = Order.objects.filter(id=order.id, version=order.version)
    if not rows.update(state=state.value, version=F("version") + 1, **changes):
        raise Conflict("changed_meanwhile")


def _post(actor: Actor, kind: MoveKind, award: Award, order: Order, now: datetime) -> None:
    cause = ledger.Cause(f"{kind.value}:{order.id}:{order.version}", award.id, order.id)
    ledger.post(actor, kind, Cents(order.cents), envelope_id=award.envelope_id, cause=cause, now=now)
