"""The callback of FranceConnect reads what was agreed to while its token lives: both stand-ins, and no network."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from mob.directory.models import Funder
from mob.eligibility.certified.types import RegisterSource
from mob.eligibility.certifying import reading
from mob.eligibility.models import Agreement
from mob.eligibility.ports import SocialRegister
from mob.identity.models import ExternalIdentity, User
from mob.identity.services import declare
from mob.identity.types import ProfileField
from mob.integrations.api_particulier import from_url
from mob.integrations.standins import Standins, StandinTransport
from mob.journal.models import Fact
from mob.kernel import clock, ports
from mob.kernel.actor import Actor
from tests.factories.accounts import sign_in
from tests.factories.certifying import QUOTIENT, basis
from tests.factories.standins import come, served
from tests.factories.world import World

pytestmark = pytest.mark.django_db
HERE = "/mon-compte/donnees-certifiees"


class Late(StandinTransport):
    """Answers as the stand-ins do, `seconds` after it is asked. Keeps what was shown."""

    seconds = 0
    shown: list[str]

    def send(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, timeout: float
    ) -> tuple[int, Mapping[str, str], bytes]:
        self.shown.append(headers["Authorization"].removeprefix("Bearer "))
        clock.set_offset(timedelta(seconds=self.seconds))
        return super().send(method, url, headers, body, timeout)


@pytest.fixture
def standins() -> Iterator[Standins]:
    with served() as found:
        yield found


@pytest.fixture
def wire(standins: Standins) -> Iterator[Late]:
    before = ports._factories[SocialRegister]
    transport = Late(standins)
    transport.shown = []
    ports.plug(SocialRegister, lambda: from_url("fake:", transport, standin=standins.base))  # type: ignore[type-abstract]
    yield transport
    ports.plug(SocialRegister, before)
    clock.set_offset(timedelta(0))


@pytest.fixture
def funder(world: World) -> Funder:
    funder = world.funder("Métropole de Valmont")
    for source in RegisterSource:
        basis(funder, source, now=world.now)
    return funder


@pytest.fixture
def person(world: World) -> User:
    return world.person()


@pytest.fixture
def browser(person: User, funder: Funder) -> Client:
    """She chose that her family quotient may be read."""
    browser = sign_in(Client(), person)
    browser.post(f"{HERE}/pour/{funder.slug}", {"family_quotient": "on"})
    return browser


def link(browser: Client, standins: Standins, who: str) -> None:
    """Her FranceConnect identity opens her account."""
    come(browser, standins, "franceconnect", who, path="/mon-compte/identites/franceconnect/ajouter")
    browser.post("/mon-compte/identites/lier")
    assert ExternalIdentity.objects.exists()


def held(person: User, funder: Funder) -> reading.Held:
    return reading.held_for(person.id, funder_id=funder.id, on=clock.civil_date(clock.now()))


def test_e3_the_quotient_is_read_in_the_callback(
    browser: Client, person: User, funder: Funder, standins: Standins, wire: Late, caplog: pytest.LogCaptureFixture
):
    link(browser, standins, "jeanne")
    with caplog.at_level(logging.DEBUG):
        answer = come(browser, standins, "franceconnect", "jeanne", path=f"{HERE}/franceconnect")
    back = browser.get(answer.headers["Location"], follow=True)
    assert back.request["PATH_INFO"] == HERE
    page = unescape(back.content.decode())
    assert "Ce que vous avez choisi a été lu." in page
    assert "2\u202f550\u00a0€ par mois" in page
    assert "Certifié par la MSA le" in page
    fact = held(person, funder).facts[QUOTIENT]
    assert (fact.value, fact.provider.value) == (2550, "msa")
    (token,) = wire.shown
    kept = caplog.text + repr(list(Session.objects.values())) + repr(list(Fact.objects.values_list("data", flat=True)))
    assert len(token) > 20
    assert token not in kept
    assert token not in repr(dict(browser.session))
    assert "2550" not in caplog.text


def test_e2_a_callback_of_61_seconds_loses_the_fact_and_nothing_else(
    browser: Client, person: User, funder: Funder, standins: Standins, wire: Late
):
    link(browser, standins, "jeanne")
    wire.seconds = 61
    answer = come(browser, standins, "franceconnect", "jeanne", path=f"{HERE}/franceconnect")
    page = unescape(browser.get(answer.headers["Location"], follow=True).content.decode())
    assert "Une administration n’a pas répondu. Rien n’est perdu" in page
    row = Agreement.objects.get(user=person)
    assert (row.standing, row.reason) == ("to_confirm", "token_dead")
    assert held(person, funder).awaited == {QUOTIENT}
    assert User.objects.filter(id=person.id, is_active=True).exists()
    assert browser.get("/mon-compte/").status_code == 200
    wire.seconds = 0
    come(browser, standins, "franceconnect", "jeanne", path=f"{HERE}/franceconnect")
    assert held(person, funder).facts[QUOTIENT].value == 2550


def test_only_what_was_chosen_is_asked_of_franceconnect(browser: Client, standins: Standins, wire: Late):
    left = browser.post(f"{HERE}/franceconnect").content.decode()
    assert "cnaf_quotient_familial" in left
    for other in ("cnaf_adresse", "mesri_", "cnous_", "ants_"):
        assert other not in left


def test_an_identity_that_was_not_linked_is_linked_first_then_asked_once_more(
    browser: Client, person: User, funder: Funder, standins: Standins, wire: Late
):
    answer = come(browser, standins, "franceconnect", "jeanne", path=f"{HERE}/franceconnect")
    assert answer.headers["Location"] == "/mon-compte/identites/lier"
    assert wire.shown == []
    after = browser.post("/mon-compte/identites/lier", follow=True)
    assert after.request["PATH_INFO"] == f"{HERE}/suite"
    come(browser, standins, "franceconnect", "jeanne", path=f"{HERE}/franceconnect")
    assert QUOTIENT in held(person, funder).facts


def test_an_ordinary_sign_in_asks_nothing_and_says_what_is_left(
    browser: Client, person: User, funder: Funder, standins: Standins, wire: Late
):
    link(browser, standins, "jeanne")
    other = Client()
    come(other, standins, "franceconnect", "jeanne")
    assert wire.shown == []
    assert "Il reste une administration à interroger" in unescape(other.get(HERE).content.decode())
    assert held(person, funder).awaited == {QUOTIENT}


def test_a_register_without_a_file_of_hers_and_one_that_is_down(
    browser: Client, person: User, funder: Funder, standins: Standins, wire: Late
):
    link(browser, standins, "jeanne")
    form = {"student": "on", "vehicle": "on", "vehicle-number": "BX-207-RT"}
    browser.post(f"{HERE}/pour/{funder.slug}", form)
    come(browser, standins, "franceconnect", "jeanne", path=f"{HERE}/franceconnect")
    found = dict(Agreement.objects.filter(user=person).values_list("source", "standing"))
    assert found == {"family_quotient": "certified", "student": "nothing", "vehicle": "certified"}
    assert held(person, funder).facts["véhicule . énergie"].value == "gazole"


def test_a_job_seeker_is_found_by_her_number(browser: Client, person: User, funder: Funder, wire: Late):
    hers = {ProfileField.FIRST_NAME: "Samira", ProfileField.BIRTH_NAME: "Haddad", ProfileField.BIRTH_DATE: "1991-04-02"}
    declare(Actor.citizen(person.id), answers=hers, now=clock.now())
    browser.post(f"{HERE}/pour/{funder.slug}", {"job_seeker": "on", "job_seeker-number": "2047118m"})
    assert held(person, funder).facts["demandeur . statut"].value == "demandeur d'emploi"
