"""How close two names are, and what is forgiven."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mob.applications.names import allowed_slips, distance

words = st.text("abcde", max_size=9)


@pytest.mark.parametrize(
    ("typed", "meant", "slips"),
    [("hadad", "haddad", 1), ("haddda", "haddad", 1), ("dialo", "diallo", 1), ("quennvile", "quenneville", 2)],
)
def test_a_slip_is_a_letter_more_less_changed_or_turned_round(typed: str, meant: str, slips: int) -> None:
    assert distance(typed, meant, 2) == slips


@given(words, words, st.integers(0, 3))
def test_a_distance_is_the_same_both_ways_and_zero_for_the_same_word(one: str, other: str, most: int) -> None:
    assert distance(one, one, most) == 0
    there, back = distance(one, other, most), distance(other, one, most)
    assert there == back or (there > most and back > most)
    assert one == other or there > 0


@given(words, st.data())
def test_one_change_is_one_slip(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word)))
    assert distance(word, word[:place] + "z" + word[place:], 1) == 1
    if place < len(word):
        assert distance(word, word[:place] + word[place + 1 :], 1) == 1


def test_short_words_are_taken_as_typed() -> None:
    assert [allowed_slips(word) for word in ("a", "roy", "haddad", "quenneville")] == [0, 0, 1, 2]
