"""Who looked at my file: kept once an agent and day when it is opened at the desk, read by its author alone."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from mob.applications import services
from mob.applications.models import Consultation
from mob.applications.types import AwardTerms, PaymentMode, WithdrawalGround
from mob.directory.models import Membership
from mob.identity.models import User
from mob.journal.selectors import stream_facts
from mob.kernel.actor import Actor, Role
from tests.factories import dossiers
from tests.factories.accounts import sign_in
from tests.factories.world import World

pytestmark = pytest.mark.django_db
FILE, APPROVE = "/gestion/demandes/{}", "/gestion/demandes/{}/accorder"
NOTICE = "/gestion/demandes/{}/retrait"


class Clock:
    def __init__(self, world: World) -> None:
        self.now = world.now


@pytest.fixture
def clock(world: World, monkeypatch: pytest.MonkeyPatch) -> Clock:
    moved = Clock(world)
    monkeypatch.setattr("mob.kernel.clock.now", lambda: moved.now)
    return moved


def browser_of(actor: Actor, *, strong: bool = False) -> Client:
    return sign_in(Client(), User.objects.get(id=actor.id), strong=strong)


def text_of(browser: Client, path: str) -> str:
    page = browser.get(path)
    assert page.status_code == 200
    return unescape(page.content.decode())


@pytest.mark.parametrize("path", [NOTICE, f"{NOTICE}/retirer", f"{NOTICE}/maintenir", f"{FILE}/decision"])
def test_looking_at_an_award_or_at_what_may_take_it_back_is_looking_at_the_file(
    world: World, clock: Clock, path: str
) -> None:
    funder = world.funder("Métropole de Valmont")
    dossier, agent = dossiers.sent(world, world.aid(funder)), world.staff(funder)
    services.approve(agent, application_id=dossier.id, terms=AwardTerms(PaymentMode.NONE), now=world.now)
    if path.startswith(f"{NOTICE}/"):
        ground = WithdrawalGround.FRAUD
        services.notify_withdrawal(agent, application_id=dossier.id, ground=ground, text="Faux.", now=world.now)
    assert browser_of(world.staff(funder), strong=True).get(path.format(dossier.reference)).status_code == 200
    assert Consultation.objects.filter(application_id=dossier.id).count() == 1
    page = text_of(browser_of(dossier.citizen), dossier.path("consultations"))
    assert "Métropole de Valmont" in page


def test_each_opening_is_kept_once_an_agent_and_day_and_journaled(world: World, clock: Clock) -> None:
    funder = world.funder("Métropole de Valmont")
    dossier = dossiers.sent(world, world.aid(funder))
    agent, chief = world.staff(funder), world.staff(funder, Role.SUPERVISOR)
    desk = browser_of(agent, strong=True)
    for path in (FILE, FILE, APPROVE):
        desk.get(path.format(dossier.reference))
    browser_of(chief, strong=True).get(FILE.format(dossier.reference))
    clock.now += timedelta(days=1)
    sign_in(desk, User.objects.get(id=agent.id), strong=True).get(FILE.format(dossier.reference))
    facts = stream_facts(Actor.system(), f"consultations:{dossier.id}")
    assert [(fact.kind, fact.data["role"]) for fact in facts] == [
        ("file_consulted", "case_manager"),
        ("file_consulted", "supervisor"),
        ("file_consulted", "case_manager"),
    ]
    assert Consultation.objects.count() == 3


def test_the_person_reads_role_funder_and_day_and_no_name(world: World, clock: Clock) -> None:
    funder = world.funder("Métropole de Valmont")
    dossier = dossiers.sent(world, world.aid(funder))
    agent = world.staff(funder, Role.SUPERVISOR, first_name="Marguerite", last_name="Marquise")
    owner = browser_of(dossier.citizen)
    assert "Personne ne l’a encore ouvert" in text_of(owner, dossier.path("consultations"))
    browser_of(agent, strong=True).get(FILE.format(dossier.reference))
    for path in (dossier.path("consultations"), "/mon-compte/donnees/consultations"):
        page = text_of(owner, path)
        assert "11\u00a0mars\u00a02026" in page or "11 mars 2026" in page
        assert "Métropole de Valmont" in page
        assert "supervis" in page
        assert "Marqu" not in page


def test_a_file_that_may_not_be_seen_leaves_no_trace_and_the_author_none_of_hers(world: World, clock: Clock) -> None:
    funder = world.funder()
    dossier = dossiers.sent(world, world.aid(funder))
    stranger = world.staff(world.funder())
    browser_of(stranger, strong=True).get(FILE.format(dossier.reference))
    browser_of(dossier.citizen).get(dossier.path())
    assert not Consultation.objects.exists()
    assert Membership.objects.count() == 1
