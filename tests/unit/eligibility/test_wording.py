"""Conditions as a person reads them: « vélo cargo, ou vélo adapté à un handicap et 18 ans ou plus »."""

from __future__ import annotations

import json

import pytest

from mob.eligibility import facts
from mob.eligibility.wording import Teller, raised
from publicodes import Engine
from publicodes.nodes import Applicable

_OWN = """\

abonné:
  question: Êtes-vous abonné au TER ?
  par défaut: non
foyer . imposable: oui
"""
CARGO, FOLDING, ADAPTED = "vélo . cargo", "vélo . pliant", "vélo . adapté"
ADULT, DISABLED = "demandeur . âge . majeur", "demandeur . en situation de handicap"
RICH = "revenu fiscal de référence par part <= 22983 €/an"
Condition = str | dict[str, list["Condition"]]


def one(*items: Condition) -> Condition:
    return {"une de ces conditions": list(items)}


def every(*items: Condition) -> Condition:
    return {"toutes ces conditions": list(items)}


def told(condition: Condition, *, wanted: bool = True) -> str:
    """The sentence of a condition, with ordinary spaces."""
    rules = json.dumps({"aide": {"applicable si": condition, "valeur": "1 €"}})
    engine = Engine.from_texts([("faits", facts.base()), ("aide", rules + "\n"), ("question", _OWN)])
    body = engine.rules["aide"].body
    assert isinstance(body, Applicable)
    found = Teller(engine, "aide").told(body.test, wanted)
    return raised(found).replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("condition", "holds", "does_not"),
    [
        ("abonné", "« Êtes-vous abonné au TER ? » : oui", "« Êtes-vous abonné au TER ? » : non"),
        (DISABLED, "Être en situation de handicap", "Sauf situation de handicap"),
        (CARGO, "Vélo cargo", "Sauf vélo cargo"),
        ("foyer . imposable", "Avoir un foyer imposable", "Foyer non imposable"),
        (RICH, "Revenu fiscal de référence par part : 22 983 € par an au plus", ""),
    ],
)
def test_one_condition_is_a_phrase(condition: str, holds: str, does_not: str) -> None:
    assert told(condition) == holds
    assert not does_not or told(condition, wanted=False) == does_not


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (one(CARGO, FOLDING), "Vélo cargo ou vélo pliant"),
        (one(CARGO, FOLDING, ADAPTED), "Vélo cargo, vélo pliant ou vélo adapté à un handicap"),
        (one(CARGO, one(FOLDING, ADAPTED)), "Vélo cargo, vélo pliant ou vélo adapté à un handicap"),
        (
            one(RICH, DISABLED),
            "Revenu fiscal de référence par part : 22 983 € par an au plus, ou être en situation de handicap",
        ),
        (one(CARGO, every(FOLDING, ADULT)), "Vélo cargo, ou vélo pliant et avoir 18 ans ou plus"),
        (
            one(CARGO, every(FOLDING, ADULT), ADAPTED),
            "Vélo cargo ; vélo pliant et avoir 18 ans ou plus ; ou vélo adapté à un handicap",
        ),
        (every(ADULT, one(CARGO, FOLDING)), "Avoir 18 ans ou plus et (vélo cargo ou vélo pliant)"),
        (every(ADULT, every(CARGO, FOLDING)), "Avoir 18 ans ou plus, vélo cargo et vélo pliant"),
    ],
)
def test_several_are_one_sentence_that_says_what_goes_with_what(condition: Condition, words: str) -> None:
    assert told(condition) == words


def test_none_and_not_all_are_said_so() -> None:
    assert told(one(CARGO, FOLDING), wanted=False) == "Ni vélo cargo, ni vélo pliant"
    assert told(every(CARGO, ADULT), wanted=False) == "Pas à la fois vélo cargo et avoir 18 ans ou plus"


def test_what_would_be_too_long_is_announced() -> None:
    many = one(*[f"{RICH[:-7]}{number} €/an" for number in range(10_000, 10_004)])
    assert told(many) == "L’un des cas que l’aide prévoit"
    assert told(many, wanted=False) == "Aucun des cas que l’aide écarte"
