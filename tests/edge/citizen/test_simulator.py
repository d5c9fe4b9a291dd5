"""The simulator: a commune, questions one by one, results; nothing in an address, nothing stored."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from mob.catalogue.types import TerritoryCode
from mob.eligibility.simulation.types import Situation
from mob.journal.models import Fact
from mob.kernel import clock
from mob.web.citizen import carrying
from tests.factories.aids import external_content
from tests.factories.catalogue import publish
from tests.factories.ruled import INCOME, PARTS, PRICE, STATUS, bicycle, students
from tests.factories.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

HERE = "/simulateur/"
WHO = Situation("99V01").saying(PRICE, 1000.0).saying(INCOME, 15000.0).saying(PARTS, 1.0)


@pytest.fixture
def town(world: World):
    funder = world.funder("Métropole de Valmont")
    publish(funder, bicycle(), slug="prime-velo")
    publish(funder, students(), slug="pass-etudiant")
    publish(funder, external_content("Conseil en mobilité"), slug="conseil")
    ended = world.now.date().replace(year=2025)
    publish(funder, external_content("Prime vélo d’hier", valid_from=None, valid_to=ended), slug="hier")
    publish(funder, bicycle("Prime d’ailleurs", territories=(TerritoryCode("commune", "75056"),)), slug="ailleurs")
    return funder


def read(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.content.decode()[:2000]
    return unescape(response.content.decode())


def sealed_in(html: str) -> str:
    found = re.search(r'name="simulation" value="([^"]+)"', html)
    assert found
    return found[1]


def heading(html: str) -> str:
    return re.sub(r"<[^>]+>", "", re.search(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)[1]).strip()  # type: ignore[index]


def step(client: Client, situation: Situation, act: str, **form: str) -> str:
    return read(client.post(HERE, {"simulation": carrying.sealed(situation), "act": act, **form}))


def test_a_commune_leads_to_the_first_question_then_to_the_results(client: Client, town: Any) -> None:
    html = read(client.post(HERE, {"lieu": "Valmont-sur-Isère", "commune": ""}))
    answers = {STATUS: "salarie", PRICE: "1000", INCOME: "15000", PARTS: "1"}
    seen = []
    while 'name="question"' in html:
        seen.append(heading(html))
        name = re.search(r'name="(q-[^"]+)"', html)[1]  # type: ignore[index]
        fact = re.search(r'name="question" value="([^"]+)"', html)[1]  # type: ignore[index]
        form = {"simulation": sealed_in(html), "act": "answer", "question": fact, name: answers[fact]}
        html = read(client.post(HERE, form))
    assert len(seen) == len(set(seen)) == 4
    assert heading(html) == "Vous pouvez recevoir"
    assert "200\xa0€" in html
    assert "Prime vélo de Valmont" in html


def test_results_have_each_aid_in_its_group_and_none_of_elsewhere(client: Client, town: Any) -> None:
    html = step(client, WHO.saying(STATUS, "salarie"), "results")
    yes, no = html.index("Prime vélo de Valmont"), html.index("Pass étudiant de Valmont")
    check, over = html.index("Conseil en mobilité"), html.index("Prime vélo d’hier")
    titles = ["Pas pour vous aujourd’hui", "À vérifier sur leur page", "Ces aides sont terminées"]
    first, second, third = (html.index(title) for title in titles)
    assert yes < first < no < second < check < third < over
    assert "Prime d’ailleurs" not in html


def test_what_is_missing_is_named_and_can_be_answered_from_there(client: Client, town: Any) -> None:
    html = step(client, WHO.saying(STATUS, None), "results")
    assert "Il manque une réponse" in html
    assert f"change:{STATUS}" in html
    asked = step(client, WHO.saying(STATUS, None), f"change:{STATUS}")
    assert 'name="changing"' in asked


def test_a_skipped_question_is_not_asked_again(client: Client, town: Any) -> None:
    html = step(client, WHO, "skip", question=STATUS)
    assert 'name="question"' not in html
    assert "Il manque une réponse" in html


def test_changing_one_answer_keeps_the_others(client: Client, town: Any) -> None:
    situation = WHO.saying(STATUS, "salarie")
    asked = step(client, situation, f"change:{PRICE}")
    assert 'value="1\u202f000"' in asked
    name = re.search(r'name="(q-[^"]+)"', asked)[1]  # type: ignore[index]
    html = step(client, situation, "answer", question=PRICE, changing="1", **{name: "1500"})
    assert "300\xa0€" in html
    assert carrying.opened(sealed_in(html)) == situation.saying(PRICE, 1500.0)


def test_moving_keeps_the_answers(client: Client, town: Any) -> None:
    html = step(client, WHO, "town")
    moved = step(client, WHO, "moved", lieu="Paris 11e Arrondissement", commune="75111")
    assert 'value="moved"' in html
    assert "Prime d’ailleurs" in moved
    assert carrying.opened(sealed_in(moved)).said == WHO.said


def test_going_back_shows_the_question_before_with_its_answer(client: Client, town: Any) -> None:
    html = step(client, WHO, "back")
    assert 'name="question" value="' + PARTS in html
    assert 'value="1"' in html
    assert carrying.opened(sealed_in(html)) == WHO.before_last()
    assert 'name="lieu"' in step(client, Situation("99V01"), "back")


@pytest.mark.parametrize("typed", ["", "douze", "1e999", "9" * 30])
def test_an_answer_that_is_no_number_is_asked_again_in_words(client: Client, town: Any, typed: str) -> None:
    asked = step(client, Situation("99V01"), f"change:{PRICE}")
    name = re.search(r'name="(q-[^"]+)"', asked)[1]  # type: ignore[index]
    form = {"simulation": carrying.sealed(Situation("99V01")), "act": "answer", "question": PRICE, name: typed}
    html = read(client.post(HERE, form), 422)
    assert 'role="alert"' in html


@pytest.mark.parametrize("form", [{"simulation": "faux"}, {"simulation": "x" * 20_000}, {"simulation": ""}])
def test_a_form_that_is_not_ours_begins_again(client: Client, form: dict[str, str]) -> None:
    assert "ne peuvent plus être lues" in read(client.post(HERE, form), 422)


def test_a_form_too_old_begins_again(client: Client) -> None:
    sealed = carrying.sealed(WHO)
    assert carrying.opened(sealed) == WHO
    from unittest import mock

    later = clock.now().timestamp() + (carrying.LIFE + timedelta(minutes=1)).total_seconds()
    with mock.patch("django.core.signing.time.time", return_value=max(later, __import__("time").time() + 7 * 3600)):
        assert "ne peuvent plus être lues" in read(client.post(HERE, {"simulation": sealed}), 422)


def test_an_unknown_question_or_act_never_breaks(client: Client, town: Any) -> None:
    for act in ("answer", "skip", "change:rien", "change:", "autre", "back", "resume", "moved"):
        form = {"simulation": carrying.sealed(WHO), "act": act, "question": "localisation . epci"}
        assert client.post(HERE, form).status_code in (200, 422), act
    assert read(client.post(HERE, {"lieu": "Nulle-Part-sur-Rien"}), 422)


def test_one_aid_alone_is_asked_about_from_its_page(client: Client, town: Any) -> None:
    assert "Pass étudiant de Valmont" in read(client.get(f"{HERE}?aide=pass-etudiant"))
    html = read(client.post(HERE, {"lieu": "Valmont-sur-Isère", "commune": "99V01", "aide": "pass-etudiant"}))
    assert f'name="question" value="{STATUS}"' in html
    results = step(client, Situation("99V01", aid="pass-etudiant").saying(STATUS, "etudiant"), "results")
    assert "150\xa0€" in results
    assert "Prime vélo de Valmont" not in results


def test_nothing_is_stored_and_no_page_is_kept_by_others(client: Client, town: Any) -> None:
    facts, sessions = Fact.objects.count(), Session.objects.count()
    for act in ("results", "back", "skip", f"change:{PRICE}"):
        response = client.post(HERE, {"simulation": carrying.sealed(WHO), "act": act, "question": STATUS})
        assert response.headers["Cache-Control"] == "private, max-age=0"
        assert "sessionid" not in response.cookies
    assert (Fact.objects.count(), Session.objects.count()) == (facts, sessions)


def test_a_shared_link_opens_the_results_and_holds_its_answers_after_the_hash(client: Client, town: Any) -> None:
    html = step(client, WHO.saying(STATUS, "etudiant"), "results")
    path, _, link = re.search(r'href="(/simulateur/partage#[^"]+)"', html)[1].partition("#")  # type: ignore[index]
    assert "15000" not in html.replace("15\u202f000", "") or link
    assert read(client.get(path))
    opened = read(client.post(path, {"link": link}))
    assert heading(opened) == "Vous pouvez recevoir"
    assert "ne peuvent plus être lues" in read(client.post(path, {"link": "faux"}), 422)
    # The seal of a link is not the seal of a page, which wears out.
    assert "ne peuvent plus être lues" in read(client.post(HERE, {"simulation": link}), 422)
