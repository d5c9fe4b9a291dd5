"""Hours of open data: what is read, what is refused, and when it next changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mob.eligibility.hours import read
from mob.kernel.clock import PARIS
from mob.kernel.errors import Invalid


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("hours", "moment", "is_on"),
    [
        ("Mo-Fr 08:00-20:00; PH off", "2026-07-07 09:00", True),  # a Tuesday
        ("Mo-Fr 08:00-20:00; PH off", "2026-07-07 07:59", False),
        ("Mo-Fr 08:00-20:00; PH off", "2026-07-07 20:00", False),
        ("Mo-Fr 08:00-20:00; PH off", "2026-07-11 09:00", False),
        ("Mo-Fr 08:00-20:00; PH off", "2026-07-14 09:00", False),
        ("Mo-Fr 08:00-20:00", "2026-07-14 09:00", True),
        ("24/7", "2026-12-25 03:00", True),
        ("24/7; PH off", "2026-12-25 03:00", False),
        ("00:00-24:00", "2026-12-25 23:59", True),
        ("Mo-Fr 22:00-06:00", "2026-07-11 05:59", True),  # Friday's night
        ("Mo-Fr 22:00-06:00", "2026-07-06 05:00", False),  # Monday: Sunday has no night
        ("Mo-Fr 22:00-06:00; Sa 10:00-12:00", "2026-07-11 05:00", True),
        ("Mo-Su 22:00-06:00; PH off", "2026-07-14 03:00", False),
        ("Mo-Su 22:00-06:00; PH off", "2026-07-15 03:00", False),  # the evening of the holiday was off
        ("Mo-Fr 07:00-10:00,17:00-19:00", "2026-07-07 12:00", False),
        ("Mo-Fr 07:00-10:00, 17:00-19:00", "2026-07-07 17:30", True),
        ("Fr-Mo 08:00-20:00", "2026-07-12 09:00", True),
        ("Fr-Mo 08:00-20:00", "2026-07-07 09:00", False),
        ("Mo,We 08:00-20:00", "2026-07-08 09:00", True),
        ("PH,Su 08:00-20:00", "2026-07-14 09:00", True),
        ("Mo-Su 08:00-20:00; Sa,Su off", "2026-07-12 09:00", False),
        ("Mo-Su 08:00-20:00; 12:00-14:00 off", "2026-07-12 13:00", False),
        ("Mo-Su 08:00-20:00; 12:00-14:00 off", "2026-07-12 15:00", True),
        ("mo-fr 8:00-20:00;", "2026-07-07 09:00", True),
        ("off", "2026-07-07 09:00", False),
    ],
)
def test_hours_run_when_they_say(hours: str, moment: str, is_on: bool) -> None:
    assert read(hours).is_on(at(moment)) is is_on


def test_the_clocks_are_those_of_paris() -> None:
    assert read("08:00-20:00").is_on(datetime(2026, 7, 7, 6, 0, tzinfo=UTC))
    assert not read("08:00-20:00").is_on(datetime(2026, 1, 7, 6, 59, tzinfo=UTC))


@pytest.mark.parametrize(
    "hours",
    [
        *("", ";", "; Mo", "Mo;;Tu", "x" * 600),
        *("Lu-Ve 08:00-20:00", "Mo-Fr 8h-20h", "Mo- 08:00-09:00", "Mo-Fr 25:00-26:00", "Mo 08:60-09:00"),
        *("SH off", "Mo-Fr sunrise-sunset", "Jan-Mar Mo 08:00-20:00", "week 1-10 Mo 08:00-20:00", "Mo[1] 08:00-20:00"),
        *('Mo-Fr 08:00-20:00 "sauf livraisons"', "Mo-Fr 08:00-20:00 || Sa", "Mo-Fr 08:00-20:00, Sa 09:00-10:00"),
    ],
)
def test_what_is_not_understood_is_refused(hours: str) -> None:
    with pytest.raises(Invalid, match="hours_not_understood"):
        read(hours)


@pytest.mark.parametrize(
    ("hours", "moment", "change"),
    [
        ("Mo-Fr 08:00-20:00; PH off", "2026-07-07 09:00", "2026-07-07 20:00"),
        ("Mo-Fr 08:00-20:00; PH off", "2026-07-10 21:00", "2026-07-13 08:00"),
        ("Mo-Fr 08:00-20:00; PH off", "2026-07-13 20:00", "2026-07-15 08:00"),
        ("Mo-Fr 22:00-06:00", "2026-07-10 23:00", "2026-07-11 06:00"),
        ("PH 08:00-20:00", "2026-07-15 00:00", "2026-08-15 08:00"),
        ("24/7; PH off", "2026-07-01 12:00", "2026-07-14 00:00"),
    ],
)
def test_the_next_change_is_told(hours: str, moment: str, change: str) -> None:
    assert read(hours).changes_after(at(moment)) == at(change)


def test_what_never_changes_says_so() -> None:
    assert read("24/7").changes_after(at("2026-07-01 12:00")) is None


MOMENTS = st.integers(0, 7305 * 24 * 60).map(lambda minutes: at("2015-01-01") + timedelta(minutes=minutes))
PIECES = [
    "Mo-Fr",
    "Sa",
    "PH",
    "Su-Tu",
    "",
    "08:00-20:00",
    "22:00-06:00",
    "off",
    ";",
    ",",
    "24/7",
    "é",
    "12:00-14:00,15:00-16:00",
]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=8), MOMENTS)
def test_whatever_is_written_is_read_or_refused_and_nothing_changes_before_the_change(
    pieces: list[str], start: datetime
) -> None:
    try:
        hours = read(" ".join(pieces))
    except Invalid:
        return
    change = hours.changes_after(start)
    end = min(change or start + timedelta(days=3), start + timedelta(days=3))
    steps = int((end - start) / timedelta(minutes=30))
    assert len({hours.is_on(start + step * timedelta(minutes=30)) for step in range(steps)}) <= 1
    if change is not None:
        assert hours.is_on(change) is not hours.is_on(start)
