"""What a spreadsheet finds in a cell: text, whatever it looks like."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mob.exports.cells import inert

DANGERS = ["=", "+", "-", "@", "\t", "\r", "\n", ";", "＝", "＋", "－", "＠", "；", "﹢", "﹣", "﹦", "−", "|"]


@pytest.mark.parametrize("sign", DANGERS)
def test_what_begins_like_a_formula_is_marked_as_text(sign: str) -> None:
    for before in ("", " ", "\u00a0", "\u200b", "\ufeff", "\u202e", "\x00"):
        assert inert(f"{before}{sign}cmd|' /C calc'!A0").startswith("'")


@pytest.mark.parametrize("text", ["Samira Haddad", "Élodie", "49Q6-P46T", "", "O’Neill", "«=1»", "« devis »", "12 rue"])
def test_ordinary_text_is_left_as_it_is(text: str) -> None:
    assert inert(text) == text


@given(st.text(max_size=60))
def test_no_text_at_all_begins_like_a_formula_or_breaks_a_line(text: str) -> None:
    cell = inert(text)
    shown = [c for c in cell if unicodedata.category(c) not in ("Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Cn", "Co")]
    assert not shown or unicodedata.normalize("NFKC", shown[0])[:1] not in set("=+-@;|")
    assert not set(cell) & set("\r\n\t\x00\u2028\u2029")
