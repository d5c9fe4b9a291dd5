"""Every mechanism of the language, one example at a time."""

from __future__ import annotations

from functools import cache

import pytest

from publicodes import Engine
from publicodes.mechanisms.chain import CHAIN
from publicodes.mechanisms.leaves import LEAVES
from tests.unit.publicodes.examples import CASES, Case, cases, close

_engine = cache(Engine)


@pytest.mark.parametrize("case", list(cases()), ids=str)
def test_an_example_gives_its_value_its_unit_and_what_is_missing(case: Case) -> None:
    found = _engine(case.rules).with_situation(case.given).evaluate(case.ask)
    assert close(found.value, case.value), found
    assert case.value == "undefined" or (found.unit or "") == case.unit
    assert found.missing == case.missing


def test_every_mechanism_has_an_example() -> None:
    written = CASES.read_text(encoding="utf-8")
    operators = {"+", "-", "*", "/", "//", "**", "<", "<=", ">", ">=", "=", "!=", "valeur", "formule", "constant"}
    missing = [key for key in (*LEAVES, *CHAIN) if key not in operators and key not in written]
    assert not missing


def test_operators_are_mechanisms_too() -> None:
    engine = Engine("a: 12\nb: 4")
    answers = {
        op: engine.evaluate({op: ["a", "b"]}).value for op in ("+", "-", "*", "/", "//", "**", "<", ">=", "=", "!=")
    }
    assert answers == {
        "+": 16, "-": 8, "*": 48, "/": 3, "//": 3, "**": 12**4, "<": False, ">=": True, "=": False, "!=": True
    }  # fmt: skip


def test_the_order_of_keys_changes_nothing() -> None:
    one = {"valeur": "12.345 €/mois", "unité": "€/an", "plafond": "10 €/mois", "arrondi": "oui"}
    other = dict(reversed(one.items()))
    assert Engine({}).evaluate(one) == Engine({}).evaluate(other)


def test_what_is_missing_comes_with_the_most_useful_first() -> None:
    engine = Engine("a:\nb:\nc:\n  applicable si: b\n  somme: [a, 1]\n")
    assert list(engine.evaluate("c").missing) == ["b", "a"]


def test_an_engine_of_another_situation_leaves_the_first_alone() -> None:
    engine = Engine("a:\nb: a * 2")
    three, four = engine.with_situation({"a": 3}), engine.with_situation({"a": 4})
    assert [each.evaluate("b").value for each in (three, four, three)] == [6, 8, 6]
    assert engine.evaluate("b").missing == {"a": 1}
    assert three.with_situation({}).evaluate("b").missing == {"a": 1}


def test_nullable_tells_whether_a_value_may_not_apply() -> None:
    engine = Engine("x: oui\na:\n  applicable si: x\n  valeur: 3\nb: 4\na . c: 5")
    assert {name: engine.evaluate(name).nullable for name in ("a", "b", "a . c", "x")} == {
        "a": True, "b": False, "a . c": True, "x": False
    }  # fmt: skip


def test_a_child_may_need_its_parents_conditions_while_the_parents_amount_needs_the_child() -> None:
    engine = Engine("x:\naide:\n  applicable si: x\n  valeur: part * 2\naide . part: 21")
    assert engine.with_situation({"x": "oui"}).evaluate("aide").value == 42
    assert engine.with_situation({"x": "non"}).evaluate("aide . part").value is None


def test_what_was_asked_before_changes_no_answer() -> None:
    rules = """
région: 0 €
aide:
  remplace: région
  applicable si:
    toutes ces conditions:
      - habite
      - abonné
  valeur: 500 €
aide . abonné:
  question: Êtes-vous abonné ?
  par défaut: oui
habite:
total: région + 1 €
"""
    asked_first = Engine(rules).with_situation({"habite": "oui"})
    assert asked_first.evaluate("aide").value == 500
    assert asked_first.evaluate("total").value == 501
    assert Engine(rules).with_situation({"habite": "oui"}).evaluate("total").value == 501
