"""Postal addresses as envelopes carry them, codes on paper as people copy them, and how somebody is written to."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mob.identity import claim_codes, postal
from mob.identity.types import ProfileView
from mob.kernel.errors import Invalid

NOBODY = UUID(int=1)
HOME = "12 rue des Tilleuls\n38950 VALMONT SUR ISERE"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (HOME, HOME),
        ("  Bâtiment   B \r\n\r\n 3 place Neuve\r\n38950 Valmont ", "Bâtiment B\n3 place Neuve\n38950 Valmont"),
        ("3 place\u202e Neuve\n38950 Valmont", "3 place Neuve\n38950 Valmont"),
    ],
)
def test_an_address_is_kept_as_its_lines(typed: str, stored: str) -> None:
    assert postal.check_postal(typed) == stored


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("12 rue des Tilleuls", "postal_format"),
        ("12 rue des Tilleuls\nValmont", "postal_format"),
        ("a\nb\nc\nd\ne\n38950 Valmont", "postal_format"),
        ("x" * 39 + "\n38950 Valmont", "postal_line_too_long"),
    ],
)
def test_what_no_postman_reads_is_refused(typed: str, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        postal.check_postal(typed)


@given(st.text(max_size=200))
def test_whatever_is_accepted_is_stable_and_fits_an_envelope(typed: str) -> None:
    try:
        stored = postal.check_postal(f"{typed}\n38950 Valmont")
    except Invalid:
        return
    assert postal.check_postal(stored) == stored
    assert all(0 < len(line) <= postal.LONGEST for line in stored.split("\n"))


@given(st.sampled_from(["", "a@exemple.fr"]), st.sampled_from([None, HOME]), st.sampled_from([None, "c@exemple.fr"]))
def test_a_login_comes_before_paper_and_paper_before_an_address_nobody_proved(
    login: str, address: str | None, contact: str | None
) -> None:
    found = postal.reach(ProfileView(NOBODY, login, postal_address=address, contact_email=contact))
    expected = login or ("" if address else contact or "")
    assert found.email == expected
    assert found.is_on_paper is (not expected)


@given(st.sampled_from([" ", "-", "–", "", "."]))
def test_a_code_is_read_however_it_is_copied(between: str) -> None:
    code = claim_codes.new_code()
    copied = between.join(claim_codes.shown(code).split("-")).lower().replace("0", "o").replace("1", "l")
    assert claim_codes.read(copied) == code


@pytest.mark.parametrize("typed", ["", "ABCD", "ABCD-EFGH-JKLU", "Ⅻ" * 12, "ABCD-EFGH-JKLM-N"])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert claim_codes.read(typed) == ""
