"""The conditions French catalogues of aids use most can all be written in a funder's own text, and decide."""

from __future__ import annotations

import json
from datetime import date

import pytest

from mob.catalogue.types import Answer, Outcome, RulesContent
from mob.eligibility.desk import mistakes
from mob.eligibility.verdicts import verdict

ON = date(2026, 3, 11)
LYON, COLMAR = "69123", "68066"
PLACE = "localisation . code insee"


@pytest.mark.parametrize(
    ("condition", "met", "not_met"),
    [
        ("demandeur . âge >= 18 an", {"demandeur . âge": 18.0}, {"demandeur . âge": 17.0}),
        ("demandeur . âge < 26 an", {"demandeur . âge": 25.0}, {"demandeur . âge": 26.0}),
        ("localisation . région = '84'", {PLACE: LYON}, {PLACE: COLMAR}),
        ("localisation . département = '69'", {PLACE: LYON}, {PLACE: COLMAR}),
        ("localisation . code insee = '68066'", {PLACE: COLMAR}, {PLACE: LYON}),
        (
            {"une de ces conditions": ["localisation . code insee = '68066'", "localisation . code insee = '68224'"]},
            {PLACE: COLMAR},
            {PLACE: LYON},
        ),
        (
            "foyer . quotient familial <= 900 €/mois",
            {"foyer . quotient familial": 900.0},
            {"foyer . quotient familial": 901.0},
        ),
        (
            "demandeur . statut = 'étudiant'",
            {"demandeur . statut": "étudiant"},
            {"demandeur . statut": "retraité"},
        ),
        (
            "demandeur . établissement de rattachement = 'Université de Valmont'",
            {"demandeur . établissement de rattachement": "Université de Valmont"},
            {"demandeur . établissement de rattachement": "Lycée voisin"},
        ),
    ],
)
def test_a_usual_condition_is_written_and_decides(condition, met: dict[str, Answer], not_met: dict[str, Answer]):
    rules = RulesContent("aide", text=_text(condition))
    assert mistakes(rules) == []
    found = verdict(rules, met, on=ON)
    assert (found.outcome, found.amount) == (Outcome.ELIGIBLE, 20_000)
    refused = verdict(rules, not_met, on=ON)
    assert refused.outcome is Outcome.INELIGIBLE
    assert refused.reasons
    assert verdict(rules, {}, on=ON).outcome is Outcome.UNDETERMINED


def _text(condition: object) -> str:
    return f"aide:\n  applicable si: {json.dumps(condition, ensure_ascii=False)}\n  valeur: 200 €\n"
