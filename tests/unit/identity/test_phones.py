"""Telephone numbers, as typed in France and as stored."""

from __future__ import annotations

import pytest

from mob.identity.phones import check_phone, spoken_phone
from mob.kernel.errors import Invalid


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("06 12 34 56 78", "+33612345678"),
        ("06.12.34.56.78", "+33612345678"),
        ("+33 (0)6 12 34 56 78", "+33612345678"),
        ("0033612345678", "+33612345678"),
        ("0692 12 34 56", "+262692123456"),
        ("0590 12 34 56", "+590590123456"),
        ("+41 79 123 45 67", "+41791234567"),
    ],
)
def test_a_number_is_stored_in_its_international_form(typed: str, stored: str) -> None:
    assert check_phone(typed) == stored


@pytest.mark.parametrize("typed", ["", "12", "06 12 34 56", "+33 6 12 34 56 7", "0612345678 ou 79", "٠٦١٢٣٤٥٦٧٨"])
def test_an_incomplete_number_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match="phone_format"):
        check_phone(typed)


@pytest.mark.parametrize("number", ["+33612345678", "+262692123456", "+41791234567"])
def test_a_number_reads_back_as_itself(number: str) -> None:
    assert check_phone(spoken_phone(number)) == number
