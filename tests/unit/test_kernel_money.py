"""Money: what people type becomes cents exactly, or is refused with words."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mob.kernel.errors import Invalid
from mob.kernel.money import MAX_CENTS, Cents, format_euros, from_rule, parse_euros


@given(st.integers(min_value=0, max_value=MAX_CENTS))
def test_what_is_written_in_french_is_read_back_to_the_cent(cents: int) -> None:
    assert parse_euros(format_euros(Cents(cents))) == cents


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("500", 50_000),
        ("1 234,5", 123_450),
        ("33.33", 3_333),
        (" 12 ", 1_200),
        ("0,01", 1),
        ("1\u202f300\u00a0€", 130_000),
    ],
)
def test_amounts_as_people_write_them_are_read(typed: str, cents: int) -> None:
    assert parse_euros(typed) == cents


@pytest.mark.parametrize(
    "typed", ["", "-5", "+5", "1e5", "1_000", "１２", "NaN", "inf", "1,234", "12 34", "1e999999", "5€5", "0x10", "٣"]
)
def test_anything_that_is_not_a_plain_amount_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match="amount_format"):
        parse_euros(typed)


@pytest.mark.parametrize(
    ("value", "cents"), [(0.1 + 0.2, 30), (2.665, 267), (33.33 * 3, 9_999), (-0.0, 0), (1e5, 10_000_000)]
)
def test_a_rule_amount_rounds_half_up_on_its_shortest_decimal(value: float, cents: int) -> None:
    assert from_rule(value) == cents


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, Decimal("NaN")])
def test_a_rule_amount_that_is_no_number_is_refused(value: float | Decimal) -> None:
    with pytest.raises(Invalid, match="amount_not_finite"):
        from_rule(value)


def test_cents_are_shown_only_when_there_are_some() -> None:
    assert format_euros(Cents(130_000)) == "1\u202f300\u00a0€"
    assert format_euros(Cents(123_450)) == "1\u202f234,50\u00a0€"
    assert format_euros(Cents(123_450), "en") == "€1,234.50"
