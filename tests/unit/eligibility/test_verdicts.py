"""Eligible, ineligible or undetermined: with the amount, the reasons in plain French and the page that says them."""

from __future__ import annotations

import logging
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mob.catalogue.types import Outcome as Standing
from mob.catalogue.types import RulesContent
from mob.eligibility import engines, facts, places, questions
from mob.eligibility.types import Outcome, Source
from mob.eligibility.verdicts import Case, verdict
from mob.kernel.money import Cents

DAY = date(2026, 3, 1)
LYON, TOULOUSE = "69123", "31555"
INCOME = "revenu fiscal de référence par part . revenu de référence"
SHARES = "revenu fiscal de référence par part . nombre de parts"
TEXT = """aide:
  applicable si:
    toutes ces conditions:
      - localisation . epci = 'Métropole de Lyon'
      - vélo . prix >= 500 €
      - vélo . électrique
      - revenu fiscal de référence par part <= 15400 €/an
  valeur: 40% * vélo . prix
  plafond: 600 €
  références:
    Délibération 2026-12, article 3: https://www.exemple.fr/deliberation
"""
RULES = RulesContent("aide", text=TEXT)
WHOLE = {facts.COMMUNE: LYON, "vélo . prix": 900, "vélo . type": "électrique", INCOME: 30_000, SHARES: 2.5}


def test_who_meets_every_condition_is_told_the_amount_and_how_it_is_computed():
    found = verdict(RULES, WHOLE, on=DAY)
    assert (found.outcome, found.amount, found.missing) == (Standing.ELIGIBLE, Cents(36_000), ())
    assert {reason.outcome for reason in found.reasons} == {Outcome.MET}
    assert found.steps[0] == "« Aide » vaut 360\u00a0€."


def test_who_fails_one_is_told_which_with_what_she_answered_and_the_article():
    found = verdict(RULES, WHOLE | {"vélo . prix": 300}, on=DAY)
    first = found.reasons[0]
    assert (found.outcome, found.amount) == (Standing.INELIGIBLE, None)
    assert (first.outcome, first.text) == (Outcome.NOT_MET, "Prix du vélo : 500\u00a0€ au moins (ici 300\u00a0€)")
    assert (first.source_title, first.source_url) == (
        "Délibération 2026-12, article 3",
        "https://www.exemple.fr/deliberation",
    )


def test_places_are_named_as_people_name_them():
    found = verdict(RULES, WHOLE | {facts.COMMUNE: TOULOUSE}, on=DAY)
    assert found.reasons[0].text == "Intercommunalité : Métropole de Lyon (ici Toulouse Métropole)"


def test_what_is_missing_leaves_it_undetermined_and_is_named():
    answers = {name: answer for name, answer in WHOLE.items() if name != "vélo . type"}
    found = verdict(RULES, answers, on=DAY)
    assert (found.outcome, found.missing) == (Standing.UNDETERMINED, ("vélo . type",))


def test_one_condition_that_fails_settles_it_whatever_is_missing():
    found = verdict(RULES, {INCOME: 90_000, SHARES: 1}, on=DAY)
    assert (found.outcome, found.missing) == (Standing.INELIGIBLE, ())
    assert [reason.outcome for reason in found.reasons] == [Outcome.NOT_MET]


def test_without_an_article_the_page_of_the_aid_is_named_and_a_script_never():
    plain = RulesContent(
        "aide", text="aide:\n  applicable si: vélo . prix > 10 €\n  valeur: 5 €\n  lien: javascript:alert(1)"
    )
    found = verdict(plain, {"vélo . prix": 1}, on=DAY, source=Source("La page", "https://www.exemple.fr"))
    assert found.reasons[0].source_url == "https://www.exemple.fr"


def test_an_amount_of_nought_is_no_aid_and_says_so():
    found = verdict(RulesContent("aide", text="aide: vélo . prix - 10 €"), {"vélo . prix": 10}, on=DAY)
    assert (found.outcome, found.reasons[0].outcome) == (Standing.INELIGIBLE, Outcome.NOT_MET)


def test_the_age_and_the_day_count():
    conditions = "    toutes ces conditions:\n      - demandeur . âge . majeur\n      - date < 01/07/2026\n"
    text = f"aide:\n  applicable si:\n{conditions}  valeur: 5 €"
    rules = RulesContent("aide", text=text)
    assert verdict(rules, {facts.AGE: 18}, on=date(2026, 6, 30)).outcome is Standing.ELIGIBLE
    assert verdict(rules, {facts.AGE: 18}, on=date(2026, 7, 1)).outcome is Standing.INELIGIBLE
    assert verdict(rules, {facts.AGE: 17}, on=date(2026, 6, 30)).outcome is Standing.INELIGIBLE


@pytest.mark.parametrize(
    "text",
    [
        "aide: 1 / 0",
        "aide:\n  valeur: vélo . prix / (vélo . prix - vélo . prix)",
        "aide: aide . b\naide . b: aide",
        "aide: nulle part",
        "- pas des règles",
        "aide: 31/02/2026",
        "aide: 9999999999999 €",
        "vélo . prix: 3 €",
        "aide:\n" + "  - x\n" * 10_000,
        "aide:" + " (" * 500,
        "\x00",
        "\ud800",
    ],
)
def test_rules_that_fail_leave_it_undetermined_and_the_log_says_nothing_of_the_person(text, caplog):
    with caplog.at_level(logging.WARNING):
        found = verdict(RulesContent("aide", text=text), {"vélo . prix": 4321}, on=DAY)
    assert (found.outcome, found.amount) == (Standing.UNDETERMINED, None)
    assert found.reasons[0].text.startswith("Le calcul n’a pas abouti")
    assert "4321" not in caplog.text


@pytest.mark.parametrize("answer", ["cher", True, float("nan"), float("inf"), "", "-"])
def test_an_answer_of_the_wrong_kind_is_no_answer(answer):
    found = verdict(RULES, WHOLE | {"vélo . prix": answer, "jamais vu": 3}, on=DAY)
    assert found.missing == ("vélo . prix",)


def test_one_person_is_put_once_under_each_set_of_rules():
    case = Case(WHOLE, on=DAY)
    assert case.engine(RULES) is case.engine(RULES)
    assert engines.engine_for(RULES) is engines.engine_for(RulesContent("aide", text=TEXT))
    assert case.verdict(RULES, explained=False).amount == Cents(36_000)


def test_questions_are_read_in_the_rules_and_what_we_know_otherwise_is_not_asked():
    text = (
        TEXT
        + "aide . carte:\n  question: Avez-vous la carte ?\n  type: booléen\n  applicable si: demandeur . âge . majeur\n"
    )
    engine = engines.engine_for(
        RulesContent(
            "aide",
            text=text.replace("40% * vélo . prix", "aide . montant")
            + "aide . montant:\n  applicable si: aide . carte\n  valeur: 40% * vélo . prix\n",
        )
    )
    assert [kind.name for kind in questions.asked(engine, "aide")] == [
        "vélo . type",
        "vélo . prix",
        INCOME,
        SHARES,
        "aide . carte",
    ]


def test_a_person_of_an_arrondissement_lives_in_its_commune_and_nowhere_is_nothing():
    assert places.located("69383", RULES)[facts.COMMUNE] == LYON
    assert places.located("00000", RULES) == {}


# A loaded machine is not a wrong answer.
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.fixed_dictionaries(
        {},
        optional={
            facts.COMMUNE: st.sampled_from([LYON, TOULOUSE, "?"]),
            "vélo . prix": st.integers(0, 3_000),
            "vélo . type": st.sampled_from(["électrique", "cargo", "x"]),
            INCOME: st.integers(0, 40_000),
            SHARES: st.sampled_from([1, 1.5, 2]),
        },
    )
)
def test_more_answers_never_take_back_a_verdict(answers):
    found = verdict(RULES, answers, on=DAY)
    more = verdict(RULES, WHOLE | answers, on=DAY)
    if found.outcome is Standing.ELIGIBLE:
        assert (more.outcome, more.amount) == (Standing.ELIGIBLE, found.amount)
        assert found.amount == Cents(min(answers["vélo . prix"] * 40, 60_000))
    if found.outcome is Standing.INELIGIBLE:
        assert more.outcome is not Standing.ELIGIBLE
