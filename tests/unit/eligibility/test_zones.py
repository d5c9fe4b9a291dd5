"""May I drive: scenario d4, suspension (d9), what is not known, and the speed of d10."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mob.eligibility import hours
from mob.eligibility.critair import Basis, Level, Sticker, VehicleKind
from mob.eligibility.zones import Answer, Restriction, Why, Zone, may_drive
from mob.kernel.clock import PARIS
from tests.timing import seconds_of

CAR, VAN, TRUCK, *_ = VehicleKind
WEEK = hours.read("Mo-Fr 08:00-20:00; PH off")
ZONE = Zone("200046977-ZFE-001", date(2025, 1, 1), {CAR: Restriction(Level.THREE, WEEK)})


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


@pytest.mark.parametrize(  # d4
    ("moment", "answer", "why", "until"),
    [
        ("2026-07-07 09:00", Answer.NO, Why.STICKER_REFUSED, "2026-07-07 20:00"),
        ("2026-07-11 09:00", Answer.YES, Why.OUTSIDE_HOURS, "2026-07-13 08:00"),
        ("2026-07-14 09:00", Answer.YES, Why.OUTSIDE_HOURS, "2026-07-15 08:00"),
    ],
)
def test_a_crit_air_3_car_may_drive_outside_the_hours_alone(moment: str, answer: Answer, why: Why, until: str) -> None:
    driving = may_drive(ZONE, CAR, Sticker(Level.THREE, Basis.NORM), at(moment))
    assert (driving.answer, driving.why, driving.until) == (answer, why, at(until))


@pytest.mark.parametrize("moment", ["2026-07-07 09:00", "2026-07-11 09:00", "2026-07-14 09:00"])
def test_a_better_sticker_may_always_drive(moment: str) -> None:
    driving = may_drive(ZONE, CAR, Level.TWO, at(moment))
    assert (driving.answer, driving.until) == (Answer.YES, None)


@pytest.mark.parametrize("level", [Level.THREE, Level.FOUR, Level.FIVE, Level.NONE])
def test_a_sticker_named_and_all_below_it_are_refused(level: Level) -> None:
    assert may_drive(ZONE, CAR, level, at("2026-07-07 09:00")).answer is Answer.NO


def test_a_kind_of_vehicle_the_zone_does_not_name_is_free() -> None:
    assert may_drive(ZONE, TRUCK, Level.NONE, at("2026-07-07 09:00")).why is Why.NO_RESTRICTION


def test_a_zone_suspended_from_a_day_restricts_nobody_from_that_day() -> None:  # d9
    suspended = replace(ZONE, suspended_from=date(2026, 7, 8))
    before = may_drive(suspended, CAR, Level.NONE, at("2026-07-07 19:59"))
    assert (before.answer, before.until) == (Answer.NO, at("2026-07-07 20:00"))
    always = replace(suspended, restrictions={CAR: Restriction(Level.THREE, hours.read("24/7"))})
    assert may_drive(always, CAR, Level.NONE, at("2026-07-07 23:59")).until == at("2026-07-08 00:00")
    after = may_drive(always, CAR, Level.NONE, at("2026-07-08 00:00"))
    assert (after.answer, after.why, after.until) == (Answer.YES, Why.SUSPENDED, None)


def test_a_zone_holds_from_its_first_day_to_the_end_of_its_last() -> None:
    zone = replace(ZONE, starts=date(2026, 7, 7), ends=date(2026, 7, 8))
    early = may_drive(zone, CAR, Level.NONE, at("2026-07-06 23:59"))
    assert (early.answer, early.why, early.until) == (Answer.YES, Why.NOT_BEGUN, at("2026-07-07 00:00"))
    assert may_drive(zone, CAR, Level.NONE, at("2026-07-08 19:59")).answer is Answer.NO
    assert may_drive(zone, CAR, Level.NONE, at("2026-07-09 09:00")).why is Why.ENDED
    never = may_drive(replace(zone, suspended_from=date(2026, 7, 7)), CAR, Level.NONE, at("2026-07-06 09:00"))
    assert (never.answer, never.until) == (Answer.YES, None)


def test_a_rule_that_cannot_be_read_is_unknown_and_never_a_yes() -> None:
    for rule in (Restriction(Level.THREE, None), Restriction(None, WEEK), Restriction(None, None)):
        zone = replace(ZONE, restrictions={CAR: rule})
        assert may_drive(zone, CAR, Level.FIVE, at("2026-07-11 09:00")).answer is Answer.UNKNOWN
    assert may_drive(
        replace(ZONE, restrictions={CAR: Restriction(Level.THREE, None)}), CAR, Level.ONE, at("2026-07-07 09:00")
    ) == (may_drive(ZONE, CAR, Level.ONE, at("2026-07-07 09:00")))


def test_a_sticker_that_is_not_known_is_unknown_while_the_zone_looks_at_stickers() -> None:
    assert may_drive(ZONE, CAR, None, at("2026-07-07 09:00")).answer is Answer.UNKNOWN
    assert may_drive(ZONE, CAR, Sticker(None, Basis.DATE), at("2026-07-11 09:00")).answer is Answer.YES


def test_a_moment_without_its_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        may_drive(ZONE, CAR, Level.ONE, datetime(2026, 7, 7, 9, 0))  # noqa: DTZ001


@settings(max_examples=50, deadline=None)
@given(
    st.sampled_from([*Level]),
    st.sampled_from([*Level]),
    st.sampled_from(["24/7", "Mo-Fr 08:00-20:00; PH off", "22:00-06:00"]),
    st.integers(0, 8760).map(lambda hour: at("2026-01-01") + timedelta(hours=hour)),
)
def test_a_better_sticker_is_never_refused_where_a_worse_one_passes(
    one: Level, other: Level, text: str, moment: datetime
) -> None:
    better, worse = sorted((one, other), key=[*Level].index)
    for refused in Level:
        zone = replace(ZONE, restrictions={CAR: Restriction(refused, hours.read(text))})
        given_better, given_worse = (may_drive(zone, CAR, level, moment) for level in (better, worse))
        assert given_better.answer is Answer.YES or given_worse.answer is Answer.NO


def test_ten_thousand_checks_over_25_zones_take_less_than_five_milliseconds_each() -> None:  # d10
    texts = [
        "24/7",
        "Mo-Fr 08:00-20:00; PH off",
        "Mo-Fr 22:00-06:00; Sa 10:00-12:00; PH off",
        "PH 08:00-20:00",
        "07:00-10:00",
    ]
    zones = [
        replace(ZONE, id=f"200046977-ZFE-{n:03}", restrictions={CAR: Restriction(Level.TWO, hours.read(texts[n % 5]))})
        for n in range(25)
    ]
    moments = [
        datetime(2026, month, day, hour, 30, tzinfo=UTC)
        for month in range(1, 11)
        for day in (1, 14)
        for hour in (6, 21)
    ]
    levels = (Level.ONE, Level.THREE, Level.NONE, None) * 2 + (Level.FIVE, Level.E)
    questions = list(itertools.product(zones, moments, levels))
    assert len(questions) == 10_000
    took = seconds_of(lambda: [may_drive(zone, CAR, level, moment) for zone, moment, level in questions], under=50)
    assert took / len(questions) < 0.005
