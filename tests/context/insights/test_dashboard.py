"""A funder's dashboard: it follows the life of files, shows each agent her own, and can be counted again."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mob.applications import services as applications
from mob.applications.merging import ApplicationsMove
from mob.applications.models import Application
from mob.applications.stops import DraftStop, where_drafts_stopped
from mob.applications.types import AwardTerms, PaymentMode, RejectionReason, State
from mob.insights import moving, services
from mob.insights.board import Scope
from mob.insights.cells import Half
from mob.insights.dashboard import board
from mob.insights.models import CaseFigures, DelayCell, FunderCell, PeopleCell, StoppedDrafts
from mob.journal import runner
from mob.kernel.actor import Actor, ActorKind, Role
from mob.kernel.money import Cents
from tests.context.applications.conftest import Office
from tests.factories import dossiers

pytestmark = pytest.mark.django_db
EVERYTHING = Scope()


def lived(office: Office) -> None:
    """One granted, one refused, one waiting, one started."""
    granted, refused, _ = (dossiers.sent(office.world, office.aid) for _ in range(3))
    dossiers.started(office.world, office.aid)
    terms = AwardTerms(PaymentMode.SINGLE, Cents(50_000))
    applications.approve(office.agent, application_id=granted.id, terms=terms, now=office.world.later(days=9))
    applications.reject(
        office.agent,
        application_id=refused.id,
        reason=RejectionReason.PROOF_INVALID,
        text="Le devis n’est pas à votre nom.",
        appeal="Deux mois.",
        now=office.world.later(days=20),
    )
    runner.run_due(office.world.later(days=21))


def test_the_board_follows_what_happens_to_files(office: Office) -> None:
    lived(office)
    found = board(office.agent, EVERYTHING)
    assert found.states == {State.APPROVED: 1, State.REJECTED: 1, State.SUBMITTED: 1}
    assert (found.received, found.started, found.to_do, found.cents) == (3, 4, 1, 50_000)
    assert found.reasons == {RejectionReason.PROOF_INVALID: 1}
    assert (found.delays.decided, found.delays.median, found.delays.p90) == (2, 9, 20)
    assert [line.key for line in found.halves] == [Half(2026, 1)]
    assert [line.key for line in found.aids] == [office.aid.id]


def test_people_are_counted_once_however_often_they_apply(office: Office) -> None:
    person = office.world.citizen()
    other_aid = office.world.aid(office.funder)
    for aid, citizen in ((office.aid, person), (other_aid, person), (office.aid, None)):
        dossiers.sent(office.world, aid, citizen)
    runner.run_due(office.world.later(minutes=1))
    found = [board(office.agent, scope).people for scope in (EVERYTHING, Scope(aid_id=other_aid.id), Scope(year=2025))]
    assert found == [2, 1, 0]
    here, there = (office.world.community(office.funder).id for _ in range(2))
    narrow = dataclasses.replace(office.agent, community_ids=frozenset({here}))
    assert board(narrow, EVERYTHING).people == board(narrow, Scope(community_id=there)).people == 0
    assert board(dataclasses.replace(narrow, community_ids=frozenset({here, there})), EVERYTHING).people is None


def test_figures_of_an_older_version_are_derived_again_by_the_daily_count(office: Office) -> None:
    lived(office)
    before = board(office.agent, EVERYTHING)
    CaseFigures.objects.update(citizen_id=None, amount_cents=1)
    moving.recount()
    assert board(office.agent, EVERYTHING) != before
    services.refresh(now=office.world.later(days=22))
    assert board(office.agent, EVERYTHING) == before


def test_another_period_or_aid_is_another_board(office: Office) -> None:
    lived(office)
    assert board(office.agent, Scope(year=2025)).received == 0
    assert board(office.agent, Scope(year=2026, half=2)).delays.decided == 0
    assert board(office.agent, Scope(year=2026, half=1)).received == 3
    assert board(office.agent, Scope(aid_id=office.world.aid(office.funder).id)).received == 0


def test_counting_again_finds_what_moving_had_found(office: Office) -> None:
    lived(office)
    before = board(office.agent, EVERYTHING)
    moving.recount()
    assert board(office.agent, EVERYTHING) == before
    FunderCell.objects.all().delete()
    DelayCell.objects.all().delete()
    PeopleCell.objects.all().delete()
    CaseFigures.objects.all().delete()
    services.rebuild()
    assert board(office.agent, EVERYTHING) == before


def test_a_fact_told_twice_is_counted_once(office: Office) -> None:
    lived(office)
    before = board(office.agent, EVERYTHING)
    from mob.journal import selectors as journal

    key = Application.objects.filter(state="approved").values_list("id", flat=True)[0]
    for fact in journal.stream_facts(Actor.system(), f"application:{key}"):
        services.tell(fact)
    assert board(office.agent, EVERYTHING) == before


def test_each_funder_and_each_community_sees_its_own(office: Office) -> None:
    lived(office)
    stranger = office.world.staff(office.world.funder())
    elsewhere = dataclasses.replace(office.agent, community_ids=frozenset({office.world.community(office.funder).id}))
    editor = Actor(ActorKind.STAFF, office.agent.id, office.funder.id, roles=frozenset({Role.CONTENT_EDITOR}))
    for other in (stranger, elsewhere, editor, office.world.citizen(), Actor.anonymous(), Actor.system()):
        assert board(other, EVERYTHING).started == 0
        assert board(other, EVERYTHING).delays.decided == 0
        assert not board(other, EVERYTHING).people


def test_a_board_asks_the_same_four_questions_however_much_there_is(office: Office) -> None:
    lived(office)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        board(office.agent, EVERYTHING)
    assert len(queries) == 4


def test_drafts_nobody_touches_are_counted_by_the_page_they_stopped_at(office: Office) -> None:
    for _ in range(10):
        dossiers.started(office.world, office.aid)
    ready = dossiers.ready(office.world, office.aid)
    services.count_stopped_drafts(now=office.world.later(days=3))
    assert not StoppedDrafts.objects.exists()
    services.count_stopped_drafts(now=office.world.later(days=8))
    stops = board(office.agent, EVERYTHING).stops
    assert stops == {DraftStop.BENEFICIARY: 10, DraftStop.SENDING: 1}
    assert board(office.agent, Scope(aid_id=office.aid.id)).stops == stops
    assert where_drafts_stopped(office.world.now - timedelta(days=1)) == {}
    assert ready.id


def test_two_accounts_brought_together_are_one_person_counted_on_the_way_or_again(office: Office) -> None:
    """Her application moves to her other account, from which she applied too: two people become one."""
    here, there = office.world.citizen(), office.world.citizen()
    other_aid = office.world.aid(office.funder)
    dossiers.sent(office.world, office.aid, here)
    dossiers.sent(office.world, other_aid, there)
    runner.run_due(office.world.later(minutes=1))
    assert board(office.agent, EVERYTHING).people == 2
    assert here.id is not None
    assert there.id is not None
    ApplicationsMove().move(here, source=there.id, target=here.id, now=office.world.later(days=1))
    runner.run_due(office.world.later(days=1))
    assert board(office.agent, EVERYTHING).people == 1
    assert board(office.agent, Scope(aid_id=other_aid.id)).people == 1
    services.rebuild()
    assert board(office.agent, EVERYTHING).people == 1
