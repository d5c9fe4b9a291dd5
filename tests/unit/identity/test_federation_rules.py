"""Pure rules of signing in from above: levels, times, and who is the same person."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mob.identity.federation_rules import (
    LEVELS,
    claims_of,
    contradicts,
    differs,
    highest,
    is_enough,
    is_one_person,
    lowest,
    untimely,
)
from mob.identity.federation_types import PivotIdentity, Refusal
from mob.identity.types import CivilDetail, Claim, ClaimName, ClaimSource

NOW = datetime(2026, 3, 11, 9, 20, tzinfo=UTC)
PIVOT = PivotIdentity("DUPONT-MARTIN", "", ("Zoé", "Anne"), "female", date(1990, 3, 6), "38185", "99100")
levels = st.sampled_from(LEVELS)


@given(levels, levels)
def test_a_level_is_enough_for_itself_and_those_below(got: str, asked: str) -> None:
    assert is_enough(got, [asked]) is (LEVELS.index(got) >= LEVELS.index(asked))


@given(levels, st.lists(levels, min_size=1))
def test_of_several_levels_asked_the_lowest_is_enough(got: str, asked: list[str]) -> None:
    assert is_enough(got, asked) is (LEVELS.index(got) >= LEVELS.index(lowest(asked)))


@given(st.text(max_size=10))
def test_what_stands_on_no_ladder_is_enough_only_when_it_was_named(got: str) -> None:
    assert is_enough(got, [])
    assert is_enough(got, ["urn:x", got])
    if got not in LEVELS:
        assert not is_enough(got, ["eidas1"])
        assert not is_enough("eidas3", [f"urn:{got}"])


@given(st.lists(levels))
def test_the_highest_and_the_lowest_are_of_the_list(found: list[str]) -> None:
    assert (highest(*found) in found) if found else highest(*found) == lowest(found) == ""
    assert lowest([*found, "checked"]) == ""


@given(st.integers(-600, 600), st.integers(-600, 600))
def test_a_token_holds_within_a_minute_of_its_own_times(end: int, start: int) -> None:
    moment = NOW.timestamp()
    found = untimely(moment + end, moment + start, NOW)
    assert (found is Refusal.EXPIRED) is (end <= -60)
    assert (found is None) is (end > -60 and start <= 60)


@pytest.mark.parametrize("odd", ["1", None, True, float("inf"), float("nan"), [1]])
def test_times_that_are_no_numbers_are_refused(odd: object) -> None:
    assert untimely(odd, NOW.timestamp(), NOW) is Refusal.TOKEN_MALFORMED
    assert untimely((NOW + timedelta(minutes=1)).timestamp(), odd, NOW) is Refusal.TOKEN_MALFORMED


def test_a_pivot_identity_certifies_what_it_knows_and_never_the_name_in_use() -> None:
    said = claims_of(PIVOT)
    assert said[ClaimName.FIRST_NAME] == "Zoé"
    assert said[CivilDetail.FIRST_NAMES] == "Zoé Anne"
    assert ClaimName.USUAL_NAME not in said
    unknown = PivotIdentity("X", "Y", ("Z",), "", None, "", "")
    assert set(claims_of(unknown)) == {ClaimName.FIRST_NAME, ClaimName.BIRTH_NAME, CivilDetail.FIRST_NAMES}


@pytest.mark.parametrize(
    ("name", "value", "is_other"),
    [
        (ClaimName.BIRTH_NAME, "Dupont Martin", False),
        (ClaimName.BIRTH_NAME, "Dupont", True),
        (ClaimName.FIRST_NAME, "ZOE", False),
        (ClaimName.FIRST_NAME, "Anne", True),
        (ClaimName.BIRTH_DATE, "1990-03-06", False),
        (ClaimName.BIRTH_DATE, "1990-06-03", True),
        (ClaimName.USUAL_NAME, "Roche", False),
    ],
)
def test_registers_write_names_differently_and_a_person_stays_the_same(
    name: ClaimName, value: str, is_other: bool
) -> None:
    certified = {name: Claim(value, ClaimSource.FRANCECONNECT, NOW)}
    assert differs({name: Claim(value)}, PIVOT) is is_other
    assert contradicts(certified, PIVOT) is is_other
    assert not contradicts({name: Claim(value)}, PIVOT)  # written by hand: it is corrected, with her word


def _claims(first: str, family: str, born: str, certified: bool) -> dict[ClaimName, Claim]:
    source, at = (ClaimSource.FRANCECONNECT, NOW) if certified else (ClaimSource.DECLARED, None)
    said = {ClaimName.FIRST_NAME: first, ClaimName.BIRTH_NAME: family, ClaimName.BIRTH_DATE: born}
    return {name: Claim(value, source, at, "") for name, value in said.items()}


def test_two_accounts_are_one_person_when_what_is_certified_says_so() -> None:
    angela = _claims("Angela", "DUBOIS", "1962-08-24", certified=True)
    assert is_one_person(angela, _claims("ANGÉLA", "du bois", "1962-08-24", certified=True))
    assert is_one_person(angela, {}), "nothing contradicts it"
    assert is_one_person(angela, _claims("Angie", "Martin", "1962-08-25", certified=False)), "typed by hand"
    assert not is_one_person(angela, _claims("Angela", "DUBOIS", "1962-08-25", certified=True))
    assert not is_one_person(_claims("Angela", "DUBOIS", "1962-08-24", certified=False), angela), "proves nothing"


@given(st.sampled_from([ClaimName.FIRST_NAME, ClaimName.BIRTH_NAME, ClaimName.BIRTH_DATE]))
def test_a_certificate_that_lacks_a_part_proves_nobody(name: ClaimName) -> None:
    partial = {key: claim for key, claim in _claims("A", "B", "1962-08-24", certified=True).items() if key != name}
    assert not is_one_person(partial, {})
