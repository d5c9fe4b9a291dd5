"""Serves `applications.ports.BudgetReservation`: the envelope is charged, and the award and its payments are written,
in the very transaction that grants. `docs/explanation/decisions/` says why not later.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max

import mob.journal.services as journal
from mob.applications.ports import Grant
from mob.catalogue import selectors as catalogue
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.kernel.errors import Refused
from mob.kernel.money import Cents, format_euros
from mob.payments import ledger, queue, rules, schedule
from mob.payments.envelopes import envelope_for
from mob.payments.events import AwardOpened, award_stream
from mob.payments.models import Award, Envelope, Order
from mob.payments.services import end_award
from mob.payments.types import Instalment, InvoiceState, MoveKind


class Budget:
    """Keeps the money of what is granted."""

    def reserve(self, actor: Actor, grant: Grant, *, now: datetime) -> None:
        """Raises Refused: `envelope_spent` when the ceiling leaves no room, `waiting_order` when others come first."""
        plan = schedule.instalments(grant.terms, clock.civil_date(now))
        if not plan:
            return
        # An earlier decision was withdrawn a moment ago, and the delivery that ends its award may not have run yet.
        end_award(Actor.system(), application_id=grant.application_id, before=now, now=now)
        envelope = envelope_for(grant.aid_id, grant.funder_id, clock.civil_date(now).year, now=now)
        _check_order(envelope, grant)
        award = _award(envelope, grant, schedule.total(plan), now)
        _charge(actor, envelope, award, now)
        _write_orders(award, grant, plan)
        opened = AwardOpened(
            grant.application_id, envelope.id, Cents(award.total_cents), len(plan), award.invoice_due_on
        )
        journal.append(actor, stream=award_stream(award.id), events=[opened], now=now)


def _check_order(envelope: Envelope, grant: Grant) -> None:
    """Once the usual grant no longer fits, what is left goes to whoever was complete first."""
    if queue.is_spent(envelope) and queue.ahead_of(grant.application_id, grant.aid_id):
        raise Refused("waiting_order", year=envelope.year)


def _award(envelope: Envelope, grant: Grant, total: Cents, now: datetime) -> Award:
    version = catalogue.terms(grant.aid_version_id)
    due_on = rules.invoice_due_on(version.purchase, version.invoice_days, clock.civil_date(now))
    return Award.objects.create(
        application_id=grant.application_id,
        envelope=envelope,
        funder_id=grant.funder_id,
        mode=grant.terms.mode.value,
        total_cents=total,
        granted_at=now,
        invoice_state=(InvoiceState.AWAITED if due_on else InvoiceState.NOT_ASKED).value,
        invoice_due_on=due_on,
    )


def _charge(actor: Actor, envelope: Envelope, award: Award, now: datetime) -> None:
    cause = ledger.Cause(f"reserve:{award.id}", award.id)
    cents = Cents(award.total_cents)
    try:
        ledger.post(actor, MoveKind.RESERVE, cents, envelope_id=envelope.id, cause=cause, now=now)
    except Refused as error:
        envelope.refresh_from_db()
        left = (envelope.cap_cents or 0) - envelope.committed_cents - envelope.paid_cents
        raise Refused("envelope_spent", year=envelope.year, left=format_euros(left)) from error


def _write_orders(award: Award, grant: Grant, plan: tuple[Instalment, ...]) -> None:
    """Numbers go on after those of an earlier award of the same application: a code is never used twice."""
    used = Order.objects.filter(application_id=grant.application_id).aggregate(last=Max("number"))["last"] or 0
    Order.objects.bulk_create(
        Order(
            award=award,
            application_id=grant.application_id,
            funder_id=grant.funder_id,
            number=used + each.number,
            code=f"{grant.reference}/{used + each.number}",
            cents=each.cents,
            due_on=each.due_on,
        )
        for each in plan
    )
