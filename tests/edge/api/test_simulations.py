"""`POST /api/v2/simulations`: the simulator's evaluator for programs; bad input is named, nothing is stored."""

import json

import pytest
from django.test import Client

from mob.eligibility import simulation
from mob.eligibility.simulation import Situation
from mob.journal.models import Fact
from tests.factories.aids import external_content
from tests.factories.catalogue import publish
from tests.factories.ruled import INCOME, PARTS, PRICE, bicycle, students
from tests.factories.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
HERE = "/api/v2/simulations"
ANSWERS = {PRICE: 1000, INCOME: 15000, PARTS: 1}


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    monkeypatch.setattr("mob.kernel.clock.now", lambda: world.now)


@pytest.fixture(autouse=True)
def town(world: World):
    funder = world.funder("Métropole de Valmont")
    publish(funder, bicycle(), slug="prime-velo")
    publish(funder, students(), slug="pass")
    publish(funder, external_content("Conseil en mobilité"), slug="conseil")
    return funder


def ask(body, **headers):
    content = body if isinstance(body, str | bytes) else json.dumps(body)
    return Client(enforce_csrf_checks=True).post(HERE, content, content_type="application/json", headers=headers)


def test_every_aid_of_the_commune_answers_with_its_amount_its_reasons_and_its_computation():
    answer = ask({"commune": "99V01", "answers": ANSWERS})
    assert answer.status_code == 200
    body = answer.json()
    aid = next(each for each in body["aids"] if each["slug"] == "prime-velo")
    assert (aid["outcome"], aid["funder"]) == ("eligible", "Métropole de Valmont")
    assert aid["amount_cents"] > 0
    assert aid["page"].endswith("/aides/prime-velo")
    assert aid["rules"].startswith("publicodes ")
    assert aid["computation"]
    assert {each["outcome"] for each in aid["reasons"]} == {"met"}
    assert [each["slug"] for each in body["unruled"]] == ["conseil"]


def test_the_answer_is_the_simulator_s_own(world: World):
    body = ask({"commune": "99V01", "answers": ANSWERS}).json()
    found = simulation.run(Situation("99V01", tuple(ANSWERS.items())), day=world.now.date())
    assert {each["slug"]: each["amount_cents"] for each in body["aids"] if each["outcome"] == "eligible"} == {
        each.document.slug: each.amount for each in found.eligible
    }


def test_the_question_to_ask_next_is_told_with_what_it_accepts_and_none_when_all_is_known():
    first = ask({"commune": "99V01", "aid": "prime-velo"}).json()
    question = first["next_question"]
    assert question["fact"] in (PRICE, INCOME, PARTS)
    assert question["label"]
    assert next(each for each in first["aids"])["missing"]
    done = ask({"commune": "99V01", "aid": "prime-velo", "answers": ANSWERS}).json()
    assert done["next_question"] is None


def test_a_refused_answer_is_not_asked_again():
    first = ask({"commune": "99V01", "aid": "prime-velo"}).json()["next_question"]["fact"]
    then = ask({"commune": "99V01", "aid": "prime-velo", "answers": {first: None}}).json()["next_question"]
    assert then is None or then["fact"] != first


@pytest.mark.parametrize(
    ("body", "code", "pointer"),
    [
        ("pas du json", "api_not_json", None),
        ("[1]", "api_not_json", None),
        ("[" * 100_00, "api_not_json", None),
        ('{"commune": "99V01", "answers": {"vélo . prix": NaN}}', "api_answer", "answers.vélo . prix"),
        ('{"commune": "99V01", "answers": {"vélo . prix": 1e999}}', "api_answer", "answers.vélo . prix"),
        ({"commune": "99V01", "answers": {"vélo . prix": 10**400}}, "api_answer", "answers.vélo . prix"),
        ({"commune": "99V01", "answers": {"vélo . prix": [1]}}, "api_answer", "answers.vélo . prix"),
        ({"commune": "99V01", "answers": {"x": "a\x00"}}, "api_answer", "answers.x"),
        ({"commune": "99V01", "answers": ["vélo . prix"]}, "api_answers", "answers"),
        ({"commune": "99V01", "answers": {f"n{n}": 1 for n in range(101)}}, "api_answers", "answers"),
        ({"commune": 31555}, "api_commune", "commune"),
        ({"commune": "00000"}, "api_commune", "commune"),
        ({}, "api_commune", "commune"),
        ({"commune": "99V01", "aid": 3}, "api_text", "aid"),
        ({"commune": "99V01", "language": "de"}, "api_choice", "language"),
        ({"commune": "99V01", "nom": "Haddad"}, "api_unknown_name", "nom"),
        ("x" * 64_001, "api_too_long", None),
    ],
)
def test_what_makes_no_sense_is_named_with_its_place_and_never_a_breakdown(body, code, pointer):
    answer = ask(body)
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "application/problem+json")
    told = answer.json()
    assert (told["code"], told.get("pointer")) == (code, pointer)
    assert told["detail"] != code


def test_unknown_facts_and_answers_of_another_kind_leave_the_aid_undetermined():
    strange = {"vélo . prix": "beaucoup", "vélo . couleur": "rouge", INCOME: True}
    body = ask({"commune": "99V01", "aid": "prime-velo", "answers": strange}).json()
    assert body["aids"][0]["outcome"] == "undetermined"


def test_pages_of_any_origin_may_ask_and_nobody_keeps_the_answer():
    answer = ask({"commune": "99V01"}, origin="https://maas.exemple.fr")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "no-store"
    before = Client().options(HERE)
    assert (before.status_code, before.headers["Access-Control-Allow-Headers"]) == (204, "Content-Type")
    assert Client().get(HERE).status_code == 405


def test_nothing_is_written(django_assert_max_num_queries):
    ask({"commune": "99V01"})
    facts = Fact.objects.count()
    with django_assert_max_num_queries(12) as asked:
        ask({"commune": "99V01", "answers": ANSWERS})
    assert not [each for each in asked.captured_queries if not each["sql"].startswith("SELECT")]
    assert Fact.objects.count() == facts


def test_words_come_in_english_when_asked():
    assert ask({"commune": 3, "language": "en"}).json()["detail"].startswith("Give the INSEE code")
