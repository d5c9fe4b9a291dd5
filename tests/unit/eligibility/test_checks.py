"""The checks an agent reads: green, red or unknown, and never red for want of knowing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mob.eligibility.rules import checks
from mob.eligibility.types import Check, CheckCode, CheckFacts, Outcome

FACTS = CheckFacts(
    on=date(2026, 3, 11),
    covered=frozenset({"commune:99V01"}),
    containing=frozenset({"commune:99V01", "epci:999900001"}),
    commune_name="Valmont-sur-Isère",
    minimum_age=18,
    birth_date=date(2008, 3, 11),
    missing_answers=frozenset(),
    missing_proofs=frozenset(),
    unscanned_proofs=0,
    has_other_live=False,
    is_identity_certified=True,
)


def check(code: CheckCode, **changes: object) -> Check:
    return next(one for one in checks(replace(FACTS, **changes)) if one.code is code)  # type: ignore[arg-type]


def test_every_check_is_green_when_all_is_well() -> None:
    assert {one.outcome for one in checks(FACTS)} == {Outcome.MET}


def test_every_check_is_made_once_and_in_the_same_order() -> None:
    assert [one.code for one in checks(FACTS)] == list(CheckCode)


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        (CheckCode.TERRITORY, {"containing": frozenset({"commune:01004"})}),
        (CheckCode.AGE, {"birth_date": date(2008, 3, 12)}),
        (CheckCode.ANSWERS, {"missing_answers": frozenset({"prix"})}),
        (CheckCode.PROOFS, {"missing_proofs": frozenset({"devis"})}),
        (CheckCode.OTHER_APPLICATION, {"has_other_live": True}),
    ],
)
def test_a_condition_that_is_not_met_is_red(code: CheckCode, changes: dict[str, object]) -> None:
    assert check(code, **changes).outcome is Outcome.NOT_MET


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        (CheckCode.TERRITORY, {"containing": None}),
        (CheckCode.TERRITORY, {"covered": frozenset()}),
        (CheckCode.AGE, {"birth_date": None}),
        (CheckCode.PROOFS, {"unscanned_proofs": 1}),
        (CheckCode.OTHER_APPLICATION, {"has_other_live": None}),
        (CheckCode.IDENTITY, {"is_identity_certified": None}),
        (CheckCode.IDENTITY, {"is_identity_certified": False}),
    ],
)
def test_what_could_not_be_checked_is_unknown(code: CheckCode, changes: dict[str, object]) -> None:
    assert check(code, **changes).outcome is Outcome.UNKNOWN


def test_a_birthday_counts_on_the_day_itself() -> None:
    assert check(CheckCode.AGE, birth_date=date(2008, 3, 11)).outcome is Outcome.MET


def test_an_aid_without_an_age_accepts_any_birth_date() -> None:
    assert check(CheckCode.AGE, minimum_age=None, birth_date=None).outcome is Outcome.MET


@settings(deadline=None)  # a loaded machine is not a wrong answer
@given(
    st.builds(
        CheckFacts,
        on=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
        covered=st.frozensets(st.sampled_from(["commune:1", "epci:2"])),
        containing=st.none() | st.frozensets(st.sampled_from(["commune:1", "epci:2", "commune:3"])),
        commune_name=st.none() | st.text(max_size=5),
        minimum_age=st.none() | st.integers(0, 120),
        birth_date=st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1)),
        missing_answers=st.frozensets(st.text(max_size=3)),
        missing_proofs=st.frozensets(st.text(max_size=3)),
        unscanned_proofs=st.integers(0, 10),
        has_other_live=st.none() | st.booleans(),
        is_identity_certified=st.none() | st.booleans(),
    )
)
def test_any_facts_give_every_check_a_reason(facts: CheckFacts) -> None:
    found = checks(facts)
    assert [one.code for one in found] == list(CheckCode)
    assert all(one.reason for one in found)
    if facts.birth_date is None and facts.minimum_age is not None:
        assert found[1].outcome is Outcome.UNKNOWN
