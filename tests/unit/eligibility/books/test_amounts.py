"""What a rule can give at most is read without computing it, and never promised higher than it pays."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mob.eligibility.books.amounts import Case, cases, most
from publicodes import Engine

PRICES = {
    "vélo": None,
    "vélo . prix": {"question": "?", "unité": "€"},
    "vélo . cargo": {"question": "?", "type": "booléen"},
}


def read(rule: object) -> tuple[Case, ...]:
    return cases(Engine(PRICES | {"aide": rule}).model, "aide")


@pytest.mark.parametrize(
    ("rule", "top"),
    [
        ({"valeur": "200 €"}, 200),
        ({"valeur": "50 % * vélo . prix", "plafond": "400 €"}, 400),
        ({"valeur": "50 % * vélo . prix"}, None),
        ({"valeur": "300 €", "plafond": "vélo . prix"}, 300),
        ({"variations": [{"si": "vélo . cargo", "alors": "600 €"}, {"sinon": "100 €"}]}, 600),
        ({"somme": ["100 €", "250 €"]}, 350),
        ({"le minimum de": ["100 €", "50 % * vélo . prix"]}, 100),
        ({"valeur": "300 € - 20 % * vélo . prix"}, 300),
        ({"applicable si": "vélo . cargo", "valeur": "80 €"}, 80),
        ({"variations": [{"si": "vélo . cargo", "alors": "vélo . prix"}, {"sinon": "100 €"}]}, None),
    ],
)
def test_the_most_of_a_rule(rule, top):
    assert most(read(rule)) == top


def test_cases_that_give_nothing_are_not_told():
    found = read({"variations": [{"si": "vélo . cargo", "alors": "600 €"}, {"sinon": "0 €"}]})
    assert [case.most for case in found] == [600]


@settings(max_examples=40, deadline=None)
@given(
    share=st.integers(1, 100),
    cap=st.integers(1, 2000),
    other=st.integers(0, 2000),
    price=st.integers(0, 10_000),
    is_cargo=st.booleans(),
)
def test_nobody_is_paid_more_than_the_most_told(share, cap, other, price, is_cargo):
    rule = {
        "variations": [
            {"si": "vélo . cargo", "alors": {"valeur": f"{share} % * vélo . prix", "plafond": f"{cap} €"}},
            {"sinon": f"{other} €"},
        ]
    }
    engine = Engine(PRICES | {"aide": rule})
    top = most(cases(engine.model, "aide"))
    paid = engine.with_situation({"vélo . prix": price, "vélo . cargo": is_cargo}).evaluate("aide").value
    assert top is not None
    assert paid <= top
