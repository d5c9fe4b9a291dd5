"""The checks an agent reads: green, red or unknown, and never red for want of knowing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mob.catalogue.types import Frequency, FrequencyUnit
from mob.catalogue.types import Outcome as Standing
from mob.eligibility.rules import checks
from mob.eligibility.types import Check, CheckCode, CheckFacts, Outcome, Reason, Verdict
from mob.kernel.money import Cents

PER_HOUSEHOLD = Frequency(36, FrequencyUnit.HOUSEHOLD)
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
    verdict=Verdict(Standing.ELIGIBLE, Cents(36_000)),
    frequency=Frequency(36),
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
        (CheckCode.RULES, {"verdict": Verdict(Standing.INELIGIBLE)}),
        (CheckCode.FREQUENCY, {"last_granted_on": date(2023, 3, 12)}),
        (CheckCode.FREQUENCY, {"frequency": PER_HOUSEHOLD, "says_received": True}),
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
        (CheckCode.RULES, {"verdict": Verdict(Standing.UNDETERMINED, missing=("vélo . prix",))}),
        (CheckCode.RULES, {"verdict": Verdict(Standing.UNDETERMINED)}),
        (CheckCode.FREQUENCY, {"frequency": PER_HOUSEHOLD}),
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
        verdict=st.builds(Verdict, outcome=st.sampled_from(list(Standing)), missing=st.just(("x",)) | st.just(())),
        frequency=st.builds(Frequency, months=st.integers(1, 240), per=st.sampled_from(list(FrequencyUnit))),
        last_granted_on=st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1)),
        says_received=st.none() | st.booleans(),
    )
)
def test_any_facts_give_every_check_a_reason(facts: CheckFacts) -> None:
    found = checks(facts)
    assert [one.code for one in found] == list(CheckCode)
    assert all(one.reason for one in found)
    if facts.birth_date is None and facts.minimum_age is not None:
        assert found[1].outcome is Outcome.UNKNOWN


def test_an_aid_without_rules_has_no_line_for_them() -> None:
    codes = {one.code for one in checks(replace(FACTS, verdict=None, frequency=None))}
    assert not codes & {CheckCode.RULES, CheckCode.FREQUENCY}


def test_rules_that_refuse_name_the_first_condition_that_fails_and_its_page() -> None:
    reasons = (Reason(Outcome.NOT_MET, "Prix du vélo : 500 € au moins (ici 300 €)", "Article 3"),)
    params = dict(check(CheckCode.RULES, verdict=Verdict(Standing.INELIGIBLE, None, reasons)).params)
    assert params == {"why": "Prix du vélo : 500 € au moins (ici 300 €)", "source": "Article 3"}


def test_an_aid_may_be_had_again_on_the_day_its_months_are_over() -> None:
    assert check(CheckCode.FREQUENCY, last_granted_on=date(2023, 3, 11)).outcome is Outcome.MET
    too_soon = check(CheckCode.FREQUENCY, last_granted_on=date(2023, 3, 12))
    assert dict(too_soon.params) == {"months": 36, "last": "2023-03-12", "again": "2026-03-12"}
