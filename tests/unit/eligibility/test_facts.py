"""The registry of facts: every question has its words, and an answer is taken only as the rules expect it."""

from __future__ import annotations

from datetime import date

import pytest

from mob.catalogue.rules import content_problems
from mob.catalogue.types import AidContent, AidTexts, FieldKind
from mob.eligibility import facts
from mob.eligibility.types import KnownBy
from publicodes import Engine

ENGINE = Engine.from_texts([("faits", facts.base())])


def test_the_base_of_facts_has_no_mistake():
    assert ENGINE.check() == []


def test_every_question_of_the_base_has_its_place_and_words_and_every_word_its_fact():
    asked = {name for name, rule in ENGINE.rules.items() if rule.question is not None} | {facts.DATE}
    assert set(facts.registry()) == asked


def test_choices_have_the_words_of_each_answer_the_rules_accept():
    for name, kind in facts.registry().items():
        assert {choice.value for choice in kind.choices} == set(facts.choices_of(ENGINE.rules[name])), name
        assert all(choice.label.fr and choice.label.en for choice in kind.choices)


def test_questions_are_short_and_in_both_languages():
    for kind in facts.registry().values():
        assert kind.title.fr
        assert kind.title.en
        if kind.known_by is KnownBy.ANSWER:
            assert kind.question.en
            assert len(kind.question.fr.split()) <= 18
            assert not kind.hint.fr or kind.hint.en


def test_every_fact_becomes_a_question_the_catalogue_keeps():
    fields = tuple(facts.field(kind) for kind in facts.registry().values())
    for field in fields:
        assert content_problems(AidContent(AidTexts(), fields=(field,))) == ()
    assert len({field.code for field in fields}) == len(fields)


@pytest.mark.parametrize(
    ("name", "answer", "taken"),
    [
        ("vélo . prix", "1200.50", 1200.5),
        ("vélo . prix", 900, 900.0),
        ("vélo . prix", True, None),
        ("vélo . prix", "cher", None),
        ("vélo . prix", float("nan"), None),
        ("vélo . prix", "1e999", None),
        ("demandeur . en situation de handicap", True, True),
        ("demandeur . en situation de handicap", "oui", None),
        ("vélo . type", "cargo électrique", "'cargo électrique'"),
        ("vélo . type", "cargo-electrique", "'cargo électrique'"),
        ("demandeur . statut", "demandeur-demploi", "'demandeur d'emploi'"),
        ("vélo . type", "trottinette", None),
        ("vélo . type", 3, None),
        ("achat . date", "2026-02-28", date(2026, 2, 28)),
        ("achat . date", "2026-02-31", None),
        ("inconnu", 3, None),
    ],
)
def test_an_answer_is_taken_only_as_the_rules_expect_it(name, answer, taken):
    assert facts.given(ENGINE, name, answer) == taken


def test_a_text_holds_whatever_was_typed_and_is_never_an_expression():
    typed = "x' = 'x"
    given = facts.given(ENGINE, "demandeur . établissement de rattachement", typed)
    assert (
        ENGINE.with_situation({"demandeur . établissement de rattachement": given})
        .evaluate("demandeur . établissement de rattachement")
        .value
        == typed
    )


def test_a_question_of_one_aid_is_asked_in_its_own_words():
    engine = Engine.from_texts(
        [
            ("faits", facts.base()),
            ("aide", "aide: 1 €\naide . carte famille:\n  question: Avez-vous la carte famille ?\n  type: booléen"),
        ]
    )
    kind = facts.fact(engine, "aide . carte famille")
    assert kind is not None
    assert (kind.question.fr, kind.kind, kind.code) == (
        "Avez-vous la carte famille ?",
        FieldKind.YES_NO,
        "carte-famille",
    )


def test_age_is_that_of_the_day_and_a_birth_to_come_tells_nothing():
    told = facts.of_person(birth_date=date(2008, 6, 2), commune="69123", on=date(2026, 6, 1))
    assert told == {facts.AGE: 17, facts.COMMUNE: "69123"}
    assert facts.of_person(birth_date=date(2030, 1, 1), commune=None, on=date(2026, 6, 1)) == {}


def test_stored_answers_are_known_by_the_fact_of_their_question():
    fields = {"prix": "vélo . prix", "couleurs": "vélo . couleurs", "note": ""}
    assert facts.from_answers(fields, {"prix": "900", "couleurs": ["a"], "note": "bonjour"}) == {"vélo . prix": "900"}
