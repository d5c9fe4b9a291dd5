"""Rules made with a form: any shape gives a text that holds, and amounts a direct computation agrees with."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mob.catalogue.types import RulesContent
from mob.eligibility import facts
from mob.eligibility.shapes import (
    Bonus,
    Bracket,
    Condition,
    Grant,
    Measure,
    Place,
    Shape,
    Source,
    from_json,
    problems,
    text_of,
    to_json,
    writing,
)
from mob.eligibility.types import Outcome
from mob.eligibility.verdicts import verdict
from mob.kernel.money import Cents, from_rule
from publicodes import Engine
from tests.unit.eligibility.shape_strategies import SHAPES, Person, cents, direct, is_half_a_cent, people


def engine_of(shape: Shape) -> Engine:
    return Engine.from_texts([("faits", facts.base()), ("aide", text_of(shape))])


def situation(engine: Engine, shape: Shape, person: Person) -> dict[str, object]:
    text = writing.quoted
    known: dict[str, object] = {
        writing.AGE: person.age,
        writing.STATUS: text(person.status),
        writing.DISABILITY: person.is_disabled,
        writing.INCOME: person.income,
        writing.FAMILY_QUOTIENT: person.family_quotient,
        writing.PRICE: float(person.price),
        writing.STATE: text(person.state),
        writing.KIND: text(person.kind),
        **{writing.PLACES[kind]: "'ailleurs'" for kind in writing.PLACES},
        **{writing.PLACES[kind]: text(value) for kind, value in person.place},
        "aide . dépense": float(person.price),
        "aide . rattachement": text(person.institution),
        **{f"aide . réponse {number}": yes for number, yes in enumerate(person.yes, 1)},
    }
    return {name: value for name, value in known.items() if name in engine.rules}


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_any_shape_gives_rules_without_a_remark_and_amounts_a_direct_computation_agrees_with(
    data: st.DataObject,
) -> None:
    shape = data.draw(SHAPES)
    engine = engine_of(shape)
    assert engine.check() == []
    for _ in range(4):
        person = data.draw(people(shape))
        answer = engine.with_situation(situation(engine, shape, person)).evaluate("aide")  # type: ignore[arg-type]
        expected = direct(shape, person)
        assert answer.missing == {}
        if expected is None:
            assert answer.value is None
        else:
            assert isinstance(answer.value, float)
            off = abs(from_rule(answer.value) - cents(expected))
            assert off == 0 or (off == 1 and is_half_a_cent(expected)), (answer.value, expected)


@settings(max_examples=50, deadline=None)
@given(SHAPES)
def test_a_shape_kept_opens_again_as_it_was(shape: Shape) -> None:
    assert from_json(to_json(shape)) == shape


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "nul", '{"edition": 99}', '{"edition": 1}', '{"edition": 1, "brackets": [3]}']
)
def test_what_another_edition_wrote_opens_an_empty_form_and_no_error(text: str) -> None:
    assert from_json(text) is None


WHOLE = Shape(
    brackets=(
        Bracket(Grant(percent=Decimal(40), cap=Cents(400_00)), Cents(15_400_00)),
        Bracket(Grant(percent=Decimal("12.5"), cap=Cents(200_50)), Cents(22_000_00)),
    ),
    bonuses=(Bonus(Cents(100_00)), Bonus(Cents(50_00), "Achetez-vous aussi un casque ?")),
    ceiling=Cents(500_00),
    minimum_age=18,
    places=(Place("epci", "200046977", "Métropole de Lyon"),),
    sources=((Condition.MINIMUM_AGE, Source("Article 2 du règlement", "https://exemple.fr/reglement")),),
)


def test_the_text_reads_as_its_author_would_write_it() -> None:
    assert text_of(WHOLE) == (
        """\
aide:
  titre: Montant de l’aide
  applicable si:
    toutes ces conditions:
      - lieu
      - âge minimum
      - revenu
  somme:
    - montant de base
    - supplément handicap
    - supplément 2
  plafond: 500 €

aide . lieu:
  titre: Habiter Métropole de Lyon
  valeur: localisation . epci = 'Métropole de Lyon'

aide . âge minimum:
  titre: Avoir au moins 18 ans
  valeur: demandeur . âge >= 18 an
  références:
    Article 2 du règlement: "https://exemple.fr/reglement"

aide . revenu:
  titre: Avoir un revenu fiscal de référence par part de 22\u202f000\u00a0€ par an au plus
  valeur: revenu fiscal de référence par part <= 22000 €/an

aide . montant de base:
  titre: Montant de base
  variations:
    - si: revenu fiscal de référence par part <= 15400 €/an
      alors:
        valeur: 40% * vélo . prix
        plafond: 400 €
    - sinon:
        valeur: 12.5% * vélo . prix
        plafond: 200.50 €

aide . supplément handicap:
  titre: Supplément pour une personne en situation de handicap
  applicable si: demandeur . en situation de handicap
  valeur: 100 €

aide . supplément 2:
  titre: "Supplément : Achetez-vous aussi un casque ?"
  applicable si: aide . réponse 2
  valeur: 50 €

aide . réponse 2:
  titre: Achetez-vous aussi un casque ?
  question: Achetez-vous aussi un casque ?
  type: booléen
"""
    )


def test_only_what_the_shape_needs_is_asked() -> None:
    shape = Shape(brackets=(Bracket(Grant(amount=Cents(100_00))),), minimum_age=18)
    assert list(engine_of(shape).evaluate("aide").missing) == [writing.AGE]


FIXED = Bracket(Grant(amount=Cents(100_00)))


@pytest.mark.parametrize(
    ("shape", "code", "pointer"),
    [
        (Shape(()), "rules_no_amount", "brackets.0.amount"),
        (Shape((Bracket(Grant()),)), "rules_amount_or_percent", "brackets.0.amount"),
        (Shape((Bracket(Grant(Cents(1), Decimal(1))),)), "rules_amount_or_percent", "brackets.0.amount"),
        (Shape((Bracket(Grant(Cents(1), cap=Cents(1))),)), "rules_cap_without_percent", "brackets.0.cap"),
        (Shape((Bracket(Grant(percent=Decimal("NaN"))),)), "rules_percent", "brackets.0.percent"),
        (Shape((Bracket(Grant(percent=Decimal("100.01"))),)), "rules_percent", "brackets.0.percent"),
        (Shape((Bracket(Grant(percent=Decimal("1.001"))),)), "rules_percent", "brackets.0.percent"),
        (Shape((Bracket(Grant(Cents(0))),)), "rules_nought", "brackets.0.amount"),
        (Shape((FIXED, FIXED)), "rules_bracket_after_last", "brackets.1.up_to"),
        (
            Shape((Bracket(FIXED.grant, Cents(200)), Bracket(FIXED.grant, Cents(200)))),
            "rules_bracket_order",
            "brackets.1.up_to",
        ),
        (Shape((FIXED,), floor=Cents(2), ceiling=Cents(1)), "rules_bounds_inverted", "ceiling"),
        (Shape((FIXED,), minimum_age=30, maximum_age=20), "rules_bounds_inverted", "maximum_age"),
        (Shape((FIXED,), minimum_age=121), "rules_age", "minimum_age"),
        (Shape((FIXED,), minimum_price=Cents(2), maximum_price=Cents(1)), "rules_bounds_inverted", "maximum_price"),
        (Shape((FIXED,), kinds=("trottinette",)), "rules_choice_unknown", "kinds"),
        (Shape((FIXED,), state="cassé"), "rules_choice_unknown", "state"),
        (Shape((FIXED,), bonuses=(Bonus(Cents(1)), Bonus(Cents(2)))), "rules_bonus_twice", "bonuses.1.question"),
        (Shape((FIXED,), institutions=("x" * 201,)), "aid_text_too_long", "institutions"),
        (Shape((FIXED,), maximum_income=Cents(-1)), "rules_amount_range", "maximum_income"),
        (Shape((FIXED,) * 13), "aid_too_many", "brackets"),
    ],
)
def test_a_shape_that_says_nothing_sure_is_refused_where_it_says_it(shape: Shape, code: str, pointer: str) -> None:
    assert (code, pointer) in [(each.code, each.pointer) for each in problems(shape)]


def test_brackets_of_family_quotient_read_the_quotient() -> None:
    shape = Shape(
        (Bracket(Grant(Cents(300_00)), Cents(600_00)), Bracket(Grant(Cents(100_00)))), measure=Measure.FAMILY_QUOTIENT
    )
    engine = engine_of(shape)
    assert engine.with_situation({writing.FAMILY_QUOTIENT: 600}).evaluate("aide").value == 300
    assert engine.with_situation({writing.FAMILY_QUOTIENT: 601}).evaluate("aide").value == 100


def test_who_fails_a_condition_reads_its_title_and_the_article_that_says_it() -> None:
    rules = RulesContent("aide", text=text_of(WHOLE))
    found = verdict(rules, {facts.COMMUNE: "69123", writing.AGE: 16}, on=date(2026, 3, 1))
    first = found.reasons[0]
    assert (first.text, first.outcome) == ("Avoir au moins 18 ans", Outcome.NOT_MET)
    assert (first.source_title, first.source_url) == ("Article 2 du règlement", "https://exemple.fr/reglement")
