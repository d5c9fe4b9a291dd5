"""`GET /api/v2/aids`: the catalogue through one person's eyes, page after page, with what each aid gives her."""

from __future__ import annotations

from typing import Any

import pytest

from mob.catalogue.types import Level, Outcome, RuleExample, RulesContent
from mob.identity.models import User
from mob.identity.services import declare
from mob.identity.types import ProfileField
from mob.kernel.actor import Actor
from mob.kernel.money import Cents
from tests.factories.aids import aid_content, external_content
from tests.factories.bearers import Caller, caller
from tests.factories.catalogue import publish
from tests.factories.employers import Employer, employer
from tests.factories.ruled import bicycle
from tests.factories.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
HERE = "/api/v2/aids"
# 150 € to adults.
FOR_ADULTS = RulesContent(
    "aide",
    text="aide:\n  applicable si: demandeur . âge >= 18 an\n  valeur: 150 €\n",
    examples=(RuleExample("Une adulte", (("demandeur . âge", 30),), Outcome.ELIGIBLE, Cents(15_000)),),
)


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    monkeypatch.setattr("mob.kernel.clock.now", lambda: world.now)


@pytest.fixture
def service(person: User) -> Caller:
    return caller(person)


@pytest.fixture(autouse=True)
def town(world: World) -> Any:
    funder = world.funder("Métropole de Valmont")
    publish(funder, bicycle(), slug="prime-velo")
    publish(funder, external_content("Conseil en mobilité"), slug="conseil")
    publish(world.funder("Région inventée"), aid_content("Abonnement"), slug="abonnement")
    return funder


@pytest.fixture
def house(world: World) -> Employer:
    house = employer(world)
    publish(house.funder, aid_content("Forfait mobilités", level=Level.EMPLOYER), slug="forfait")
    return house


def slugs(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [each["slug"] for each in answer.json()["aids"]]


def test_filters_add_up(service: Caller, town: Any) -> None:
    assert slugs(service.get(HERE)) == ["abonnement", "conseil", "prime-velo"]
    assert slugs(service.get(HERE, {"funder": str(town.id)})) == ["conseil", "prime-velo"]
    assert slugs(service.get(HERE, {"commune": "01004"})) == []
    assert slugs(service.get(HERE, {"transport": "carpooling,car"})) == []
    assert slugs(service.get(HERE, {"commune": "99V01", "transport": "bicycle,car", "funder": str(town.id)})) == [
        "conseil",
        "prime-velo",
    ]


def test_pages_follow_each_other_to_the_end_and_each_aid_comes_once(service: Caller) -> None:
    found, address = [], f"{HERE}?limit=1&transport=bicycle"
    while address:
        answer = service.get(address)
        found += slugs(answer)
        address = answer.json()["next"]
    assert found == ["abonnement", "conseil", "prime-velo"]


@pytest.mark.abuse(41)
@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        ({"fields": "keys"}, "fields"),
        ({"include": "applications"}, "include"),
        ({"sort": "citizen__email"}, "sort"),
        ({"citizen": "x"}, "citizen"),
        ({"funder": "' OR 1=1"}, "funder"),
        ({"transport": "fusée"}, "transport"),
        ({"commune": "Valmont"}, "commune"),
        ({"limit": "101"}, "limit"),
        ({"limit": "-1"}, "limit"),
        ({"limit": "٣"}, "limit"),
        ({"limit": "9" * 150}, "limit"),
        ({"cursor": "!!"}, "cursor"),
        ({"cursor": "/w=="}, "cursor"),
        ({"commune": ["99V01", "01004"]}, "commune"),
    ],
)
def test_what_a_list_does_not_know_it_refuses_by_its_name(service: Caller, said: dict[str, Any], pointer: str) -> None:
    answer = service.get(HERE, said)
    assert (answer.status_code, answer.json()["pointer"]) == (422, pointer)


def test_where_she_lives_is_used_without_being_said(service: Caller, person: User, world: World) -> None:
    answer = service.get(HERE, {"commune": "mine"})
    assert (answer.status_code, answer.json()["code"]) == (409, "api_no_commune")
    lives(person, world)
    answer = service.get(HERE, {"commune": "mine"})
    assert slugs(answer) == ["abonnement", "conseil", "prime-velo"]
    assert "99V01" not in answer.content.decode()


def lives(person: User, world: World, born: str = "1990-04-02") -> None:
    """She says where she lives and when she was born."""
    place = {ProfileField.COMMUNE: "99V01", ProfileField.POSTCODE: "38950", ProfileField.BIRTH_DATE: born}
    declare(Actor.citizen(person.id), answers=place, now=world.now)


def test_an_employer_s_aid_is_shown_to_its_people_alone(
    person: User, service: Caller, house: Employer, world: World
) -> None:
    assert "forfait" not in slugs(service.get(HERE))
    assert service.get(f"{HERE}/forfait").status_code == 404
    house.affiliate(Actor.citizen(person.id))
    assert "forfait" in slugs(service.get(HERE))
    assert service.get(f"{HERE}/forfait").json()["title"] == "Forfait mobilités"
    other = caller(world.person())
    assert "forfait" not in slugs(other.get(HERE))
    assert other.get(f"{HERE}/forfait").status_code == 404


def test_the_verdict_is_hers_with_amounts_and_without_reasons(
    person: User, service: Caller, town: Any, world: World
) -> None:
    publish(town, aid_content("Pass", rules=FOR_ADULTS, fields=()), slug="pass")
    assert service.get(f"{HERE}/pass").json()["verdict"] is None, "it is not known where she lives"
    lives(person, world)
    told = {each["slug"]: each["verdict"] for each in service.get(HERE).json()["aids"]}
    assert told["pass"] == {"outcome": "eligible", "amount_cents": 15_000, "up_to_cents": None}
    assert told["prime-velo"] == {"outcome": "undetermined", "amount_cents": None, "up_to_cents": 40_000}
    assert told["conseil"] is None, "it computes nothing"
    lives(person, world, born="2009-06-01")
    body = service.get(f"{HERE}/pass").json()
    assert body["verdict"] == {"outcome": "ineligible", "amount_cents": None, "up_to_cents": None}
    assert "2009" not in str(body)


def test_a_tag_spares_what_did_not_change(service: Caller) -> None:
    for path in (HERE, f"{HERE}/prime-velo"):
        first = service.get(path)
        again = service.get(path, if_none_match=first.headers["ETag"])
        assert (again.status_code, again.content) == (304, b"")
        assert service.get(path, if_none_match='"autre"').status_code == 200
        assert first.headers["Cache-Control"] == "private, no-cache"


def test_one_aid_says_what_an_application_will_be_asked(service: Caller) -> None:
    body = service.get(f"{HERE}/abonnement").json()
    assert [each["code"] for each in body["questions"]] == ["prix"]
    assert [each["code"] for each in body["papers"]] == ["devis"]
    assert body["page"].endswith("/aides/abonnement")
    assert service.get(f"{HERE}/inconnue").status_code == 404
    assert service.get(f"{HERE}/abonnement", {"include": "x"}).status_code == 422
