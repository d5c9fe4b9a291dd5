"""Rows 26 and 34: a capped aid is never promised twice, whoever comes at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connection

from mob.applications.models import Application
from mob.applications.types import AwardTerms, PaymentMode, State
from mob.journal import runner
from mob.kernel.actor import Actor
from mob.kernel.errors import MobError, Refused
from mob.kernel.money import Cents
from mob.payments import queue, selectors, services
from mob.payments.invariants import invariants
from mob.payments.models import Award, Envelope, Movement, Order, WaitingPlace
from mob.payments.types import EnvelopeTerms, OrderState, Outcome
from tests.factories.money import Town, monthly, single, town
from tests.factories.world import World


@pytest.fixture
def here(world: World) -> Town:
    return town(world)


def together(acts: list[Callable[[], object]]) -> list[str]:
    """Run all at once; for each, the code of its refusal or `done`."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        try:
            start.wait()
            act()
        except MobError as error:
            return error.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


@pytest.mark.abuse(26)
@pytest.mark.django_db(transaction=True)
def test_row_26_sixty_four_grants_at_once_on_the_last_slot_make_exactly_one(here: Town) -> None:
    envelope = here.envelope(50_000)
    files = [here.file() for _ in range(64)]
    answers = together([lambda file=file: here.approve(file) for file in files])  # type: ignore[misc]
    assert answers == ["done"] + ["envelope_spent"] * 63
    envelope.refresh_from_db()
    assert envelope.committed_cents == 50_000
    assert Award.objects.count() == Order.objects.count() == 1
    assert Application.objects.filter(state=State.APPROVED.value).count() == 1
    assert invariants() == []


@pytest.mark.abuse(26)
@pytest.mark.django_db(transaction=True)
def test_row_26_odd_amounts_at_once_fill_the_envelope_and_never_overrun_it(here: Town) -> None:
    envelope = here.envelope(100_000, grant=0)
    files = [here.file() for _ in range(24)]
    terms = [single(1_675 * (1 + n % 7)) for n in range(24)]
    answers = together(
        [lambda file=file, term=term: here.approve(file, term) for file, term in zip(files, terms, strict=True)]  # type: ignore[misc]
    )
    envelope.refresh_from_db()
    assert envelope.committed_cents == sum(Award.objects.values_list("total_cents", flat=True)) <= 100_000
    assert answers.count("done") == Award.objects.count()
    assert invariants() == []


@pytest.mark.django_db
def test_a_refused_grant_leaves_nothing_behind(here: Town) -> None:
    here.envelope(49_999)
    file = here.file()
    with pytest.raises(Refused, match="envelope_spent"):
        here.approve(file)
    file.refresh_from_db()
    assert file.state == State.UNDER_REVIEW.value
    assert not file.decisions.exists()
    assert not Award.objects.exists()
    assert Movement.objects.count() == 1  # the ceiling itself
    assert invariants() == []


@pytest.mark.django_db
def test_without_an_envelope_the_money_is_counted_all_the_same(here: Town) -> None:
    award = here.granted(monthly(3_333, date(2026, 5, 31)))
    assert award.total_cents == 9_999 == award.envelope.committed_cents
    assert award.envelope.cap_cents is None
    reference = award.application.reference
    assert list(award.orders.order_by("number").values_list("code", "due_on")) == [
        (f"{reference}/1", date(2026, 3, 31)),
        (f"{reference}/2", date(2026, 4, 30)),
        (f"{reference}/3", date(2026, 5, 31)),
    ]
    assert invariants() == []


@pytest.mark.django_db
def test_a_service_without_money_takes_nothing(here: Town) -> None:
    here.approve(here.file(), AwardTerms(PaymentMode.NONE))
    assert not Award.objects.exists()
    assert not Envelope.objects.exists()


@pytest.mark.django_db
def test_a_withdrawn_award_gives_back_what_was_not_paid_and_a_new_one_is_numbered_on(here: Town) -> None:
    award = here.granted(monthly(10_000, date(2026, 5, 31)))
    order = here.payable(award)
    Order.objects.filter(id=order).update(due_on=date(2026, 3, 11))
    settle(here, order)
    now = here.world.later(days=2)
    services.end_award(Actor.system(), application_id=award.application_id, before=now, now=now)
    award.refresh_from_db()
    assert award.to_recover_cents == 10_000
    assert award.envelope.committed_cents == 0
    assert award.envelope.paid_cents == 10_000
    Application.objects.filter(id=award.application_id).update(state=State.UNDER_REVIEW.value)
    here.approve(Application.objects.get(id=award.application_id), now=here.world.later(days=3))
    codes = Order.objects.order_by("number").values_list("number", "state")
    cancelled = OrderState.CANCELLED.value
    assert list(codes) == [(1, "paid"), (2, cancelled), (3, cancelled), (4, "open")]
    assert invariants() == []


def settle(here: Town, order_id: UUID) -> None:
    code = Order.objects.get(id=order_id).code
    services.settle(here.agent, outcome=Outcome(code, paid_on=date(2026, 3, 12)), now=here.world.later(days=1))


@pytest.mark.django_db
def test_an_envelope_is_never_lowered_below_what_was_promised(here: Town) -> None:
    envelope = here.envelope(100_000)
    here.granted()
    envelope.refresh_from_db()
    terms = EnvelopeTerms(Cents(49_999), Cents(50_000))
    with pytest.raises(Refused, match="envelope_below_committed"):
        set_again(here, envelope, terms)
    set_again(here, envelope, EnvelopeTerms(Cents(50_000), Cents(50_000)))
    envelope.refresh_from_db()
    set_again(here, envelope, EnvelopeTerms(None, Cents(50_000)))
    assert invariants() == []


def set_again(here: Town, envelope: Envelope, terms: EnvelopeTerms) -> None:
    services.set_envelope(
        here.supervisor,
        aid_id=here.aid.id,
        year=2026,
        terms=terms,
        expected_version=envelope.version,
        now=here.world.later(hours=3),
    )


@pytest.mark.django_db
def test_once_the_usual_grant_no_longer_fits_what_is_left_goes_to_who_was_complete_first(here: Town) -> None:
    here.envelope(60_000)
    first, second, third = (here.file(at=here.world.later(minutes=n)) for n in range(3))
    for n, file in enumerate((second, first, third)):
        # The second was complete before the first, who had something to correct.
        WaitingPlace.objects.create(application=file, aid=here.aid, complete_at=here.world.later(minutes=n))
    assert selectors.place_in_line(first.id, here.aid.id, today=date(2026, 3, 11)) is None
    here.approve(third)  # money enough: any order will do
    runner.run_due(here.world.later(hours=2))
    ranks = [selectors.place_in_line(f.id, here.aid.id, today=date(2026, 3, 11)) for f in (second, first)]
    assert ranks == [1, 2]
    with pytest.raises(Refused, match="waiting_order"):
        here.approve(first, single(10_000), now=here.world.later(hours=3))
    with pytest.raises(Refused, match="envelope_spent"):
        here.approve(second, now=here.world.later(hours=3))
    here.approve(second, single(10_000), now=here.world.later(hours=3))
    assert queue.length(here.aid.id) == 2  # until the fact is delivered
    assert invariants() == []
