"""What a payment waits for, when an invoice is late, when an envelope ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mob.catalogue.types import PurchaseTiming
from mob.kernel.actor import Actor, ActorKind, Role
from mob.kernel.money import Cents
from mob.payments import rules
from mob.payments.permissions import allowed
from mob.payments.types import Action, DetailsView, InvoiceState, OrderState, Snapshot, Wait

NOW = datetime(2026, 3, 11, 9, 20, tzinfo=UTC)
TODAY = date(2026, 3, 11)
ID = UUID(int=1)


def details(*, given: datetime = NOW, confirmed: bool = True, change: bool = False) -> DetailsView:
    usable = rules.usable_from(given, is_change=change)
    return DetailsView(ID, ID, "FR76 •••• •••• 189", given, usable, given if confirmed else None, change)


def award(**changes: object) -> Snapshot:
    usual: dict[str, object] = {
        "id": ID,
        "application_id": ID,
        "citizen_id": UUID(int=2),
        "funder_id": UUID(int=3),
        "community_id": UUID(int=4),
        "is_live": True,
        "has_unpaid": True,
        "invoice": InvoiceState.NOT_ASKED,
        "invoice_due_on": None,
        "details": details(),
    }
    return Snapshot(**(usual | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "due_on", "waits"),
    [
        ({}, TODAY, ()),
        ({}, TODAY + timedelta(days=1), (Wait.DATE,)),
        ({"is_under_notice": True}, TODAY, (Wait.NOTICE,)),
        ({"is_under_notice": True, "details": None}, TODAY, (Wait.NOTICE, Wait.DETAILS)),
        ({"details": None}, TODAY, (Wait.DETAILS,)),
        ({"invoice": InvoiceState.AWAITED}, TODAY, (Wait.INVOICE,)),
        ({"invoice": InvoiceState.RECEIVED}, TODAY, (Wait.INVOICE_CHECK,)),
        ({"invoice": InvoiceState.ACCEPTED}, TODAY, ()),
        ({"details": details(confirmed=False, change=True)}, TODAY, (Wait.DETAILS_CHECK, Wait.DETAILS_DELAY)),
        ({"details": None, "invoice": InvoiceState.AWAITED}, TODAY, (Wait.DETAILS, Wait.INVOICE)),
    ],
)
def test_a_payment_says_all_that_it_waits_for(
    changes: dict[str, object], due_on: date, waits: tuple[Wait, ...]
) -> None:
    assert rules.waits(award(**changes), OrderState.OPEN, due_on, NOW) == waits


@pytest.mark.abuse(36)
def test_row_36_a_changed_account_waits_three_days_even_once_confirmed() -> None:
    changed = award(details=details(confirmed=True, change=True))
    assert rules.waits(changed, OrderState.OPEN, TODAY, NOW) == (Wait.DETAILS_DELAY,)
    assert rules.waits(changed, OrderState.OPEN, TODAY, NOW + timedelta(hours=71, minutes=59)) == (Wait.DETAILS_DELAY,)
    assert rules.waits(changed, OrderState.OPEN, TODAY, NOW + timedelta(hours=72)) == ()


def test_an_invoice_is_late_from_midnight_in_paris() -> None:
    due = date(2026, 7, 9)
    assert not rules.is_late(due, datetime(2026, 7, 9, 21, 59, tzinfo=UTC))
    assert rules.is_late(due, datetime(2026, 7, 9, 22, 0, tzinfo=UTC))
    assert not rules.is_late(None, NOW)


def test_the_invoice_is_awaited_for_the_days_the_aid_says() -> None:
    after = PurchaseTiming.AFTER_AGREEMENT
    assert rules.invoice_due_on(after, 120, TODAY) == date(2026, 7, 9)
    assert rules.invoice_due_on(after, None, TODAY) == TODAY + timedelta(days=rules.INVOICE_DAYS)
    assert rules.invoice_due_on(PurchaseTiming.BEFORE_APPLYING, 120, TODAY) is None


def test_an_envelope_ends_when_its_pace_says() -> None:
    grants = [(TODAY - timedelta(days=29), 50_000), (TODAY, 100_000)]  # 150 000 in 30 days
    assert rules.forecast_end(Cents(150_000), grants, today=TODAY, year=2026) == TODAY + timedelta(days=30)
    assert rules.forecast_end(Cents(0), grants, today=TODAY, year=2026) == TODAY
    assert rules.forecast_end(Cents(10**9), grants, today=TODAY, year=2026) is None
    assert rules.forecast_end(Cents(1), [], today=TODAY, year=2026) is None
    assert rules.forecast_end(Cents(1), [(TODAY - timedelta(days=91), 5)], today=TODAY, year=2026) is None


@given(st.integers(0, 10**12), st.lists(st.tuples(st.dates(date(2025, 1, 1), TODAY), st.integers(-(10**9), 10**9))))
def test_a_forecast_is_never_past_nor_beyond_its_year(left: int, grants: list[tuple[date, int]]) -> None:
    ends = rules.forecast_end(Cents(left), grants, today=TODAY, year=2026)
    assert ends is None or TODAY <= ends <= date(2026, 12, 31)


def staff(**changes: object) -> Actor:
    usual: dict[str, object] = {"id": UUID(int=9), "funder_id": UUID(int=3), "roles": frozenset({Role.CASE_MANAGER})}
    return Actor(ActorKind.STAFF, **(usual | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "actor",
    [
        Actor.anonymous(),
        Actor.citizen(UUID(int=8)),
        staff(funder_id=UUID(int=5)),
        staff(community_ids=frozenset({UUID(int=6)})),
        staff(roles=frozenset({Role.CONTENT_EDITOR})),
        staff(id=UUID(int=2)),
    ],
)
def test_strangers_other_communities_and_the_agent_who_is_paid_may_do_nothing(actor: Actor) -> None:
    assert allowed(actor, award()) == frozenset()


def test_the_person_gives_her_account_and_the_agent_settles() -> None:
    assert allowed(Actor.citizen(UUID(int=2)), award()) == {Action.READ, Action.GIVE_DETAILS}
    assert allowed(Actor.citizen(UUID(int=2)), award(has_unpaid=False)) == {Action.READ}
    assert allowed(staff(), award()) == {Action.READ, Action.SETTLE}
    assert Action.CONFIRM_DETAILS in allowed(staff(), award(details=details(confirmed=False, change=True)))
