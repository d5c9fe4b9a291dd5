"""Units: an algebra, and conversions that come back to where they started."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publicodes import units

WORDS = st.sampled_from(["€", "k€", "an", "mois", "jour", "kg", "g", "km", "m", "personne", "%"])
UNITS = st.builds(
    lambda over, under: units.parse(".".join(over) + ("/" + ".".join(under) if under else "")),
    st.lists(WORDS, max_size=3),
    st.lists(WORDS, max_size=3),
)
TIMES = st.sampled_from(["jour", "mois", "trimestre", "an"])


@given(UNITS)
def test_a_unit_reads_as_it_is_written(unit: units.Unit) -> None:
    assert units.parse(str(unit)) is unit


@given(UNITS, UNITS)
def test_a_product_divided_by_one_factor_is_the_other(one: units.Unit, other: units.Unit) -> None:
    product = units.times(one, other)[0]
    if one.has_percent or other.has_percent:
        return
    quotient = units.divided(product, other)
    assert quotient is not None
    assert sorted(quotient.over) == sorted(one.over)
    assert sorted(quotient.under) == sorted(one.under)


@given(st.floats(-1e9, 1e9), TIMES, TIMES)
def test_a_conversion_comes_back(number: float, one: str, other: str) -> None:
    there = units.converted(number, units.parse(f"€/{one}"), units.parse(f"€/{other}"))
    back = units.converted(there, units.parse(f"€/{other}"), units.parse(f"€/{one}"))
    assert back == pytest.approx(number, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize(
    ("number", "source", "target", "expected"),
    [
        (12, "€/mois", "€/an", 144),
        (1.2, "k€/an", "€/mois", 100),
        (50, "%", "", 0.5),
        (0.5, "", "%", 50),
        (5, "€", "kg", 5),
        (365, "jour", "an", 1),
    ],
)
def test_what_is_known_is_converted_and_the_rest_stands(
    number: float, source: str, target: str, expected: float
) -> None:
    assert units.converted(number, units.parse(source), units.parse(target)) == expected


def test_words_that_measure_nothing_known_are_never_mixed() -> None:
    assert not units.compatible(units.parse("€"), units.parse("kg"))
    assert units.compatible(units.parse("km"), units.parse("m"))
    assert units.compatible(None, units.parse("kg"))


def test_a_monstrous_exponent_is_refused() -> None:
    with pytest.raises(ValueError, match="m99"):
        units.parse("m99")
