"""The simulator's pure part: what was said, which question settles most, what an aid may reach."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from mob.catalogue.search import Card, SearchDocument
from mob.catalogue.types import Level, Outcome, Processing, PurchaseTiming, RulesContent
from mob.eligibility.simulation import ordering
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


def test_the_reach_improves_one_answer_after_the_other() -> None:
    def worth(given_: Mapping[str, object]) -> int:
        return (100 if given_.get("a") == 2 else 0) + (30 if given_.get("b") else 0)

    assert ordering.best_reach(worth, ["a", "b"], {"a": (1, 2, 3), "b": (True, False)}.__getitem__) == 130


def test_rules_that_need_every_answer_are_tried_with_all_of_them() -> None:
    def worth(given_: Mapping[str, object]) -> int:
        return 50 if given_.get("a") == 1 and given_.get("b") == 9 else 10 if {"a", "b"} <= given_.keys() else 0

    assert ordering.best_reach(worth, ["a", "b"], {"a": (0, 1), "b": (9, 5)}.__getitem__) == 50


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
