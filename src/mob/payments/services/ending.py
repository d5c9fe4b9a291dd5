"""When a decision no longer holds: what was not paid goes back to the envelope, what was is to be claimed back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from mob.kernel.actor import Actor
from mob.kernel.money import Cents
from mob.payments import ledger
from mob.payments.events import AwardEnded
from mob.payments.models import Award, Order
from mob.payments.services import claiming
from mob.payments.types import MoveKind, OrderState

_STOPPED = (OrderState.OPEN, OrderState.REJECTED)


def end_award(actor: Actor, *, application_id: UUID, before: datetime, now: datetime) -> None:
    """End the live award of an application granted before a moment, for the system alone. Nothing when there is none.

    A payment already handed over cannot be called back from here: it stays until its outcome is known.
    """
    with transaction.atomic():
        found = Award.objects.filter(application_id=application_id, ended_at=None, granted_at__lt=before).first()
        if found is None:
            return
        row, _ = claiming.load(actor, found.id)
        released = sum(_cancel(actor, row, order, now) for order in _stopped(row))
        recover = sum(row.orders.filter(state=OrderState.PAID.value).values_list("cents", flat=True))
        ended = AwardEnded(application_id, Cents(released), Cents(recover))
        claiming.commit(row, [ended], actor=actor, now=now, ended_at=now, to_recover_cents=recover)


def _stopped(row: Award) -> list[Order]:
    return list(row.orders.filter(state__in=[state.value for state in _STOPPED]))


def _cancel(actor: Actor, award: Award, order: Order, now: datetime) -> int:
    cancel(actor, award, order, now)
    return order.cents


def cancel(actor: Actor, award: Award, order: Order, now: datetime) -> None:
    """Give one payment's money back to the envelope. The caller holds the transaction and the award."""
    Order.objects.filter(id=order.id).update(state=OrderState.CANCELLED.value, version=order.version + 1)
    cause = ledger.Cause(f"release:{order.id}", award.id, order.id)
    ledger.post(actor, MoveKind.RELEASE, Cents(order.cents), envelope_id=award.envelope_id, cause=cause, now=now)
