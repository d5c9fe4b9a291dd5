"""What stands in the way of rules before anybody depends on them, with the line; and the questions they make."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from mob.catalogue.types import AidContent, AidTexts, FieldKind, Outcome, Problem, RuleExample, RulesContent
from mob.eligibility.desk import Desk
from mob.kernel.money import Cents
from mob.kernel.texts import text_of

DAY, FUNDER = date(2026, 3, 1), UUID(int=1)
GOOD = "aide:\n  applicable si: vélo . prix > 100 €\n  valeur: 20% * vélo . prix\n  plafond: 200 €"
PAID = RuleExample("vélo à 500 €", (("vélo . prix", 500),), Outcome.ELIGIBLE, Cents(10_000))


def problems(text: str, *examples: RuleExample) -> tuple[Problem, ...]:
    content = AidContent(AidTexts(), rules=RulesContent("aide", text=text, examples=examples or (PAID,)))
    found = Desk().problems(content, funder_id=FUNDER, today=DAY)
    for problem in found:
        assert text_of(problem.code, "fr", **dict(problem.params))
        assert text_of(problem.code, "en", **dict(problem.params))
    return found


def test_rules_that_answer_their_examples_are_published():
    refused = RuleExample("trop bon marché", (("vélo . prix", 50),), Outcome.INELIGIBLE)
    unknown = RuleExample("sans prix", (), Outcome.UNDETERMINED)
    assert problems(GOOD, PAID, refused, unknown) == ()


def test_an_aid_without_rules_has_nothing_to_mend():
    assert Desk().problems(AidContent(AidTexts()), funder_id=FUNDER, today=DAY) == ()


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("aide:\n  valeur: vélo . prixx", 2, "vélo . prix »"),
        ("aide:\n  valeur: 3 €\n   plafond: 2 €", 3, "YAML"),
        ("aide: 3 €\nvélo . prix: 2 €", 2, "n’est pas sous"),
        ("aide: 3 €\nautre: 2 €", 2, "aide . autre"),
        ("aide:\n  valeur: 3 €\n  remplace: vélo . prix", 1, "ne peut pas remplacer"),
        ("aide: 1 / 0", 1, "zéro"),
        ("aide: 3 km", 1, "euros"),
        ("aide: \"'beaucoup'\"", 1, "euros"),
        ("aide: 3 € + 2 km", 1, "unités"),
        ("aide: aide . b\naide . b: aide", 1, "en rond"),
        ("aide:\n  applicable si: non\n  valeur: 3 €", 2, "personne"),
        ("aide:\n  valeur: 3 €\n  plafnod: 2 €", 3, "plaf"),
        ("aide: 31/02/2026", 1, "n’existe pas"),
        ("aide:\n  applicable si: vélo . type = 'trottinette'\n  valeur: 3 €", 2, "choix"),
    ],
)
def test_a_mistake_is_told_with_its_line(text, line, word):
    found = [dict(problem.params) for problem in problems(text)]
    assert any(each.get("line") == line and word in str(each.get("message")) for each in found), found


@pytest.mark.parametrize("text", ["- a\n- b", "vélo . prix: 3 €", "aide:" + " (" * 500, "a: b\n" * 10_000])
def test_what_is_no_rule_of_an_aid_is_told_and_the_list_is_short(text):
    assert 0 < len(problems(text)) <= 20


def test_an_example_that_comes_out_otherwise_is_named_with_what_comes_out():
    wrong = RuleExample("peu", (("vélo . prix", 500),), Outcome.ELIGIBLE, Cents(1))
    assert [(p.code, p.pointer, dict(p.params)["found"]) for p in problems(GOOD, wrong)] == [
        ("rule_example_amount", "rules.examples.0", "100\u00a0€")
    ]
    refused = RuleExample("refusé", (("vélo . prix", 500),), Outcome.INELIGIBLE)
    missing = RuleExample("manque", (), Outcome.ELIGIBLE)
    assert [p.code for p in problems(GOOD, PAID, refused, missing)] == [
        "rule_example_not_ineligible",
        "rule_example_not_eligible",
    ]


def test_rules_that_pay_nobody_cannot_have_the_example_that_is_asked():
    nobody = RuleExample("personne", (("vélo . prix", 50),), Outcome.INELIGIBLE)
    assert [p.code for p in problems(GOOD, nobody)] == ["rule_example_missing"]


@pytest.mark.parametrize("answer", [("prix du velo", 3), ("vélo . prix", "cher"), ("vélo . type", "trottinette")])
def test_an_example_with_an_unknown_name_or_a_wrong_answer_is_told(answer):
    assert [p.code for p in problems(GOOD, RuleExample("faux", (answer,), Outcome.ELIGIBLE))] == ["rule_example_answer"]


def test_a_computation_that_fails_tells_its_author_why():
    text = "aide:\n  valeur: 100 € / (vélo . prix - 500 €) * 1 €"
    assert "zéro" in str(problems(text)[0].params)


def test_rules_become_questions_and_what_cannot_be_read_becomes_none():
    fields = Desk().questions(RulesContent("aide", text=GOOD))
    assert [(field.fact, field.kind, field.is_required) for field in fields] == [
        ("vélo . prix", FieldKind.NUMBER, True)
    ]
    assert Desk().questions(RulesContent("aide", text="- a")) == ()


def test_a_question_asked_of_some_only_may_be_left_empty():
    text = (
        GOOD
        + "\naide . bonus:\n  question: Avez-vous la carte ?\n  type: booléen\n  applicable si: vélo . prix > 1000 €\n"
    )
    text = (
        text.replace("20% * vélo . prix", "20% * vélo . prix + aide . en plus")
        + "aide . en plus:\n  applicable si: aide . bonus\n  valeur: 5 €\n"
    )
    required = {field.fact: field.is_required for field in Desk().questions(RulesContent("aide", text=text))}
    assert required == {"vélo . prix": True, "aide . bonus": False}
