"""Groupings are told by name in the rules, by SIREN here; what the official code does not know is listed."""

from __future__ import annotations

from mob.catalogue.types import TerritoryCode
from mob.eligibility.books import package, places
from publicodes import Engine
from tests.factories import rule_packages

LYON = TerritoryCode("epci", "200046977")


def spelled(*names: str, givers: dict[str, package.Collectivity] | None = None) -> places.Spelling:
    tests = {
        f"aide {n}": {"applicable si": f"localisation . epci = '{name}'", "valeur": "1 €"}
        for n, name in enumerate(names)
    }
    return places.spelling(Engine({**rule_packages.BASE, **tests}).model, givers or {})


def test_a_siren_of_the_official_code_wins_over_the_name():
    givers = {"aides . lyon": package.Collectivity("epci", "Grand Lyon", "200046977")}
    assert dict(spelled("Grand Lyon", givers=givers).sirens) == {"Grand Lyon": "200046977"}
    assert spelled("Grand Lyon", givers=givers).names == {"200046977": "Grand Lyon"}


def test_a_name_is_matched_whatever_its_abbreviation_accents_and_hyphens():
    found = spelled("Métropole de Lyon", "CC du Pays Mornantais (COPAMO)", "CC Presqu'île de Crozon-Aulne maritime")
    assert not found.unmatched
    assert found.sirens["Métropole de Lyon"] == "200046977"


def test_a_name_nobody_knows_is_listed():
    assert spelled("CC de Nulle-Part").unmatched == ("CC de Nulle-Part",)


def test_an_aid_covers_every_place_its_first_conditions_name():
    one_of = ["localisation . epci = 'Métropole de Lyon'", "localisation . code insee = '68066'"]
    rule = {"applicable si": {"toutes ces conditions": [{"une de ces conditions": one_of}]}, "valeur": "1 €"}
    body = Engine({**rule_packages.BASE, "aide": rule}).rules["aide"].body
    assert places.covered(body, {"Métropole de Lyon": "200046977"}) == (LYON, TerritoryCode("commune", "68066"))
    assert places.covered(body, {}) == ()


def test_another_country_has_no_territory_here():
    assert places.home(package.Collectivity("pays", "Monaco"), {}) is None
    assert places.home(package.Collectivity("pays", "France"), {}) == TerritoryCode("country", "FR")
    assert places.home(package.Collectivity("code insee", "69152"), {}) is None
