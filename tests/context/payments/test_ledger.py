"""The ledger under any series of grants, payments, returns, endings and changed ceilings: it always adds up."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from mob.kernel.actor import Actor
from mob.kernel.errors import MobError
from mob.kernel.money import Cents
from mob.payments import services
from mob.payments.invariants import invariants
from mob.payments.models import Award, Envelope, Movement, Order
from mob.payments.types import EnvelopeTerms, OrderState, Outcome, Rejection
from tests.factories.money import Town, monthly, single, town
from tests.factories.world import World

pytestmark = pytest.mark.django_db


class Money(RuleBasedStateMachine):
    """One envelope, whatever is done to it. Refusals are part of life; broken sums are not."""

    here: Town

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.hours = 2
        self.here.envelope(100_000, grant=0)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    def now(self) -> Any:
        self.hours += 1
        return self.here.world.later(hours=self.hours)

    def attempt(self, act: Any, **given: Any) -> None:
        with suppress(MobError):
            act(**given, now=self.now())

    @rule(cents=st.integers(1, 60_000))
    def grant(self, cents: int) -> None:
        file = self.here.file()
        self.attempt(lambda now: self.here.approve(file, single(cents), now=now))

    @rule(cents=st.integers(1, 20_000), months=st.integers(1, 5))
    def grant_by_month(self, cents: int, months: int) -> None:
        file, last = self.here.file(), date(2026, 12, 31) + timedelta(days=30 * months)
        self.attempt(lambda now: self.here.approve(file, monthly(cents, last), now=now))

    @precondition(lambda _self: Order.objects.exists())
    @rule(data=st.data(), paid=st.booleans())
    def settle(self, data: Any, paid: bool) -> None:
        order = data.draw(st.sampled_from(list(Order.objects.order_by("code"))))
        outcome = (
            Outcome(order.code, paid_on=date(2026, 3, 11)) if paid else Outcome(order.code, rejection=Rejection.OTHER)
        )
        self.attempt(lambda now: services.settle(self.here.agent, outcome=outcome, now=now))

    @precondition(lambda _self: Award.objects.exists())
    @rule(data=st.data())
    def end(self, data: Any) -> None:
        award = data.draw(st.sampled_from(list(Award.objects.order_by("id"))))
        self.attempt(
            lambda now: services.end_award(Actor.system(), application_id=award.application_id, before=now, now=now)
        )

    @rule(cap=st.one_of(st.none(), st.integers(1, 200_000)))
    def change_the_ceiling(self, cap: int | None) -> None:
        terms = EnvelopeTerms(None if cap is None else Cents(cap), Cents(0))
        self.attempt(
            lambda now: services.set_envelope(
                self.here.supervisor, aid_id=self.here.aid.id, year=2026, terms=terms, expected_version=None, now=now
            )
        )

    @invariant()
    def everything_adds_up(self) -> None:
        assert invariants() == []


def test_whatever_happens_ledger_envelope_and_orders_agree(world: World) -> None:
    Money.here = town(world)
    quiet = settings(
        max_examples=12, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(Money, settings=quiet)
    assert invariants() == []


def test_the_invariants_see_each_kind_of_damage(world: World) -> None:
    here = town(world)
    here.envelope(100_000)
    award = here.granted()
    damages = [
        lambda: Envelope.objects.update(committed_cents=49_999),
        lambda: Envelope.objects.update(paid_cents=1),
        lambda: Order.objects.update(cents=1),
        lambda: Order.objects.update(state=OrderState.PAID.value, paid_on=date(2026, 3, 11)),
        lambda: Award.objects.filter(id=award.id).update(total_cents=1),
        lambda: _without_a_movement(),
    ]
    assert invariants() == []
    for damage in damages:
        with transaction.atomic():
            damage()
            assert invariants() != []
            transaction.set_rollback(True)


def _without_a_movement() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM payments_movement WHERE kind = 'reserve'")


def test_a_movement_is_never_changed_nor_deleted(world: World) -> None:
    here = town(world)
    here.granted()
    for act in (lambda: Movement.objects.all().update(cents=1), lambda: Movement.objects.filter(cents__gt=0).delete()):
        with pytest.raises(TypeError):
            act()
