"""Aids with rules for tests: invented, short, each of one shape."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mob.catalogue.types import AidContent, Outcome, RuleExample, RulesContent
from mob.kernel.money import Cents
from tests.factories.aids import aid_content

# A share of the price under an income ceiling.
BICYCLE = """\
aide:
  applicable si:
    toutes ces conditions:
      - vélo . prix >= 500 €
      - revenu fiscal de référence par part <= 20000 €/an
  valeur: 20% * vélo . prix
  plafond: 400 €
"""
# A fixed sum for students and apprentices.
STUDENTS = """\
aide:
  applicable si:
    une de ces conditions:
      - demandeur . statut = 'étudiant'
      - demandeur . statut = 'apprenti'
  valeur: 150 €
"""
INCOME, PARTS, PRICE, STATUS = (
    "revenu fiscal de référence par part . revenu de référence",
    "revenu fiscal de référence par part . nombre de parts",
    "vélo . prix",
    "demandeur . statut",
)
_BOUGHT = RuleExample(
    "Un vélo à 1 000 €", ((PRICE, 1000), (INCOME, 15000), (PARTS, 1)), Outcome.ELIGIBLE, Cents(20_000)
)
_STUDENT = RuleExample("Une étudiante", ((STATUS, "étudiant"),), Outcome.ELIGIBLE, Cents(15_000))


def bicycle(title: str = "Prime vélo de Valmont", **changes: Any) -> AidContent:
    """20 % of the price of a bicycle, 400 € at most, under 20,000 € of reference income a share."""
    rules = RulesContent("aide", text=BICYCLE, examples=(_BOUGHT,))
    return replace(aid_content(title, fields=(), rules=rules), **changes)


def students(title: str = "Pass étudiant de Valmont", **changes: Any) -> AidContent:
    """150 € for students and apprentices."""
    rules = RulesContent("aide", text=STUDENTS, examples=(_STUDENT,))
    return replace(aid_content(title, fields=(), proofs=(), rules=rules, max_amount=Cents(15_000)), **changes)
