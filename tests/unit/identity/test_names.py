"""Names of people: what may be stored, and what is the same name."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mob.identity.names import check_name, fold_name
from mob.kernel.errors import Invalid

LETTERS = st.characters(categories=["Lu", "Ll", "Lo"])


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("O", "O"),
        ("O'Neill", "O'Neill"),
        ("d’Arc", "d’Arc"),
        ("  Le   Goff ", "Le Goff"),
        ("Marie-Noëlle", "Marie-Noëlle"),
        ("Zoe\u0301", "Zoé"),
        ("Nguyễn", "Nguyễn"),
        ("Σίσυφος", "Σίσυφος"),
        ("محمد", "محمد"),
        ("a" * 100, "a" * 100),
    ],
)
def test_a_name_is_stored_composed_with_single_spaces(typed: str, stored: str) -> None:
    assert check_name(typed) == stored


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "name_without_letter"),
        ("-", "name_without_letter"),
        ("a" * 101, "name_too_long"),
        ("Samira2", "name_letters"),
        ("Samira 🚲", "name_letters"),
        ("\u202eariamaS", "name_letters"),
        ("Sam\u200bira", "name_letters"),
        ("Sam\x00ira", "name_letters"),
        ("Samira <b>", "name_letters"),
        ("a" * 70_000, "name_too_long"),
    ],
)
def test_what_is_in_nobodys_name_is_refused(typed: str, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_name(typed, "first_name")
    assert (refusal.value.code, refusal.value.pointer) == (code, "first_name")


@pytest.mark.parametrize(
    ("one", "other"),
    [("Zoé", "ZOE"), ("O’Neill", "oneill"), ("ﬁlou", "FILOU"), ("ſamira", "Samira"), ("Kelvin", "\u212aelvin")],
)
def test_row_65_one_fold_tells_whether_two_names_are_the_same(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)


@given(st.text(LETTERS, min_size=1, max_size=60))
def test_row_65_any_name_of_letters_is_stored_in_nfc_and_checking_again_changes_nothing(name: str) -> None:
    stored = check_name(name)
    assert unicodedata.is_normalized("NFC", stored)
    assert check_name(stored) == stored
    assert fold_name(fold_name(stored)) == fold_name(stored)


@given(st.text(max_size=120))
def test_row_65_no_text_breaks_the_rule_and_what_it_accepts_holds_no_control(text: str) -> None:
    try:
        stored = check_name(text)
    except Invalid:
        return
    assert 1 <= len(stored) <= 100
    assert all(unicodedata.category(letter)[0] not in "CSN" for letter in stored)
