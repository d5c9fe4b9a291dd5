"""Communes, the territories that contain them, and their names. The test environment shows the invented Valmont too."""

import pytest

from mob.geography import selectors
from mob.geography.types import Territory, TerritoryKind


def _codes(place: str) -> dict[TerritoryKind, set[str]]:
    found: dict[TerritoryKind, set[str]] = {}
    for territory in selectors.territories_of(place):
        found.setdefault(territory.kind, set()).add(territory.code)
    return found


def test_a_commune_is_known_by_its_insee_code() -> None:
    lyon = selectors.commune("69123")
    assert lyon is not None
    assert (lyon.name, lyon.department, lyon.region, lyon.epci) == ("Lyon", "69", "84", "200046977")
    assert lyon.postcodes[0] == "69001"
    assert lyon.population > 500_000


@pytest.mark.parametrize("code", ["", "00000", "1004", "69123 ", "lyon", "2a004"])
def test_an_unknown_code_is_no_commune(code: str) -> None:
    assert selectors.commune(code) is None
    assert selectors.territories_of(code) == frozenset()


def test_a_year_may_be_asked_for() -> None:
    assert selectors.commune("69123", vintage=2026) == selectors.commune("69123")
    with pytest.raises(KeyError):
        selectors.commune("69123", vintage=1999)


def test_a_commune_lies_in_its_epci_departement_region_and_country() -> None:
    assert _codes("01004") == {
        TerritoryKind.COMMUNE: {"01004"},
        TerritoryKind.EPCI: {"240100883"},
        TerritoryKind.DEPARTMENT: {"01"},
        TerritoryKind.REGION: {"84"},
        TerritoryKind.COUNTRY: {"FR"},
    }


@pytest.mark.parametrize(
    ("part", "whole", "epci"),
    [("75113", "75056", "200054781"), ("69383", "69123", "200046977"), ("13201", "13055", "200054807")],
)
def test_an_arrondissement_lies_in_its_commune(part: str, whole: str, epci: str) -> None:
    assert _codes(part)[TerritoryKind.COMMUNE] == {part, whole}
    assert _codes(part)[TerritoryKind.EPCI] == {epci}
    assert _codes(whole) == _codes(part) | {TerritoryKind.COMMUNE: {whole}}


def test_corsica_and_overseas_keep_their_codes() -> None:
    assert _codes("2A004")[TerritoryKind.DEPARTMENT] == {"2A"}
    assert _codes("97411")[TerritoryKind.REGION] == {"04"}
    assert _codes("98818")[TerritoryKind.DEPARTMENT] == {"988"}


def test_an_island_without_epci_lies_in_the_rest() -> None:
    assert TerritoryKind.EPCI not in _codes("85113")
    assert _codes("85113")[TerritoryKind.DEPARTMENT] == {"85"}


@pytest.mark.parametrize(
    ("kind", "code", "name"),
    [
        ("country", "FR", "France"),
        ("region", "84", "Auvergne-Rhône-Alpes"),
        ("department", "69", "Rhône"),
        ("epci", "200046977", "Métropole de Lyon"),
        ("epci", "240100883", "Communauté de communes de la Plaine de l'Ain"),
        ("commune", "69123", "Lyon"),
        ("commune", "69383", "Lyon 3e Arrondissement"),
        ("region", "69", None),
        ("department", "1", None),
        ("epci", "000000000", None),
        ("commune", "99999", None),
        ("planet", "FR", None),
        ("", "", None),
    ],
)
def test_a_territory_has_a_name_or_does_not_exist(kind: str, code: str, name: str | None) -> None:
    assert selectors.territory_name(kind, code) == name


def test_the_communes_of_a_territory_are_those_it_contains() -> None:
    lyon = selectors.communes_in(Territory(TerritoryKind.EPCI, "200046977"))
    assert len(lyon) == 58
    assert all(Territory(TerritoryKind.EPCI, "200046977") in selectors.territories_of(place.code) for place in lyon)
    assert [place.name for place in selectors.communes_in(Territory(TerritoryKind.DEPARTMENT, "75"))] == ["Paris"]
    assert [place.code for place in selectors.communes_in(Territory(TerritoryKind.COMMUNE, "75113"))] == ["75113"]
    assert len(selectors.communes_in(Territory(TerritoryKind.COUNTRY, "FR"))) == 34_969 + 5


def test_a_postcode_gives_its_communes_the_most_populated_first() -> None:
    places = selectors.communes_of_postcode("01400")
    assert "L'Abergement-Clémenciat" in [place.name for place in places]
    assert [place.population for place in places] == sorted((place.population for place in places), reverse=True)
    assert all("01400" in place.postcodes for place in places)


def test_a_postcode_of_paris_lyon_or_marseille_gives_the_arrondissement() -> None:
    assert [place.code for place in selectors.communes_of_postcode("69003")] == ["69383"]
    assert [place.code for place in selectors.communes_of_postcode("75116")] == ["75116"]


@pytest.mark.parametrize("postcode", ["", "1400", "00000", "abcde", "014000"])
def test_an_unknown_postcode_gives_nothing(postcode: str) -> None:
    assert selectors.communes_of_postcode(postcode) == []


def test_valmont_lies_in_the_real_isere() -> None:
    assert _codes("99V01") == {
        TerritoryKind.COMMUNE: {"99V01"},
        TerritoryKind.EPCI: {"999900001"},
        TerritoryKind.DEPARTMENT: {"38"},
        TerritoryKind.REGION: {"84"},
        TerritoryKind.COUNTRY: {"FR"},
    }
    assert selectors.territory_name("epci", "999900001") == "Métropole de Valmont"
    assert len(selectors.communes_in(Territory(TerritoryKind.EPCI, "999900001"))) == 5
