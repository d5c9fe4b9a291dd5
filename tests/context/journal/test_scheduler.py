"""Tasks that come back: planned once a period, by one worker at a time, never caught up in a storm."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.utils import OperationalError

from mob.journal import leases, registry, runner, scheduler, selectors, worker
from mob.journal.models import Fact, Task
from mob.journal.types import TaskKind
from tests.context.journal.conftest import NOW, Ear, Ring

pytestmark = pytest.mark.django_db


@pytest.fixture
def hourly() -> list[datetime]:
    ran: list[datetime] = []

    def note(_payload: Mapping[str, Any], now: datetime) -> None:
        ran.append(now)

    registry.define_task(TaskKind("hourly", note, every=timedelta(hours=1)))
    return ran


def test_a_scheduled_task_runs_once_a_period(hourly: list[datetime]) -> None:
    for minutes in (0, 1, 30, 59, 61, 119):
        moment = NOW + timedelta(minutes=minutes)
        scheduler.plan_scheduled(moment, holder="me")
        runner.run_due(moment)
    assert hourly == [NOW, NOW + timedelta(minutes=61)]


def test_missed_periods_are_not_caught_up(hourly: list[datetime]) -> None:
    for moment in (NOW, NOW + timedelta(days=7)):
        scheduler.plan_scheduled(moment, holder="me")
        runner.run_due(moment)
    assert hourly == [NOW, NOW + timedelta(days=7)]


def test_two_schedulers_do_not_plan_at_once(hourly: list[datetime]) -> None:
    assert scheduler.plan_scheduled(NOW, holder="me")
    assert not scheduler.plan_scheduled(NOW, holder="you")
    assert scheduler.plan_scheduled(NOW + timedelta(seconds=10), holder="me")
    assert scheduler.plan_scheduled(NOW + timedelta(seconds=71), holder="you")
    assert Task.objects.count() == 1


def test_a_lease_from_a_clock_that_ran_ahead_is_free() -> None:
    assert leases.hold("x", holder="me", now=NOW + timedelta(days=3), span=timedelta(minutes=1))
    assert leases.hold("x", holder="you", now=NOW, span=timedelta(minutes=1))


def test_old_finished_tasks_are_forgotten(hourly: list[datetime]) -> None:
    scheduler.define_own_tasks()
    scheduler.plan_scheduled(NOW - timedelta(days=31), holder="me")
    runner.run_due(NOW - timedelta(days=31))
    Task.objects.create(kind="hourly", key="parked", next_at=NOW, parked_at=NOW - timedelta(days=90))
    scheduler.plan_scheduled(NOW, holder="me")
    runner.run_due(NOW)
    assert set(Task.objects.values_list("kind", "parked_at")) >= {("hourly", NOW - timedelta(days=90))}
    assert not Task.objects.filter(done_at__lt=NOW - timedelta(days=30)).exists()


def test_running_once_plans_and_empties_the_queue(ear: Ear, ring: Ring) -> None:
    scheduler.define_own_tasks()
    ring(1)
    assert worker.run_once(lambda: NOW) == 3
    assert ear.heard == [("bell:a", 1)]
    assert Fact.objects.filter(stream="journal:checkpoints").count() == 1


def test_a_worker_works_gives_signs_of_life_and_stops_when_told(ear: Ear, ring: Ring) -> None:
    ring(1)
    rests: list[float] = []
    worker.work(lambda: NOW, should_stop=lambda: len(rests) >= 2, rest=rests.append)
    assert ear.heard == [("bell:a", 1)]
    assert selectors.worker_is_alive(now=NOW + timedelta(seconds=29))
    assert not selectors.worker_is_alive(now=NOW + timedelta(seconds=31))


def test_a_worker_waits_for_a_database_that_is_away(ear: Ear, ring: Ring, monkeypatch: pytest.MonkeyPatch) -> None:
    ring(1)
    answers = [OperationalError("server closed the connection"), None]
    real = runner.run_batch

    def sometimes(*args: Any, **kwargs: Any) -> int:
        if answers and (error := answers.pop(0)):
            raise error
        return real(*args, **kwargs)

    monkeypatch.setattr(runner, "run_batch", sometimes)
    rests: list[float] = []
    worker.work(lambda: NOW, should_stop=lambda: len(rests) >= 3, rest=rests.append)
    assert ear.heard == [("bell:a", 1)]
