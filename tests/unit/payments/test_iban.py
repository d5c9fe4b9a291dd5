"""Row 36: IBANs as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mob.kernel.errors import Invalid
from mob.payments import iban

pytestmark = pytest.mark.abuse(36)

WHOLE = "FR7630006000011234567890189"


@pytest.mark.parametrize(
    "typed",
    [
        WHOLE,
        "FR76 3000 6000 0112 3456 7890 189",
        "fr76 3000 6000 0112 3456 7890 189",
        "FR76\u00a03000\u202f6000 0112-3456.7890 189",
        f"  {WHOLE}\t",
    ],
)
def test_spaces_hyphens_and_small_letters_are_forgiven(typed: str) -> None:
    assert iban.parse(typed) == WHOLE


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "iban_missing"),
        ("   ", "iban_missing"),
        ("FR76", "iban_format"),
        ("30006000011234567890189", "iban_format"),
        ("FR76 3000 6000 0112 3456 7890 18９", "iban_characters"),
        ("FR７６ 3000 6000 0112 3456 7890 189", "iban_characters"),
        ("ＦＲ76 3000 6000 0112 3456 7890 189", "iban_characters"),
        ("FR76 3000 6000 0112 3456 7890 18\u200b9", "iban_characters"),
        ("FR76 3000 6000 0112 3456 7890 188", "iban_check"),
        ("FR76 3000 6000 0112 3456 7890 1899", "iban_check"),
        ("DE89 3704 0044 0532 0130 0", "iban_check"),
        ("TR33 0006 1005 1978 6457 8413 26", "iban_country"),
        ("BR97 0036 0305 0000 1000 9795 493P 1", "iban_country"),
        ("FR76 3000 6000 0112 3456 7890 189\nX", "iban_format"),
        (WHOLE + "0" * 5000, "iban_format"),
    ],
)
def test_what_cannot_be_paid_is_refused_with_its_reason(typed: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        iban.parse(typed)
    assert (refused.value.code, refused.value.pointer) == (code, "iban")


@pytest.mark.parametrize(
    "typed",
    [
        "MC58 1122 2000 0101 2345 6789 030",
        "DE89 3704 0044 0532 0130 00",
        "CH93 0076 2011 6238 5295 7",
        "GB29 NWBK 6016 1331 9268 19",
        "BE68 5390 0754 7034",
    ],
)
def test_accounts_of_the_sepa_area_are_paid_like_french_ones(typed: str) -> None:
    assert iban.parse(typed)


@given(st.integers(4, len(WHOLE) - 1), st.sampled_from("0123456789"))
def test_one_wrong_figure_is_always_seen(at: int, figure: str) -> None:
    if WHOLE[at] != figure:
        with pytest.raises(Invalid):
            iban.parse(WHOLE[:at] + figure + WHOLE[at + 1 :])


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(typed: str) -> None:
    try:
        read = iban.parse(typed)
    except Invalid:
        return
    assert read.isascii()


def test_what_is_shown_never_allows_to_pay() -> None:
    assert iban.masked(WHOLE) == "FR76 •••• •••• 189"
    assert iban.grouped(WHOLE) == "FR76 3000 6000 0112 3456 7890 189"
