"""What a person needs in order to travel: agreed to first, said part by part, hers alone, erased with one button."""

import io
import json
import zipfile
from html import unescape

import pytest
from django.test import Client

from mob.identity import services
from mob.identity.accessibility.profile import AccessibilityProfile, Animal, Need, Reach
from mob.identity.models import AccessibilityNeeds, Receipt
from mob.identity.selectors import accessibility_of
from mob.journal.models import Fact
from mob.kernel.actor import Actor
from mob.kernel.errors import InvalidMany, Refused
from tests.factories.accounts import sign_in
from tests.factories.world import NOW, World

pytestmark = pytest.mark.django_db
HERE = "/mon-compte/accessibilite"


@pytest.fixture
def person(world: World):
    return world.person()


@pytest.fixture
def browser(person) -> Client:
    return sign_in(Client(), person)


@pytest.fixture
def agreed(browser: Client) -> Client:
    browser.post(HERE, {"agreed": "on"})
    return browser


def text(browser: Client, address: str) -> str:
    return unescape(browser.get(address).content.decode())


def said(person) -> AccessibilityProfile | None:
    return accessibility_of(Actor.citizen(person.id))


def test_nothing_is_kept_before_the_person_agrees_and_the_box_is_not_ticked_for_her(browser, person):
    page = text(browser, HERE)
    assert "J’accepte" in page
    assert "checked" not in page
    assert browser.post(HERE, {"sent": "1"}).status_code == 422
    assert browser.get(f"{HERE}/besoins").headers["Location"] == HERE
    assert said(person) is None
    with pytest.raises(Refused):
        services.keep_accessibility(Actor.citizen(person.id), profile=AccessibilityProfile(), now=NOW)


def test_the_agreement_is_kept_word_for_word_and_once(browser, person):
    for _ in range(2):
        browser.post(HERE, {"agreed": "on"})
    receipt = Receipt.objects.get(user_id=person.id, kind="accessibility")
    assert receipt.text.startswith("J’accepte")
    assert receipt.withdrawn_at is None
    assert "garder ce dont vous avez besoin pour voyager" in text(browser, "/mon-compte/donnees/preuves")


def test_each_part_is_said_on_its_own_page_and_leaves_the_others_as_they_were(agreed, person):
    agreed.post(f"{HERE}/besoins", {"needs": ["wheelchair", "averseToLifts"], "first": "averseToLifts"})
    agreed.post(f"{HERE}/distances", {"steps": "0", "walk_m": "", "stand_min": "10"})
    agreed.post(f"{HERE}/aide", {"boarding": ["ramp"], "animal": "guideDog", "note": "Parlez fort."})
    found = said(person)
    assert found is not None
    assert found.needs == (Need.AVERSE_TO_LIFTS, Need.WHEELCHAIR)
    assert (found.reach, found.animal, found.note) == (Reach(steps=0, stand_min=10), Animal.GUIDE_DOG, "Parlez fort.")
    page = text(agreed, HERE)
    for words in ("Je ne peux pas prendre l’ascenseur", "Aucune marche", "Parlez fort."):
        assert words in page


def test_what_was_said_comes_back_in_its_form(agreed):
    agreed.post(f"{HERE}/equipement", {"width_mm": "70", "mass_kg": "140", "battery": "lithium", "can_transfer": "no"})
    page = text(agreed, f"{HERE}/equipement")
    assert 'value="70"' in page
    assert 'value="140"' in page
    kept = agreed.post(
        f"{HERE}/cartes",
        {
            "eu_disability": "on",
            "eu_disability_until_0": "31",
            "eu_disability_until_1": "12",
            "eu_disability_until_2": "2029",
        },
    )
    assert kept.status_code == 302, kept.content.decode()
    assert "Carte européenne du handicap, jusqu’au 31\xa0décembre\xa02029" in text(agreed, HERE)


@pytest.mark.parametrize(
    "typed", [{"mass_kg": "9000"}, {"width_mm": "0"}, {"width_mm": "soixante"}, {"battery": "coal"}]
)
def test_a_measure_that_cannot_be_is_refused_in_words_and_nothing_changes(agreed, person, typed):
    answer = agreed.post(f"{HERE}/equipement", typed)
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    assert said(person) == AccessibilityProfile()


def test_a_note_too_long_is_refused_by_the_service_too(agreed, person):
    with pytest.raises(InvalidMany):
        services.keep_accessibility(Actor.citizen(person.id), profile=AccessibilityProfile(note="x" * 301), now=NOW)


def test_she_reads_it_as_operators_would_and_what_their_words_cannot_say(agreed):
    agreed.post(f"{HERE}/besoins", {"needs": ["motorizedWheelchair"]})
    agreed.post(f"{HERE}/equipement", {"mass_kg": "140", "width_mm": "70"})
    page = text(agreed, f"{HERE}/apercu?niveau=equipment")
    for words in ("motorizedWheelchair", "motorized_wheelchair", "NEED_PRM_SUPPORT", "que le fauteuil est électrique"):
        assert words in page
    assert "la taille et le poids" not in text(agreed, f"{HERE}/apercu?niveau=nothing")
    found = agreed.get(f"{HERE}/apercu/tomp")
    assert json.loads(found.content) == {"prmNeeds": [{"mobilityNeed": "motorized_wheelchair"}]}
    assert found.headers["Content-Disposition"].endswith('"accessibilite-tomp.json"')
    assert agreed.get(f"{HERE}/apercu/netex").content.startswith(b"<?xml")
    assert agreed.get(f"{HERE}/apercu/klingon").status_code == 404


def test_taking_the_agreement_back_erases_what_was_said_at_once_and_keeps_its_proof(agreed, person):
    agreed.post(f"{HERE}/besoins", {"needs": ["wheelchair"]})
    assert agreed.post(f"{HERE}/effacer").headers["Location"] == HERE
    assert not AccessibilityNeeds.objects.exists()
    assert Receipt.objects.get(kind="accessibility").withdrawn_at is not None
    assert agreed.post(f"{HERE}/effacer").status_code == 302


def test_neither_the_table_nor_the_journal_says_what_she_needs(agreed, person):
    agreed.post(f"{HERE}/besoins", {"needs": ["cognitiveInputImpairment"]})
    agreed.post(f"{HERE}/aide", {"note": "QUOKKAVERT"})
    row = bytes(AccessibilityNeeds.objects.get().sealed)
    facts = " ".join(Fact.objects.filter(stream=f"account:{person.id}").values_list("data", flat=True))
    for mark in (b"QUOKKAVERT", b"cognitive"):
        assert mark not in row
        assert mark.decode() not in facts
    kinds = list(Fact.objects.filter(stream=f"account:{person.id}").values_list("kind", flat=True))
    assert kinds.count("accessibility_changed") == 2


def test_her_export_holds_it_and_her_deletion_leaves_nothing(agreed, person):
    agreed.post(f"{HERE}/besoins", {"needs": ["walkingFrame"]})
    archive = zipfile.ZipFile(io.BytesIO(services.export_everything(Actor.citizen(person.id))))
    assert json.loads(archive.read("compte/accessibilite.json"))["needs"] == ["walkingFrame"]
    services.delete_account(Actor.citizen(person.id), choices={}, now=NOW)
    assert not AccessibilityNeeds.objects.exists()
