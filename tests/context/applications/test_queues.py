"""The delays of queues: measured by a task on what was decided, without stopped time, kept by aid and by community."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mob.applications import queues
from mob.applications.models import Application, Decision
from tests.context.applications.conftest import Office

pytestmark = pytest.mark.django_db


def decided(office: Office, days: int, *, paused: int = 0, community: object = None) -> None:
    at = office.world.later(days=days)
    row = Application.objects.create(
        aid=office.aid,
        aid_version_id=office.aid.current_id,
        funder=office.funder,
        community=community,
        state="approved",
        created_at=office.world.now,
        updated_at=at,
        submitted_at=office.world.now,
        decided_at=at,
        silence_paused_days=paused,
    )
    Decision.objects.create(application=row, is_approval=True, author_name="Julien", decided_at=at)


def test_five_answers_at_least_without_the_time_the_person_had(office: Office) -> None:
    for days in (10, 11, 12, 13):
        decided(office, days)
    queues.refresh(office.world.now)
    assert queues.delay_of(office.aid.id) is None
    decided(office, 100, paused=86)
    queues.refresh(office.world.now)
    found = queues.delay_of(office.aid.id)
    assert found is not None
    assert (found.p50_days, found.p90_days, found.sample) == (12, 14, 5)


def test_a_community_has_its_own_delay_where_it_is_known_and_a_page_asks_one_question(office: Office) -> None:
    fast, slow = office.world.community(office.funder), office.world.community(office.funder)
    for _ in range(5):
        decided(office, 2, community=fast)
    decided(office, 50, community=slow)
    queues.refresh(office.world.now)
    with CaptureQueriesContext(connection) as asked:
        own, other = (queues.delay_of(office.aid.id, community_id=each.id) for each in (fast, slow))
    assert len(asked) == 2
    assert own is not None
    assert other is not None
    assert (own.p90_days, other.p90_days) == (2, 50)
