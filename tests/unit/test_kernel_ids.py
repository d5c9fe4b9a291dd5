"""References are read aloud on a telephone: a slip must be caught, not answered with somebody else's file."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mob.kernel.ids import ALPHABET, new_reference, normalise_reference, reference_from, uuid7


def test_a_reference_survives_lower_case_spaces_and_a_forgotten_dash() -> None:
    reference = new_reference()
    assert normalise_reference(reference.lower().replace("-", " ")) == reference
    assert normalise_reference(reference.replace("-", "")) == reference


@given(st.integers(0, 7), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_caught(place: int, other: str) -> None:
    letters = new_reference().replace("-", "")
    if letters[place] != other:
        assert normalise_reference(letters[:place] + other + letters[place + 1 :]) is None


@given(st.integers(0, 6))
def test_two_swapped_neighbours_are_always_caught(place: int) -> None:
    letters = new_reference().replace("-", "")
    swapped = letters[:place] + letters[place + 1] + letters[place] + letters[place + 2 :]
    if swapped != letters:
        assert normalise_reference(swapped) is None


@given(st.integers(0, 29**7 - 1), st.integers(0, 29**7 - 1))
def test_a_number_makes_one_reference_that_may_be_read_aloud(number: int, other: int) -> None:
    assert normalise_reference(reference_from(number)) == reference_from(number)
    assert (reference_from(number) == reference_from(other)) is (number == other)


def test_keys_sort_by_creation() -> None:
    keys = [uuid7() for _ in range(50)]
    assert keys == sorted(keys)
