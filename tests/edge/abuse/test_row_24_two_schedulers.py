"""Row 24: two schedulers start the same nightly job. It is planned once and runs once, even when the turn changes hands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from mob.journal import registry
from mob.journal.models import Task
from mob.journal.runner import run_due
from mob.journal.scheduler import plan_scheduled
from mob.journal.types import TaskKind
from tests.factories.world import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.abuse(24)]


@pytest.fixture
def nightly() -> Iterator[list[datetime]]:
    ran: list[datetime] = []
    registry.define_task(TaskKind("row_24.nightly", lambda _payload, now: ran.append(now), every=timedelta(days=1)))
    yield ran
    registry._tasks.pop("row_24.nightly")


def test_a_nightly_job_two_schedulers_start_runs_once(nightly: list[datetime]) -> None:
    assert plan_scheduled(NOW, holder="one")
    assert not plan_scheduled(NOW, holder="two")
    # The first one dies: the second takes the turn, and finds the night planned.
    later = NOW + timedelta(minutes=5)
    assert plan_scheduled(later, holder="two")
    assert Task.objects.filter(kind="row_24.nightly").count() == 1
    run_due(later)
    run_due(later)
    assert len(nightly) == 1
