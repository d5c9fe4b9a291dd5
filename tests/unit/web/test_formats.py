"""Dates, times, sizes and amounts as they are written on pages."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mob.web import formats

EVENING = datetime(2026, 2, 20, 23, 2, tzinfo=UTC)


def test_a_date_is_written_out_and_never_breaks() -> None:
    assert formats.long_date(date(2026, 2, 21)) == "21\u00a0février\u00a02026"
    assert formats.long_date(date(2026, 2, 21), "en") == "21\u00a0February\u00a02026"


def test_the_first_of_a_month_is_an_ordinal_in_french_alone() -> None:
    assert formats.long_date(date(2026, 3, 1)).startswith("1er\u00a0mars")
    assert formats.long_date(date(2026, 3, 1), "en").startswith("1\u00a0March")


def test_a_moment_is_read_on_a_clock_in_paris() -> None:
    assert formats.datetime_long(EVENING) == "21\u00a0février\u00a02026 à\u00a00\u00a0h\u00a002"
    assert formats.time_hm(EVENING, "en") == "00:02"


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 octets"),
        (999, "999 octets"),
        (412_300, "412 Ko"),
        (999_499, "999 Ko"),
        (999_500, "1 Mo"),
        (2_400_000, "2,4 Mo"),
    ],
)
def test_a_size_is_written_as_a_telephone_shows_it(size: int, words: str) -> None:
    assert formats.file_size(size) == words.replace(" ", "\u00a0")


@given(st.dates(min_value=date(1900, 1, 1)), st.sampled_from(["fr", "en"]))
def test_no_ordinary_space_stands_in_a_date(day: date, language: str) -> None:
    written = formats.long_date(day, language)
    assert " " not in written
    assert str(day.year) in written
