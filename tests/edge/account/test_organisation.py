"""What a session opens of an agent's rights, and the page that says why some are closed."""

from __future__ import annotations

import pytest
from django.test import Client as Browser

from mob.directory.models import Funder, Partner, PartnerMembership
from mob.identity.models import User
from mob.web.account.organisation import LEFT
from tests.factories.accounts import sign_in
from tests.factories.world import World

HERE, ELSEWHERE = "99912001700010", "99934002900019"
PAGE = "/mon-compte/organisation"


@pytest.fixture
def funder(world: World) -> Funder:
    made = world.funder(key=False)
    Funder.objects.filter(id=made.id).update(siret=HERE, siren=HERE[:9])
    made.refresh_from_db()
    return made


@pytest.fixture
def agent(world: World, funder: Funder) -> User:
    user = world.person()
    world.staff(funder, user=user)
    return user


def attested(browser: Browser, user: User, siret: str) -> Browser:
    session = browser.session
    session["attested_organisation"] = [str(user.id), siret]
    session.save()
    return browser


def test_a_session_of_the_right_organisation_opens_the_desk(agent: User) -> None:
    browser = attested(sign_in(Browser(), agent, strong=True), agent, HERE)
    assert browser.get("/gestion/").status_code == 200
    assert "ouverts" in browser.get(PAGE).content.decode()


def test_a_session_of_another_organisation_is_told_why_the_desk_is_closed(agent: User, funder: Funder) -> None:
    browser = attested(sign_in(Browser(), agent, strong=True), agent, ELSEWHERE)
    for path in ("/gestion/", "/administration/", "/gestion/raccourcis"):
        answer = browser.get(path)
        assert (answer.status_code, answer.headers.get("Location")) == (302, PAGE), path
    page = browser.get(PAGE).content.decode()
    assert funder.name in page
    assert "fermés pour cette session" in page


def test_a_funder_that_requires_proconnect_is_closed_to_every_other_door(agent: User, funder: Funder) -> None:
    Funder.objects.filter(id=funder.id).update(requires_proconnect=True)
    browser = sign_in(Browser(), agent, strong=True)
    assert browser.get("/gestion/").headers["Location"] == PAGE
    assert attested(browser, agent, HERE).get("/gestion/").status_code == 200


def test_the_word_of_proconnect_is_for_the_person_it_was_given_for(agent: User, funder: Funder, world: World) -> None:
    Funder.objects.filter(id=funder.id).update(requires_proconnect=True)
    browser = attested(sign_in(Browser(), agent, strong=True), world.person(), HERE)
    assert browser.get("/gestion/").headers["Location"] == PAGE


def test_rights_that_just_ended_are_named(agent: User) -> None:
    browser = sign_in(Browser(), agent)
    session = browser.session
    session[LEFT] = ["Métropole de Valmont"]
    session.save()
    page = browser.get(PAGE).content.decode()
    assert "Vous ne travaillez plus pour <strong>Métropole de Valmont</strong>" in page


def test_somebody_without_rights_finds_nothing_closed(world: World) -> None:
    browser = sign_in(Browser(), world.person())
    assert browser.get("/gestion/").status_code == 404
    assert "Aucun organisme" in browser.get(PAGE).content.decode()


def test_who_works_for_an_operator_alone_finds_no_desk(world: World) -> None:
    user = world.person()
    partner = Partner.objects.create(name="Tilleul Mobilités", created_at=world.now)
    PartnerMembership.objects.create(partner=partner, user=user, role="administrator", created_at=world.now)
    assert sign_in(Browser(), user, strong=True).get("/gestion/").status_code == 404
