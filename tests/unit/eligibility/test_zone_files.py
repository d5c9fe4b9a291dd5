"""Zones from schema-zfe files: what is read, and strange files that are told, never a crash."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mob.eligibility.critair import Level, VehicleKind
from mob.eligibility.zone_files import read
from mob.kernel.errors import Invalid

PROPERTIES: dict[str, Any] = {
    "id": "200046977-ZFE-001",
    "date_debut": "2025-01-01",
    "date_fin": None,
    "vp_critair": "V3",
    "vp_horaires": "Mo-Fr 08:00-20:00; PH off",
    "deux_rm_critair": "NC",
    "deux_rm_horaires": "24/7",
    "pl_critair": None,
    "pl_horaires": None,
    "url_arrete": "https://exemple.fr/arrete.pdf",
    "url_site": "https://exemple.fr/zfe",
}


def file(*features: dict[str, Any]) -> str:
    made = [
        {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": []}, "properties": each} for each in features
    ]
    return json.dumps({"type": "FeatureCollection", "features": made})


def codes(**changes: Any) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in read(file(PROPERTIES | changes)).problems]


def test_a_zone_is_read_whole() -> None:
    found = read(file(PROPERTIES), suspended_from=date(2027, 1, 1))
    assert found.problems == []
    (zone,) = found.zones
    assert (zone.id, zone.starts, zone.ends) == ("200046977-ZFE-001", date(2025, 1, 1), None)
    assert set(zone.restrictions) == {VehicleKind.CAR, VehicleKind.MOTORCYCLE, VehicleKind.MOPED}
    assert zone.restrictions[VehicleKind.CAR].refused_from is Level.THREE
    assert zone.suspended_from == date(2027, 1, 1)
    assert (zone.order_url, zone.information_url) == ("https://exemple.fr/arrete.pdf", "https://exemple.fr/zfe")


def test_both_names_of_the_information_page_are_read() -> None:
    other = PROPERTIES | {"url_site": None, "url_site_information": "https://exemple.fr/autre"}
    assert read(file(other)).zones[0].information_url == "https://exemple.fr/autre"


def test_a_road_of_the_national_map_is_a_zone_too() -> None:
    assert read(file(PROPERTIES | {"id": "TRONROUT0000000005679817"})).problems == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"vp_horaires": "Lu-Ve 8h-20h"}, ("vp_horaires", "hours_not_understood")),
        ({"vp_horaires": None}, ("vp_horaires", "zone_pair_incomplete")),
        ({"vp_critair": None}, ("vp_critair", "zone_pair_incomplete")),
        ({"vp_critair": "4"}, ("vp_critair", "zone_sticker_wrong")),
        ({"vp_critair": 3}, ("vp_critair", "zone_value_no_text")),
        ({"date_fin": "31/12/2026"}, ("date_fin", "zone_date_wrong")),
        ({"date_fin": "9999-12-31"}, ("date_fin", "zone_date_wrong")),
        ({"url_arrete": "javascript:alert(1)"}, ("url_arrete", "zone_address_wrong")),
    ],
)
def test_a_wrong_value_is_told_and_the_zone_kept(changes: dict[str, Any], problem: tuple[str, str]) -> None:
    assert problem in codes(**changes)
    (zone,) = read(file(PROPERTIES | changes)).zones
    if problem[0].startswith("vp_"):
        rule = zone.restrictions[VehicleKind.CAR]
        assert rule.hours is None or rule.refused_from is None


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"id": "Paris"}, ("id", "zone_id_wrong")),
        ({"id": None}, ("id", "zone_id_wrong")),
        ({"date_debut": "2025-02-30"}, ("date_debut", "zone_date_wrong")),
        ({"date_debut": None}, ("date_debut", "zone_start_missing")),
        ({"date_fin": "2024-12-31"}, ("date_fin", "zone_dates_crossed")),
    ],
)
def test_a_feature_without_right_id_or_dates_is_left_out_and_told(
    changes: dict[str, Any], problem: tuple[str, str]
) -> None:
    assert problem in codes(**changes)
    assert read(file(PROPERTIES | changes)).zones == []


def test_the_same_id_twice_is_told_and_the_first_kept() -> None:
    found = read(file(PROPERTIES, PROPERTIES | {"vp_critair": "V5"}))
    assert [problem.code for problem in found.problems] == ["zone_id_twice"]
    assert found.problems[0].feature == 2
    assert found.zones[0].restrictions[VehicleKind.CAR].refused_from is Level.THREE


def test_every_problem_has_a_sentence_in_both_languages() -> None:
    strange = {"vp_horaires": "x", "vul_critair": "9", "date_fin": "x", "url_site": "x", "pl_horaires": 3}
    for problem in read(file(PROPERTIES | strange, {}, PROPERTIES | {"date_fin": "2020-01-01"})).problems:
        assert problem.sentence("fr") != problem.sentence("en")


@pytest.mark.parametrize(
    "content",
    ["", "[]", "3", "null", "{", '{"type": "FeatureCollection"}', b"\xff\xfe\x00", "[" * 100_000, '{"features": []}'],
)
def test_a_file_that_is_no_collection_is_refused(content: str | bytes) -> None:
    with pytest.raises(Invalid, match="zone_file_unreadable"):
        read(content)


def test_too_many_features_are_refused() -> None:
    with pytest.raises(Invalid, match="zone_file_too_large"):
        read(json.dumps({"type": "FeatureCollection", "features": [0] * 20_001}))


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=12) | st.sampled_from(["V3", "24/7", "2025-01-01"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*PROPERTIES]), inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.sampled_from([*PROPERTIES]), ANYTHING), st.lists(ANYTHING, max_size=3))
def test_whatever_a_feature_holds_is_read_or_told(changes: dict[str, Any], others: list[Any]) -> None:
    made = [*others, {"properties": PROPERTIES | changes}]
    found = read(json.dumps({"type": "FeatureCollection", "features": made}))
    assert len(found.zones) + len({problem.feature for problem in found.problems}) >= len(made)
