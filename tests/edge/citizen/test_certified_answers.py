"""Certified data on the pages of a draft, at the desk and in the simulator: shown with its source, locked, no paper."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape

import pytest
from django.test import Client

from mob.applications import services
from mob.eligibility.certified.types import Enrolment, Enrolments, RegisterSource
from mob.eligibility.certifying import collecting
from mob.eligibility.models import HeldFact
from mob.identity.models import User
from mob.kernel import clock
from mob.kernel.ports import PortUnavailable
from tests.factories import certifying as made
from tests.factories import computing, dossiers
from tests.factories.accounts import sign_in
from tests.factories.catalogue import publish
from tests.factories.certifying import Register, plugged
from tests.factories.dossiers import Dossier
from tests.factories.ruled import students
from tests.factories.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
QF, STUDENT = RegisterSource.FAMILY_QUOTIENT, RegisterSource.STUDENT
QUESTION = "question/fait-quotient-familial"


@pytest.fixture
def register() -> Iterator[Register]:
    with plugged(Register({QF: made.QF_2550})) as served:
        yield served


def started(world: World, *, agrees: bool = True) -> Dossier:
    funder = world.funder("Métropole de Valmont")
    made.basis(funder, now=world.now)
    dossier = dossiers.started(world, made.aid(world, funder), now=clock.now())
    dossiers.introduce(dossier.citizen, now=clock.now())
    services.save_beneficiary(dossier.citizen, application_id=dossier.id, kind="self", now=clock.now())
    if agrees:
        made.agree(dossier.citizen, funder, now=clock.now())
        collecting.collect(dossier.citizen, token="hers", now=clock.now())
    return dossier


def browser_of(dossier: Dossier) -> Client:
    return sign_in(Client(), User.objects.get(id=dossier.citizen.id))


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.content.decode()[:1500]
    return unescape(response.content.decode())


def test_e3_the_answer_is_shown_with_its_source_and_has_no_field(world: World, register: Register):
    dossier = started(world)
    browser = browser_of(dossier)
    page = read(browser, dossier.path(QUESTION))
    assert "2\u202f550\u00a0€ par mois" in page
    assert "Certifié par la CNAF le 12\u00a0mars\u00a02026" in page
    assert 'name="q-' not in page
    answer = browser.post(dossier.path(QUESTION), {"q-fait-quotient-familial": "10"})
    assert answer.headers["Location"] == dossier.path("papiers")
    assert dossier.detail().answers == {"fait-quotient-familial": "2550"}
    papers = read(browser, dossier.path("papiers"))
    assert "Pas nécessaire" in papers
    assert "Quotient familial\u00a0: 2\u202f550\u00a0€ par mois. Certifié par la CNAF" in papers
    check = read(browser, dossier.path("verifier"))
    assert "Certifié par la CNAF le 12\u00a0mars\u00a02026" in check
    assert "150\u00a0€" in check
    assert "Avant d’envoyer" not in check


def test_contesting_from_the_question_leads_back_to_it_with_a_field(world: World, register: Register):
    dossier = started(world)
    browser = browser_of(dossier)
    address = f"/mon-compte/donnees-certifiees/donnee/{HeldFact.objects.get().id}/contester"
    answer = browser.post(address, {"next": dossier.path(QUESTION)})
    assert answer.headers["Location"] == dossier.path(QUESTION)
    assert 'name="q-fait-quotient-familial"' in read(browser, dossier.path(QUESTION))
    assert "À ajouter" in read(browser, dossier.path("papiers"))


def test_e2_an_answer_to_be_confirmed_is_typed_and_no_paper_is_asked(world: World, register: Register):
    register.answers[QF] = PortUnavailable("down")
    dossier = started(world)
    browser = browser_of(dossier)
    page = read(browser, dossier.path(QUESTION))
    assert 'name="q-fait-quotient-familial"' in page
    assert "L’administration choisie ne l’a pas encore confirmé" in page
    assert "à confirmer par l’administration" in read(browser, dossier.path("papiers"))


def test_whoever_did_not_choose_is_offered_to_and_may_send_her_paper(world: World, register: Register):
    dossier = started(world, agrees=False)
    browser = browser_of(dossier)
    funder_slug = "/mon-compte/donnees-certifiees/pour/"
    for path in (QUESTION, "papiers"):
        assert f"{funder_slug}" in read(browser, dossier.path(path))
    assert 'action="/demandes/' in read(browser, dossier.path("papiers"))
    (href,) = {
        part.split('"')[0]
        for part in read(browser, dossier.path("papiers")).split('href="')
        if part.startswith(funder_slug)
    }
    assert href.endswith(f"?demande={dossier.reference}")
    assert "Quotient familial" in read(browser, href)


def test_the_agent_reads_who_certified_it_and_which_paper_it_replaces(world: World, register: Register):
    dossier = started(world)
    computing.sign(dossier, clock.now())
    funder = world.staff  # the funder's own staff
    from mob.applications.models import Application

    agent = funder(Application.objects.get(id=dossier.id).funder)
    desk = sign_in(Client(), User.objects.get(id=agent.id), strong=True)
    page = read(desk, f"/gestion/demandes/{dossier.reference}")
    assert "Certifié par la CNAF le 12\u00a0mars\u00a02026" in page
    assert "Pièces remplacées par des données certifiées" in page
    assert "Aucune pièce n’a été demandée" in page


def test_the_simulator_does_not_ask_what_is_certified_and_says_who_did(world: World, register: Register):
    funder = world.funder("Métropole de Valmont")
    made.basis(funder, STUDENT, now=world.now)
    publish(funder, students(), slug="pass")
    day = clock.civil_date(clock.now())
    register.answers[STUDENT] = Enrolments((Enrolment(day, day.replace(year=day.year + 1)),))
    user = world.person()
    made.agree(world.citizen(user), funder, STUDENT, now=clock.now())
    collecting.collect(world.citizen(user), token="hers", now=clock.now())
    form = {"lieu": "Valmont-sur-Isère", "commune": ""}
    page = unescape(sign_in(Client(), user).post("/simulateur/", form).content.decode())
    assert 'name="question"' not in page
    assert "150\u00a0€" in page
    assert "Certifié par le ministère de l’Enseignement supérieur" in page
    assert 'name="question"' in unescape(Client().post("/simulateur/", form).content.decode())
