"""What must hold for a rule to apply, told one condition at a time; each is needed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publicodes import Engine

RULES = """
revenu:
  question: Combien ?
  type: nombre
  unité: €/an
neuf:
  question: Neuf ?
  type: booléen
type:
  question: Lequel ?
  une possibilité: [ville, cargo]
prix:
  question: Prix ?
  type: nombre
  unité: €
aide:
  applicable si:
    toutes ces conditions:
      - revenu <= 15000 €/an
      - aide . pour qui
  non applicable si:
    une de ces conditions:
      - prix < 100 €
      - aide . déjà
  valeur:
    variations:
      - si: neuf
        alors: 20% * prix
      - sinon: 0 €
  plafond:
    variations:
      - si: type = 'cargo'
        alors: 600 €
      - si: type = 'ville'
        alors: 300 €
      - sinon: 0 €
aide . pour qui:
  toutes ces conditions:
    - neuf
    - type = 'cargo'
aide . déjà:
  question: Déjà reçue ?
  type: booléen
"""
QUESTION = "a:\n  question: A ?\n  type: booléen\naide:\n"
CASES = "    variations:\n      - si: a\n        alors: 3 €\n"
ENGINE = Engine(RULES)


def outcomes(situation: dict[str, str | float | bool]) -> list[bool | None]:
    return [each.met for each in ENGINE.with_situation(situation).requirements("aide")]


def test_a_condition_of_ones_own_is_told_by_what_it_holds():
    found = ENGINE.requirements("aide")
    assert [(each.rule, each.wanted) for each in found] == [
        ("aide", True),
        ("aide . pour qui", True),
        ("aide . pour qui", True),
        ("aide", False),
        ("aide", False),
        ("aide", True),
        ("aide", True),
    ]


def test_without_an_answer_each_says_what_would_tell():
    found = ENGINE.requirements("aide")
    assert {each.met for each in found} == {None}
    assert found[0].missing == {"revenu": 1}


def test_a_condition_that_must_not_hold_is_met_when_it_does_not():
    assert outcomes({"prix": 50, "aide . déjà": False})[3:5] == [False, True]


def test_a_ceiling_of_nought_is_told_by_its_cases_and_an_open_one_is_not():
    assert outcomes({"type": "'cargo'"})[-1] is True
    open_one = Engine(QUESTION + "  valeur: 5 €\n  plafond:\n" + CASES)
    assert open_one.requirements("aide") == ()


def test_under_a_floor_a_case_of_nought_still_gives_the_floor():
    floor = Engine(QUESTION + "  valeur:\n" + CASES + "      - sinon: 0 €\n  plancher: 1 €")
    assert floor.requirements("aide") == ()


SITUATIONS = st.fixed_dictionaries(
    {},
    optional={
        "revenu": st.integers(14_000, 16_000),
        "neuf": st.booleans(),
        "type": st.sampled_from(["'ville'", "'cargo'"]),
        "prix": st.integers(0, 5_000),
        "aide . déjà": st.booleans(),
    },
)


# A loaded machine is not a wrong answer.
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SITUATIONS)
def test_one_that_fails_is_enough_and_all_that_hold_pay(situation):
    person = ENGINE.with_situation(situation)
    found = person.requirements("aide")
    result = person.evaluate("aide")
    if any(each.met is False for each in found):
        assert not (isinstance(result.value, float) and result.value > 0)
    if all(each.met for each in found):
        assert not result.missing
        assert result.value == pytest.approx(min(situation["prix"] * 0.2, 600))
