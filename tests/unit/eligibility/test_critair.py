"""The Crit'Air sticker: scenarios d1 to d3, each threshold on its day and the day before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mob.eligibility import shipped
from mob.eligibility.critair import Basis, Energy, Level, Sticker, Vehicle, VehicleKind, from_registration, sticker_of
from mob.kernel.errors import Invalid

CAR, VAN, TRUCK, BUS, MOTORCYCLE, MOPED = VehicleKind
PETROL, DIESEL, BIODIESEL = Energy.PETROL, Energy.DIESEL, Energy.BIODIESEL
DAY = timedelta(days=1)
# (kinds, energies): first day of each class, as annex I of the order of 21 June 2016 gives them.
COLUMNS = [
    ((CAR,), (PETROL,), {"1": "2011-01-01", "2": "2006-01-01", "3": "1997-01-01"}),
    ((CAR,), (DIESEL, BIODIESEL), {"2": "2011-01-01", "3": "2006-01-01", "4": "2001-01-01", "5": "1997-01-01"}),
    ((VAN,), (PETROL,), {"1": "2011-01-01", "2": "2006-01-01", "3": "1997-10-01"}),
    ((VAN,), (DIESEL, BIODIESEL), {"2": "2011-01-01", "3": "2006-01-01", "4": "2001-01-01", "5": "1997-10-01"}),
    ((TRUCK, BUS), (PETROL,), {"1": "2014-01-01", "2": "2009-10-01", "3": "2001-10-01"}),
    ((TRUCK, BUS), (DIESEL,), {"2": "2014-01-01", "3": "2009-10-01", "4": "2006-10-01", "5": "2001-10-01"}),
    ((TRUCK, BUS), (BIODIESEL,), {"1": "2014-01-01", "3": "2009-10-01", "4": "2006-10-01"}),
    ((MOTORCYCLE,), (PETROL, DIESEL), {"1": "2017-01-01", "2": "2007-01-01", "3": "2004-07-01", "4": "2000-06-01"}),
    ((MOPED,), (PETROL, DIESEL), {"1": "2018-01-01", "2": "2007-01-01", "3": "2004-07-01", "4": "2000-06-01"}),
]
BOUNDARIES = [
    (kind, energy, date.fromisoformat(day), level, worse)
    for kinds, energies, column in COLUMNS
    for kind in kinds
    for energy in energies
    for (level, day), worse in zip(column.items(), [*list(column)[1:], "NC"], strict=True)
]
NORMS = [
    *[(CAR, PETROL, euro, level) for euro, level in enumerate("NC 3 3 2 1 1".split(), 1)],
    *[(VAN, DIESEL, euro, level) for euro, level in enumerate("NC 5 4 3 2 2".split(), 1)],
    *[(BUS, PETROL, euro, level) for euro, level in enumerate("NC NC 3 3 2 1".split(), 1)],
    *[(TRUCK, DIESEL, euro, level) for euro, level in enumerate("NC NC 5 4 3 2".split(), 1)],
    *[(TRUCK, BIODIESEL, euro, level) for euro, level in enumerate("NC NC NC 4 3 1".split(), 1)],
    *[(MOTORCYCLE, PETROL, euro, level) for euro, level in enumerate("3 2 1 1".split(), 2)],
]


def test_the_norm_wins_over_the_date() -> None:  # d1
    sticker = sticker_of(from_registration("M1", "ES", "Euro 4", date(2017, 1, 19)))
    assert (sticker.level, sticker.basis) == (Level.TWO, Basis.NORM)
    assert sticker_of(from_registration("M1", "ES", "", date(2017, 1, 19))).level is Level.ONE


def test_the_energy_wins_over_the_norm() -> None:  # d2
    sticker = sticker_of(from_registration("M1", "EL", "Euro 4", date(2021, 3, 1)))
    assert (sticker.level, sticker.basis) == (Level.E, Basis.ENERGY)


@pytest.mark.parametrize(  # d3
    ("category", "energy", "norm", "registered", "level"),
    [
        ("M1", "EG", "Euro 6", date(2021, 5, 4), Level.ONE),
        ("L3e", "ES", "Euro 4", date(2022, 7, 1), Level.ONE),
        ("M1", "GO", "", date(2009, 6, 30), Level.THREE),
    ],
)
def test_a_registration_gives_its_sticker(
    category: str, energy: str, norm: str, registered: date, level: Level
) -> None:
    assert sticker_of(from_registration(category, energy, norm, registered)).level is level


@pytest.mark.parametrize(("kind", "energy", "day", "level", "worse"), BOUNDARIES)
def test_a_class_begins_on_its_day_and_not_before(
    kind: VehicleKind, energy: Energy, day: date, level: str, worse: str
) -> None:
    at, before = (sticker_of(Vehicle(kind, energy, None, on)) for on in (day, day - DAY))
    assert (at.level, at.basis, at.since) == (Level(level), Basis.DATE, day)
    assert (before.level, before.until) == (Level(worse), day - DAY)


@pytest.mark.parametrize(("kind", "energy", "euro", "level"), NORMS)
def test_each_norm_has_its_class_whatever_the_date(kind: VehicleKind, energy: Energy, euro: int, level: str) -> None:
    for registered in (None, date(1990, 1, 1), date(2025, 1, 1)):
        sticker = sticker_of(Vehicle(kind, energy, euro, registered))
        assert (sticker.level, sticker.basis) == (Level(level), Basis.NORM)


@pytest.mark.parametrize(("kind", "euro"), [(CAR, 7), (TRUCK, 7), (MOTORCYCLE, 1), (MOPED, 6)])
def test_a_norm_that_no_row_names_leaves_it_to_the_date(kind: VehicleKind, euro: int) -> None:
    assert sticker_of(Vehicle(kind, PETROL, euro, date(2026, 12, 1))).basis is Basis.DATE


def test_without_norm_or_date_nothing_is_told() -> None:
    assert sticker_of(Vehicle(CAR, DIESEL)) == Sticker(None, Basis.DATE)


def test_what_was_not_read_again_in_the_text_says_so() -> None:
    assert sticker_of(Vehicle(CAR, DIESEL, 4)).is_verified
    assert not sticker_of(Vehicle(TRUCK, DIESEL, 3)).is_verified
    assert not sticker_of(Vehicle(CAR, PETROL, 1)).is_verified


@settings(max_examples=50, deadline=None)
@given(st.builds(Vehicle, st.sampled_from(VehicleKind), st.sampled_from(Energy), st.none(), st.dates(date(1950, 1, 1))))
def test_a_younger_vehicle_never_has_a_worse_sticker(vehicle: Vehicle) -> None:
    assert vehicle.first_registered is not None
    older = Vehicle(vehicle.kind, vehicle.energy, None, max(date(1950, 1, 1), vehicle.first_registered - 400 * DAY))
    ranks = list(Level)
    level, old = sticker_of(vehicle).level, sticker_of(older).level
    assert level is not None
    assert old is not None
    assert ranks.index(level) <= ranks.index(old)


@pytest.mark.parametrize(
    ("words", "euro"),
    [
        ("Euro 6e", 6),
        ("EURO VI", 6),
        ("euro4", 4),
        ("EURO 6 d-temp", 6),
        ("", None),
        ("136/2014", None),
        ("Euro 9", None),
    ],
)
def test_the_class_is_read_as_registrations_write_it(words: str, euro: int | None) -> None:
    assert from_registration("M1", "ES", words, None).euro == euro


def test_a_code_nobody_knows_is_refused_and_named() -> None:
    with pytest.raises(Invalid, match="energy_code_unknown"):
        from_registration("M1", "ZZ", "", None)
    with pytest.raises(Invalid, match="vehicle_category_unknown"):
        from_registration("T1", "ES", "", None)
    with pytest.raises(Invalid, match="euro_norm_unknown"):
        sticker_of(Vehicle(CAR, PETROL, 8))


def test_the_model_has_no_mistake_and_each_threshold_names_its_source() -> None:
    engine = shipped.engine("critair")
    assert engine.check() == []
    for name, rule in engine.rules.items():
        if name.startswith("dates . ") and " . classe " in name:
            assert "annexe I" in rule.raw["note"]
            assert rule.raw["références"]
