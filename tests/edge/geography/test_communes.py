"""The field of a commune: what it suggests, how its answer is read, and that it works without JavaScript."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils import translation

from mob.geography import selectors
from mob.geography.types import Commune
from mob.web import communes

pytestmark = pytest.mark.urls("mob.web.urls")
SRC = Path(communes.__file__).parent


def _read(code: str = "", text: str = "") -> Commune | list[Commune] | None:
    return communes.read_place({"commune": code, "lieu": text})


def _field(place: communes.PlaceAnswer | None = None) -> str:
    template = Template('{% load communes %}{% commune_field label="Où ?" hint="Commune ou code postal" place=place %}')
    return template.render(Context({"place": place}))


@pytest.mark.django_db
def test_suggestions_come_as_json(client: Client) -> None:
    answer = client.get("/communes", {"q": "valmont-sur"})
    assert answer.status_code == 200
    assert answer.json() == [
        {
            "code": "99V01",
            "name": "Valmont-sur-Isère",
            "detail": "38950, Isère",
            "text": "Valmont-sur-Isère (38950)",
        }
    ]


@pytest.mark.django_db
def test_suggestions_may_be_kept_by_any_cache(client: Client) -> None:
    answer = client.get("/communes", {"q": "lyon"})
    assert answer["Cache-Control"] == "public, max-age=86400"
    assert "Cookie" not in answer.get("Vary", "")
    assert not answer.cookies


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", "?q=", "?q=%00", "?q=%FF%FE", "?q=" + "a" * 5000, "?autre=1", "?q=a&q=zzzzzz"])
def test_a_strange_question_gets_an_empty_list(client: Client, query: str) -> None:
    answer = client.get(f"/communes{query}")
    assert (answer.status_code, answer.json()) == (200, [])


@pytest.mark.django_db
def test_suggestions_are_only_read(client: Client) -> None:
    assert client.post("/communes", {"q": "lyon"}).status_code == 405


@pytest.mark.django_db
def test_suggestions_ask_the_database_nothing(client: Client, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_num_queries(0):
        client.get("/communes", {"q": "lyon"})


def test_a_chosen_suggestion_is_read_by_its_code() -> None:
    for code in ("69123", "01004", "2A004", "97411", "99V01", "75113"):
        place = selectors.commune(code)
        assert place is not None
        assert _read(code, communes.label_of(place)) == place


def test_what_is_shown_in_the_field_is_read_back_without_its_code() -> None:
    table = selectors.table()
    for row in range(0, len(table.codes), 97):
        place = table.commune(row)
        found = _read(text=communes.label_of(place))
        assert place in (found if isinstance(found, list) else [found]), place


def test_text_edited_after_a_choice_wins_over_its_code() -> None:
    found = _read("69123", "Grenoble")
    assert isinstance(found, Commune)
    assert found.name == "Grenoble"


def test_a_radio_button_chosen_among_homonyms_is_believed() -> None:
    found = _read("93066", "saint denis")
    assert isinstance(found, Commune)
    assert found.department == "93"


def test_several_communes_are_all_offered() -> None:
    found = _read(text="Sainte-Colombe")
    assert isinstance(found, list)
    assert len(found) > 8


def test_an_address_with_the_code_alone_is_enough() -> None:
    found = _read("69123")
    assert isinstance(found, Commune)
    assert found.name == "Lyon"


def test_text_written_where_the_code_goes_is_still_understood() -> None:
    found = _read("grenoble")
    assert isinstance(found, Commune)
    assert found.name == "Grenoble"


@pytest.mark.parametrize(("code", "text"), [("", ""), ("  ", "  "), ("99999", ""), ("99999", "zzzz"), ("", "zzzz")])
def test_nothing_known_is_no_place(code: str, text: str) -> None:
    assert _read(code, text) is None


def test_other_names_of_fields_serve_a_page_that_asks_twice() -> None:
    found = communes.read_place({"work": "69123", "work_text": "Lyon (69)"}, code_name="work", text_name="work_text")
    assert isinstance(found, Commune)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Écrivez le nom de votre commune ou son code postal."),
        ("zzzz", "Nous ne connaissons pas cette commune. Vérifiez l’orthographe, ou écrivez le code postal."),
        ("Saint-Denis", "Plusieurs communes correspondent. Choisissez la vôtre."),
    ],
)
def test_the_error_says_what_to_do_and_keeps_what_was_typed(text: str, words: str) -> None:
    data = {"lieu": text}
    with translation.override("fr"):
        answer = communes.answer_of(data, communes.read_place(data))
    assert (answer.text, answer.error) == (text, words)


def test_the_field_without_javascript_has_label_hint_and_no_inline_code() -> None:
    html = _field()
    assert '<label for="lieu">Où ?</label>' in html
    assert 'aria-describedby="lieu-hint"' in html
    assert '<input type="hidden" name="commune" value="">' in html
    assert "style=" not in html
    assert not re.search(r"\son\w+=", html)
    assert re.findall(r"<script[^>]*>(.*?)</script>", html) == [""]


def test_an_error_is_tied_to_the_field() -> None:
    html = _field(communes.PlaceAnswer(text="<b>", error="Inconnue"))
    assert 'value="&lt;b&gt;"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="lieu-hint lieu-error"' in html


def test_homonyms_become_radio_buttons_that_send_the_code() -> None:
    data = {"lieu": "saint denis 93"}
    several = communes.answer_of(data, selectors.suggest("saint denis"))
    html = _field(several)
    assert html.count('type="radio"') == len(several.choices) == 8
    assert 'name="commune" value="93066"' in html
    assert 'type="hidden"' not in html
    assert "93, Seine-Saint-Denis" in html


def test_a_place_found_fills_the_field() -> None:
    data = {"lieu": "valmont sur isere"}
    html = _field(communes.answer_of(data, communes.read_place(data)))
    assert 'value="Valmont-sur-Isère (38950)"' in html
    assert '<input type="hidden" name="commune" value="99V01">' in html


def test_the_script_is_light() -> None:
    import gzip

    assert len(gzip.compress((SRC / "static/mob/commune-field.js").read_bytes())) <= 3_000
