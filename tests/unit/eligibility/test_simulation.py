"""The simulator's pure part: what was said, which question settles most, what an aid may reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mob.catalogue.search import Card, SearchDocument
from mob.catalogue.types import Level, Outcome, Processing, PurchaseTiming, RulesContent, Together
from mob.eligibility.simulation import ordering, together
from mob.eligibility.simulation.ordering import Place
from mob.eligibility.simulation.types import Estimate, Simulation, Situation
from mob.kernel.money import Cents

FACTS = st.sampled_from(["vélo . type", "vélo . prix", "foyer . personnes", "demandeur . âge"])


def estimate(missing: dict[str, int] | None = None, **values: object) -> Estimate:
    document = SearchDocument(
        version_id=uuid4(),
        aid_id=uuid4(),
        slug="aide",
        funder_id=uuid4(),
        funder_name="Métropole de Valmont",
        level=Level.EPCI,
        modes=(),
        audiences=(),
        territories=(),
        valid_from=None,
        valid_to=None,
        max_amount=None,
        purchase=PurchaseTiming.NONE,
        processing=Processing.HERE,
        cards={"fr": Card("Aide", "", "")},
    )
    outcome = Outcome.UNDETERMINED if missing else Outcome.ELIGIBLE
    return Estimate(document, RulesContent("aide", text="aide: 1 €"), outcome, missing=missing, **values)  # type: ignore[arg-type]


def test_the_question_asked_next_is_the_one_that_weighs_most_over_all_aids() -> None:
    estimates = [estimate({"vélo . prix": 3, "vélo . type": 2}), estimate({"vélo . type": 2})]
    assert ordering.next_fact(estimates, lambda _: Place(0)) == "vélo . type"


def test_a_fact_nobody_may_be_asked_is_passed_over() -> None:
    estimates = [estimate({"localisation . epci": 9, "vélo . prix": 1})]
    assert (
        ordering.next_fact(estimates, lambda fact: None if fact.startswith("localisation") else Place(0))
        == "vélo . prix"
    )
    assert ordering.next_fact(estimates, lambda _: None) == ""


def test_the_usual_order_decides_between_questions_of_the_same_weight() -> None:
    estimates = [estimate({"foyer . personnes": 2, "vélo . prix": 2})]
    assert ordering.next_fact(estimates, {"foyer . personnes": Place(7), "vélo . prix": Place(3)}.get) == "vélo . prix"


def test_the_parts_of_one_figure_come_in_their_usual_order() -> None:
    estimates = [estimate({"revenu . parts": 5, "revenu . montant": 4, "vélo . prix": 4})]
    places = {"revenu . parts": Place(8, "revenu"), "revenu . montant": Place(7, "revenu"), "vélo . prix": Place(1)}
    assert ordering.next_fact(estimates, places.get) == "revenu . montant"


def test_nothing_is_asked_once_every_aid_has_its_answer() -> None:
    assert ordering.next_fact([estimate(), estimate()], lambda _: Place(0)) == ""


VALUES = {"a": (0, 1, 2), "b": (9, 5), "c": (True, False)}.__getitem__


def test_the_reach_improves_one_answer_after_the_other() -> None:
    def trial(given_: Mapping[str, object]) -> tuple[int, list[str]]:
        return (100 if given_.get("a") == 1 else 0) + (30 if given_.get("b") == 5 else 0), ["a", "b"]

    assert ordering.best_reach(trial, VALUES) == 130


def test_rules_that_need_every_answer_are_tried_with_all_of_them() -> None:
    def trial(given_: Mapping[str, object]) -> tuple[int, list[str]]:
        if not {"a", "b"} <= given_.keys():
            return 0, ["a", "b"]
        return 10 + (20 if given_["a"] == 1 else 0) + (20 if given_["b"] == 9 else 0), []

    assert ordering.best_reach(trial, VALUES) == 50


def test_questions_that_an_answer_opens_are_tried_too() -> None:
    def trial(given_: Mapping[str, object]) -> tuple[int, list[str]]:
        if "c" not in given_:
            return 0, ["c"]
        return (70 if given_ == {"c": True, "a": 1} else 0), [] if given_["c"] is False else ["a"]

    assert ordering.best_reach(trial, VALUES) == 70


def test_what_no_answer_can_give_has_no_reach() -> None:
    assert ordering.best_reach(lambda _: (0, ["a", "b"]), VALUES) == 0


@given(st.lists(st.tuples(FACTS, st.one_of(st.none(), st.booleans(), st.floats(0, 1e6))), max_size=12))
@settings(max_examples=50)
def test_the_last_answer_to_a_question_holds_and_its_place_does_not_move(said: list[tuple[str, object]]) -> None:
    situation = Situation("69123")
    for fact, answer in said:
        situation = situation.saying(fact, answer)  # type: ignore[arg-type]
    last = dict(said)
    assert dict(situation.said) == last
    assert [fact for fact, _ in situation.said] == list(last)
    assert situation.answers == {fact: answer for fact, answer in last.items() if answer is not None}


def test_going_back_takes_the_last_question_away() -> None:
    situation = Situation("69123").saying("vélo . type", "pliant").saying("vélo . prix", None)
    assert situation.before_last() == Situation("69123").saying("vélo . type", "pliant")
    assert "vélo . prix" in situation.asked
    assert "vélo . prix" not in situation.answers


def test_an_aid_that_no_answer_can_make_pay_is_not_hoped_for() -> None:
    sure = estimate(amount=Cents(5_000))
    hopeless, open_one = estimate({"vélo . prix": 1}, up_to=Cents(0)), estimate({"vélo . prix": 1}, up_to=Cents(9_000))
    found = Simulation(Situation("69123"), eligible=(sure,), undetermined=(hopeless, open_one))
    assert found.hopeful == (sure, open_one)
    assert found.waiting_for("vélo . prix") == (hopeless, open_one)


def bought(slug: str, level: Level, cents: int, **beside: object) -> Estimate:
    """An aid of so much for a bicycle."""
    found = estimate(amount=Cents(cents))
    rules = RulesContent("aide", text="aide:\n  applicable si: vélo . prix > 0 €\n  valeur: 1 €")
    rules = replace(rules, together=Together(**beside))  # type: ignore[arg-type]
    return replace(found, rules=rules, document=replace(found.document, slug=slug, level=level))


@given(st.lists(st.tuples(st.sampled_from(Level), st.integers(1, 90_000)), max_size=6), st.integers(0, 1500))
@settings(max_examples=50)
def test_aids_for_a_purchase_never_exceed_its_price_and_none_is_raised(
    amounts: list[tuple[Level, int]], price: int
) -> None:
    aids = [bought(f"aide-{n}", level, cents) for n, (level, cents) in enumerate(amounts)]
    made = together.capped(Situation("69123").saying("vélo . prix", float(price)), aids)
    assert [each.document.slug for each in made] == [each.document.slug for each in aids]
    assert all((after.amount or 0) <= (before.amount or 0) for before, after in zip(aids, made, strict=True))
    assert all(bool(after.cuts) is (after.amount != before.amount) for before, after in zip(aids, made, strict=True))
    if len(aids) > 1:
        assert sum(each.amount or 0 for each in made) <= price * 100


def test_the_payer_farthest_away_yields() -> None:
    aids = [bought("region", Level.REGION, 30_000), bought("ville", Level.COMMUNE, 40_000)]
    made = together.capped(Situation("69123").saying("vélo . prix", 500.0), aids)
    assert [each.amount for each in made] == [10_000, 40_000]


def test_without_a_price_or_a_purchase_nothing_is_lowered() -> None:
    aids = [bought("region", Level.REGION, 30_000), bought("ville", Level.COMMUNE, 40_000)]
    assert together.capped(Situation("69123"), aids) == tuple(aids)
    ticket = replace(aids[0], rules=RulesContent("aide", text="aide: 300 €"))
    assert together.capped(Situation("69123").saying("vélo . prix", 1.0), [ticket, aids[1]]) == (ticket, aids[1])


@pytest.mark.parametrize(("local", "state"), [(100, 100), (150, 50), (500, 0)])
def test_the_state_completes_the_local_aid_within_a_total(local: int, state: int) -> None:
    """Scenario d6: a bicycle of 1,500 €; no more than the local aid; together no more than 20 % of the price or 200 €."""
    said = {"completes_local": True, "most_percent": 20, "most": Cents(20_000)}
    aids = [bought("etat", Level.NATIONAL, 40_000, **said), bought("ville", Level.COMMUNE, local * 100)]
    made = together.capped(Situation("69123").saying("vélo . prix", 1500.0), aids)
    assert [each.amount for each in made] == [state * 100, local * 100]


def test_without_a_local_aid_what_completes_it_gives_nothing_and_says_why() -> None:
    (alone,) = together.capped(Situation("69123"), [bought("etat", Level.NATIONAL, 40_000, completes_local=True)])
    assert alone.amount == 0
    assert "ne dépasse pas les aides qu’elle complète" in alone.cuts[0].sentence("fr")


def test_a_total_set_by_one_aid_holds_for_those_served_after_it() -> None:
    """Scenario d7's order: the commune, then the metropolis, then the region, half of the price at most in all."""
    aids = [
        bought("region", Level.REGION, 400_000),
        bought("metropole", Level.EPCI, 300_000, most_percent=50),
        bought("commune", Level.COMMUNE, 50_000),
    ]
    made = together.capped(Situation("69123").saying("vélo . prix", 12_000.0), aids)
    assert [each.amount for each in made] == [250_000, 300_000, 50_000]


def test_what_is_left_to_pay_and_what_is_reduced() -> None:
    aids = [
        bought("region", Level.REGION, 30_000, is_reduced=True),
        bought("ville", Level.COMMUNE, 20_000, left_percent=70),
    ]
    made = together.capped(Situation("69123").saying("vélo . prix", 1_000.0), aids)
    assert [each.amount for each in made] == [10_000, 20_000], "the others' 200 € less, and 700 € left to pay"
