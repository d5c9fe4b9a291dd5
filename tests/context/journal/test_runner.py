"""Deliveries and tasks: order, retry, parking, leases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest

from mob.journal import registry, runner, selectors, services
from mob.journal.models import Delivery, Task
from mob.journal.retry import LEASE, MAX_ATTEMPTS
from mob.journal.types import Subscriber, TaskKind
from mob.kernel.actor import Actor, ActorKind, Role
from mob.kernel.errors import Forbidden, NotFound, Unavailable
from mob.kernel.ids import uuid7
from tests.context.journal.conftest import NOW, Ear, Rang, Ring

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


def run_until_parked(start: datetime) -> datetime:
    """Let the clock run through every retry and return the moment of the last."""
    now = start
    while Delivery.objects.filter(parked_at__isnull=True, done_at__isnull=True, attempts__gt=0).exists():
        now += timedelta(hours=7)
        runner.run_due(now)
    return now


def test_a_fact_reaches_its_subscriber_once(ear: Ear, ring: Ring) -> None:
    ring(1)
    assert runner.run_due(NOW) == 1
    assert runner.run_due(NOW) == 0
    assert ear.heard == [("bell:a", 1)]
    assert Delivery.objects.get().done_at == NOW


def test_facts_of_a_stream_arrive_in_order(ear: Ear, ring: Ring) -> None:
    ring(1, 2, 3)
    ring(4)
    runner.run_due(NOW)
    assert ear.heard == [("bell:a", n) for n in (1, 2, 3, 4)]


def test_nothing_is_delivered_before_its_time(ear: Ear, ring: Ring) -> None:
    ring(1, now=NOW + timedelta(seconds=1))
    assert runner.run_due(NOW) == 0
    assert ear.heard == []


def test_a_failure_holds_its_own_stream_and_no_other(ear: Ear, ring: Ring) -> None:
    ear.deaf_to["bell:a"] = ValueError("x")
    ring(1, 2)
    ring(7, stream="bell:b")
    runner.run_due(NOW)
    assert ear.heard == [("bell:b", 7)]
    del ear.deaf_to["bell:a"]
    runner.run_due(NOW + timedelta(seconds=29))
    assert ear.heard == [("bell:b", 7)]
    runner.run_due(NOW + timedelta(seconds=30))
    assert ear.heard == [("bell:b", 7), ("bell:a", 1), ("bell:a", 2)]


def test_a_failure_does_not_hold_other_subscribers(ear: Ear, ring: Ring) -> None:
    other = Ear()
    registry.subscribe(Subscriber("other", frozenset({Rang.kind}), other.handle))
    ear.deaf_to["bell:a"] = ValueError("x")
    ring(1, 2)
    runner.run_due(NOW)
    assert other.heard == [("bell:a", 1), ("bell:a", 2)]


def test_work_is_parked_after_its_last_attempt_and_keeps_holding_its_stream(ear: Ear, ring: Ring) -> None:
    ear.deaf_to["bell:a"] = ValueError("x")
    ring(1, 2)
    runner.run_due(NOW)
    end = run_until_parked(NOW)
    (parked,) = selectors.parked_work(SYSTEM)
    assert (parked.label, parked.stream, parked.attempts) == ("ear", "bell:a", MAX_ATTEMPTS)
    ear.deaf_to.clear()
    assert runner.run_due(end + timedelta(days=30)) == 0


def test_replaying_parked_work_lets_the_stream_go_on(ear: Ear, ring: Ring) -> None:
    ear.deaf_to["bell:a"] = ValueError("x")
    ring(1, 2)
    runner.run_due(NOW)
    end = run_until_parked(NOW)
    ear.deaf_to.clear()
    services.replay(SYSTEM, selectors.parked_work(SYSTEM)[0].id, now=end)
    runner.run_due(end)
    assert ear.heard == [("bell:a", 1), ("bell:a", 2)]
    assert selectors.parked_work(SYSTEM) == []


def test_only_parked_work_can_be_replayed(ear: Ear, ring: Ring) -> None:
    ring(1)
    with pytest.raises(NotFound):
        services.replay(SYSTEM, Delivery.objects.get().id, now=NOW)


@pytest.mark.parametrize(
    "actor",
    [
        Actor.anonymous(),
        Actor.citizen(uuid7()),
        Actor(ActorKind.STAFF, id=uuid7(), funder_id=uuid7(), roles=frozenset({Role.ADMINISTRATOR})),
    ],
)
def test_the_queue_is_for_operators(actor: Actor) -> None:
    for ask in (
        lambda: selectors.parked_work(actor),
        lambda: selectors.backlog(actor, now=NOW),
        lambda: services.replay(actor, uuid7(), now=NOW),
    ):
        with pytest.raises(Forbidden):
            ask()


def test_errors_are_stored_without_the_words_of_the_exception(ear: Ear, ring: Ring) -> None:
    ear.deaf_to["bell:a"] = ValueError("mailbox of zoe.durand@example.org is full")
    ear.deaf_to["bell:b"] = Unavailable("scanner_down", file="rib de Zoé.pdf")
    ring(1)
    ring(1, stream="bell:b")
    runner.run_due(NOW)
    a, b = Delivery.objects.order_by("stream").values_list("error", flat=True)
    assert a.startswith("ValueError at ")
    assert b.startswith("Unavailable(scanner_down) at ")
    assert "zoe" not in a + b
    assert "Zoé" not in a + b


def test_work_in_hand_is_left_alone_until_its_lease_ends(ear: Ear, ring: Ring) -> None:
    ring(1)
    Delivery.objects.update(leased_until=NOW + LEASE, attempts=1)
    assert runner.run_due(NOW + LEASE / 2) == 0
    assert runner.run_due(NOW + LEASE) == 1
    assert ear.heard == [("bell:a", 1)]


def test_a_lease_from_a_clock_that_ran_ahead_holds_nothing(ear: Ear, ring: Ring) -> None:
    ring(1)
    Delivery.objects.update(leased_until=NOW + timedelta(days=3), attempts=1)
    assert runner.run_due(NOW) == 1


def test_a_worker_whose_lease_ran_out_does_not_overwrite_the_outcome(ring: Ring) -> None:
    def taken_over(_fact: object) -> None:
        Delivery.objects.update(attempts=2, leased_until=NOW + 2 * LEASE)

    registry.subscribe(Subscriber("slow", frozenset({Rang.kind}), taken_over))
    ring(1)
    runner.run_due(NOW)
    assert Delivery.objects.get().done_at is None


def test_work_that_kills_every_worker_is_parked_without_running_again(ear: Ear, ring: Ring) -> None:
    ring(1)
    Delivery.objects.update(attempts=MAX_ATTEMPTS, leased_until=NOW - LEASE)
    runner.run_due(NOW)
    assert ear.heard == []
    assert selectors.parked_work(SYSTEM)[0].error.startswith("WorkerDiedError")


def test_a_delivery_to_a_subscriber_that_no_longer_exists_is_kept(ear: Ear, ring: Ring) -> None:
    ring(1)
    Delivery.objects.update(subscriber="gone")
    runner.run_due(NOW)
    assert Delivery.objects.get().error.startswith("LookupError")


def test_a_task_runs_once_for_each_key() -> None:
    ran: list[tuple[Mapping[str, Any], datetime]] = []
    registry.define_task(TaskKind("sweep", lambda payload, now: ran.append((payload, now))))
    for _ in range(2):
        services.plan("sweep", key="sweep:1", payload={"n": 1}, at=NOW)
    runner.run_due(NOW)
    assert ran == [({"n": 1}, NOW)]
    assert Task.objects.get().done_at == NOW


def test_the_backlog_counts_what_waits_and_what_stopped(ear: Ear, ring: Ring) -> None:
    ear.deaf_to["bell:a"] = ValueError("x")
    ring(1, 2)
    runner.run_due(NOW)
    seen = selectors.backlog(SYSTEM, now=NOW)
    assert (seen.due, seen.retrying, seen.parked, seen.oldest_due) == (1, 1, 0, NOW)
