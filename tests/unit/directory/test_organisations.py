"""Numbers of establishments, and what a session that came in by ProConnect opens."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mob.directory.organisations import employs, is_siret, opens
from mob.directory.types import Entry

HERE, ELSEWHERE, ANNEX = "99912001700010", "99934002900019", "99912001700028"


@dataclass(frozen=True)
class Place:
    siret: str = HERE
    covers_all_establishments: bool = False
    requires_proconnect: bool = False


@pytest.mark.parametrize("number", [HERE, ELSEWHERE, ANNEX, "13002526500013", "35600000000048", "35600000000303"])
def test_real_numbers_are_taken(number: str) -> None:
    assert is_siret(number)


@pytest.mark.parametrize(
    "number", ["", "99912001700011", "9991200170001", "999120017000100", "9991200170001a", "٩" * 14]
)
def test_other_numbers_are_not(number: str) -> None:
    assert not is_siret(number)


@given(st.integers(0, 13), st.integers(1, 9))
def test_one_wrong_figure_is_always_found(position: int, shift: int) -> None:
    wrong = list(HERE)
    wrong[position] = str((int(wrong[position]) + shift) % 10)
    assert not is_siret("".join(wrong))


def test_la_poste_is_held_to_its_own_sum_alone() -> None:
    assert is_siret("35600000049837")  # its figures add up to 45, its Luhn sum is wrong
    assert not is_siret("35600000000011")


def test_a_session_of_proconnect_opens_the_organisation_it_names_and_no_other() -> None:
    assert opens(Place(), Entry(HERE))
    assert not opens(Place(), Entry(ELSEWHERE))
    assert not opens(Place(), Entry(ANNEX))
    assert opens(Place(covers_all_establishments=True), Entry(ANNEX))
    assert not opens(Place(covers_all_establishments=True), Entry(ELSEWHERE))


def test_a_funder_without_a_number_is_opened_by_no_proconnect() -> None:
    assert not opens(Place(siret=""), Entry(HERE))
    assert not opens(Place(siret="", covers_all_establishments=True), Entry(HERE))
    assert not employs(Place(siret=""), "")


def test_another_door_opens_what_does_not_require_proconnect() -> None:
    assert opens(Place(), Entry())
    assert not opens(Place(requires_proconnect=True), Entry())
    assert opens(Place(requires_proconnect=True), Entry(HERE))
