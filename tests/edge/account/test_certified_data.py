"""Certified data: each source chosen by itself, seen with who certified it, contested, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import unescape
from urllib.parse import quote

import pytest
from django.test import Client

from mob.directory.models import Funder
from mob.eligibility.certified.types import JobSeeking, RegisterSource
from mob.eligibility.certifying import collecting
from mob.eligibility.models import Agreement, HeldFact
from mob.identity.models import Receipt, User
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.kernel.ports import PortRefused, PortUnavailable
from tests.factories import certifying as made
from tests.factories.accounts import sign_in
from tests.factories.certifying import Register, plugged
from tests.factories.dossiers import introduce
from tests.factories.world import World

pytestmark = pytest.mark.django_db
HERE = "/mon-compte/donnees-certifiees"
QF, STUDENT, SEEKER = RegisterSource.FAMILY_QUOTIENT, RegisterSource.STUDENT, RegisterSource.JOB_SEEKER


@pytest.fixture
def register() -> Iterator[Register]:
    with plugged(Register({QF: made.QF_2550})) as served:
        yield served


@pytest.fixture
def funder(world: World) -> Funder:
    funder = world.funder("Métropole de Valmont")
    for source in (QF, STUDENT, SEEKER):
        made.basis(funder, source, now=world.now)
    return funder


@pytest.fixture
def person(world: World) -> User:
    return world.person()


@pytest.fixture
def browser(person: User) -> Client:
    return sign_in(Client(), person)


def read(client: Client, address: str = HERE, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()[:1500]
    return unescape(response.content.decode())


def certified(person: User, funder: Funder, token: str = "hers") -> Agreement:
    row = made.agree(Actor.citizen(person.id), funder, now=clock.now())
    collecting.collect(Actor.citizen(person.id), token=token, now=clock.now())
    row.refresh_from_db()
    return row


def test_nothing_is_ticked_and_each_choice_says_who_reads_what_for_and_until_when(browser: Client, funder: Funder):
    page = read(browser, f"{HERE}/pour/{funder.slug}")
    for words in ("Quotient familial", "CAF ou MSA", "Métropole de Valmont, et personne d’autre", "DP-12345", "L114-8"):
        assert words in page
    assert " checked" not in page


def test_what_is_ticked_is_kept_word_for_word_and_nothing_else(browser: Client, person: User, funder: Funder):
    response = browser.post(f"{HERE}/pour/{funder.slug}", {"family_quotient": "on"})
    assert (response.status_code, response.headers["Location"]) == (302, f"{HERE}/suite?next={quote(HERE, safe='')}")
    assert [row.source for row in Agreement.objects.filter(user=person)] == ["family_quotient"]
    text = Receipt.objects.get(kind="certified_facts").text
    for words in ("Quotient familial", "Métropole de Valmont", "DP-12345, Délibération 2026-12", "attestation"):
        assert words in text
    assert "Quotient familial" in read(browser, f"{HERE}/suite")
    assert "à confirmer" in read(browser)


def test_going_on_without_a_choice_says_that_papers_do_as_well(browser: Client, funder: Funder):
    response = browser.post(f"{HERE}/pour/{funder.slug}", {})
    assert response.status_code == 422
    assert "vos justificatifs conviennent aussi" in unescape(response.content.decode())
    assert not Agreement.objects.exists()


def test_a_job_seekers_number_is_checked_and_asked_at_once(
    browser: Client, person: User, funder: Funder, register: Register
):
    wrong = browser.post(f"{HERE}/pour/{funder.slug}", {"job_seeker": "on", "job_seeker-number": "moi"})
    assert wrong.status_code == 422
    assert "identifiant France Travail" in unescape(wrong.content.decode())
    introduce(Actor.citizen(person.id), now=clock.now())
    register.answers[SEEKER] = JobSeeking(clock.civil_date(clock.now()), None, "HADDAD", date(1994, 9, 8))
    form = {"job_seeker": "on", "job_seeker-number": "1234567A"}
    assert browser.post(f"{HERE}/pour/{funder.slug}", form).headers["Location"] == HERE
    page = read(browser)
    assert "En recherche d’emploi" in page
    assert "Certifié par France Travail le" in page


def test_e3_the_quotient_is_shown_with_who_certified_it_until_when(
    browser: Client, person: User, funder: Funder, register
):
    certified(person, funder)
    page = read(browser)
    for words in ("2\u202f550\u00a0€ par mois", "Certifié par la CNAF le", "valable jusqu’au", "Métropole de Valmont"):
        assert words in page


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (PortUnavailable("down"), "Rien n’est perdu et aucun justificatif n’est demandé"),
        (PortRefused("token_dead"), "nous redemanderons à votre prochaine connexion"),
        (PortRefused("not_found"), "Cela ne vous retire aucun droit"),
    ],
)
def test_e2_a_register_that_does_not_answer_is_told_kindly(
    browser: Client, person: User, funder: Funder, register: Register, failure: Exception, words: str
):
    register.answers[QF] = failure
    certified(person, funder)
    assert words in read(browser)


def test_a_fact_is_contested_and_taken_up_again(browser: Client, person: User, funder: Funder, register: Register):
    certified(person, funder)
    fact = HeldFact.objects.get()
    page = unescape(browser.post(f"{HERE}/donnee/{fact.id}/contester", follow=True).content.decode())
    assert "cette donnée ne sert plus" in page
    fact.refresh_from_db()
    assert fact.contested_at is not None
    assert browser.post(f"{HERE}/donnee/{fact.id}/contester", {"next": "//mechant.example"}).headers["Location"] == HERE
    browser.post(f"{HERE}/donnee/{fact.id}/reprendre")
    fact.refresh_from_db()
    assert fact.contested_at is None


def test_taking_back_is_asked_once_and_done_at_once(browser: Client, person: User, funder: Funder, register: Register):
    row = certified(person, funder)
    assert "Retirer votre accord" in read(browser, f"{HERE}/{row.id}/fin")
    browser.post(f"{HERE}/{row.id}/fin")
    assert not HeldFact.objects.exists()
    assert "Rien n’est lu pour vous" in read(browser)
    assert "Retiré" in read(browser, "/mon-compte/donnees/preuves")


def test_a_funder_without_a_legal_basis_offers_nothing(browser: Client, world: World):
    for slug in (world.funder().slug, "nulle-part"):
        assert 'type="checkbox"' not in read(browser, f"{HERE}/pour/{slug}", 404)
