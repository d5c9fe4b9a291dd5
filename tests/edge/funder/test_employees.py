"""An employer's desk: its people, and of each what her aids ask, nothing else of her profile."""

from __future__ import annotations

from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mob.directory.models import Affiliation
from mob.identity import services as identity
from mob.identity.models import User
from mob.identity.types import Occupation, ProfileField
from mob.kernel.actor import Actor
from tests.factories import dossiers
from tests.factories.accounts import sign_in
from tests.factories.employers import DOMAIN, Employer, employer
from tests.factories.world import World

pytestmark = pytest.mark.django_db
HERE = "/gestion/salaries"


@pytest.fixture
def house(world: World, monkeypatch: pytest.MonkeyPatch) -> Employer:
    monkeypatch.setattr("mob.kernel.clock.now", lambda: world.now)
    return employer(world, by_hand=True)


@pytest.fixture
def browser(house: Employer) -> Client:
    return sign_in(Client(), User.objects.get(id=house.supervisor.id), strong=True)


def text_of(response: object) -> str:
    return unescape(response.content.decode())  # type: ignore[attr-defined]


def marked_person(world: World) -> Actor:
    """Somebody whose profile is full, every value recognisable."""
    citizen = world.citizen(world.person("marqueur-personnel@exemple.fr"))
    dossiers.introduce(citizen, now=world.now)
    answers = {
        ProfileField.FIRST_NAME: "Marguerite",
        ProfileField.USUAL_NAME: "Marquise",
        ProfileField.PHONE: "06 98 76 54 32",
        ProfileField.OCCUPATION: Occupation.STUDENT.value,
    }
    identity.declare(citizen, answers=answers, now=world.now)
    return citizen


def test_an_employer_s_staff_see_what_its_aid_asks_and_nothing_else_of_a_profile(
    house: Employer, browser: Client
) -> None:
    """The aid is for the whole country and everyone: neither town, nor situation, nor telephone is asked."""
    world, person = house.world, marked_person(house.world)
    house.affiliate(person, f"m.marquise@{DOMAIN}", first="Marguerite", last="Marquise")
    aid = world.aid(house.funder, communes=())
    dossier = dossiers.sent_as_she_is(world, aid, person)
    town_aid = world.aid()
    dossiers.sent_as_she_is(world, town_aid, person)
    pages = [
        browser.get(address)
        for address in (
            f"/gestion/demandes/{dossier.reference}",
            f"/gestion/demandes/{dossier.reference}/accorder",
            f"/gestion/demandes/{dossier.reference}/refuser",
            "/gestion/?vue=toutes",
            HERE,
        )
    ]
    assert [page.status_code for page in pages] == [200] * 5
    whole = "\n".join(map(text_of, pages))
    assert "Marguerite" in whole
    assert f"m.marquise@{DOMAIN}" in whole
    hidden = ("marqueur-personnel", "06 98", "0698765432", "+33698765432", "99V01", "étude", "Études")
    assert [marker for marker in hidden if marker in whole] == []
    kept = str(dossier.detail(house.supervisor).snapshot) + dossier.detail(house.supervisor).contact_email
    assert [marker for marker in hidden if marker in kept] == []
    assert "commune': '99V01'" in str(dossiers.last_of(person, town_aid).snapshot)


def test_requests_are_accepted_or_refused_from_the_list(house: Employer, browser: Client) -> None:
    first = house.ask(house.world.citizen(), "", first="Anne", last="Un")
    second = house.ask(house.world.citizen(), "", first="Bruno", last="Deux")
    assert "Anne Un" in text_of(browser.get(f"{HERE}?vue=attente"))
    browser.post(f"{HERE}/{first}/accepter")
    assert "Refuser Bruno Deux ?" in text_of(browser.get(f"{HERE}/{second}/refuser"))
    browser.post(f"{HERE}/{second}/refuser")
    states = dict(Affiliation.objects.values_list("id", "state"))
    assert states == {first: "confirmed", second: "ended"}


def test_ending_names_the_files_that_forbid_it(house: Employer, browser: Client) -> None:
    person = house.world.citizen()
    key = house.affiliate(person)
    dossier = dossiers.sent(house.world, house.world.aid(house.funder), person)
    page = browser.post(f"{HERE}/{key}/fin")
    assert page.status_code == 409
    assert dossier.reference in text_of(page)
    assert Affiliation.objects.get().state == "confirmed"


def test_a_file_of_leavers_is_shown_before_anything_is_done(house: Employer, browser: Client) -> None:
    key = house.affiliate(house.world.citizen(), first="Anne", last="Un")
    content = f"adresse\nlea.petit@{DOMAIN}\ninconnu@{DOMAIN}\n".encode()
    page = browser.post(f"{HERE}/partis", {"file": SimpleUploadedFile("partis.csv", content)})
    assert "Anne Un" in text_of(page)
    assert "Personne n’est rattaché" in text_of(page)
    assert Affiliation.objects.get().state == "confirmed"
    browser.post(f"{HERE}/partis/confirmer", {"qui": f"{key} pas-un-identifiant"})
    assert Affiliation.objects.get().end == "import"


def test_a_town_has_no_such_page(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mob.kernel.clock.now", lambda: world.now)
    agent = world.staff(world.funder())
    browser = sign_in(Client(), User.objects.get(id=agent.id), strong=True)
    assert browser.get(HERE).status_code == 404
    assert HERE not in text_of(browser.get("/gestion/"))
