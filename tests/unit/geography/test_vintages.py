"""The shipped table is the official one: exact counts, codes kept as text."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from mob.geography import vintages

ROOT = Path(__file__).parents[3]


@pytest.fixture
def table() -> vintages.Table:
    return vintages.load(2026, with_demo=False)


def test_2026_is_shipped_and_the_latest() -> None:
    assert vintages.available() == (2026,)
    assert vintages.latest() == 2026


def test_a_year_that_is_not_shipped_is_said_so() -> None:
    with pytest.raises(KeyError):
        vintages.load(1999, with_demo=False)


def test_it_holds_every_commune_and_municipal_arrondissement(table: vintages.Table) -> None:
    assert len(table.codes) - len(table.parents) == 34_969
    assert len(table.parents) == 45
    columns = (table.names, table.departments, table.epcis, table.postcodes, table.populations, set(table.codes))
    assert {len(column) for column in columns} == {34_969 + 45}


def test_it_holds_every_epci_departement_region_and_postcode(table: vintages.Table) -> None:
    assert len(table.epci_names) == 1_255
    assert len(set(filter(None, table.epcis))) == 1_255
    assert sum(code is not None for code in table.epcis) == 34_871
    assert len(table.department_names) == 109
    assert len(table.region_names) == 26
    assert len(table.rows_of_postcode) == 6_310


def test_what_the_file_says_of_itself_is_true(table: vintages.Table) -> None:
    document = json.loads(gzip.decompress((vintages.DATA / "2026.json.gz").read_bytes()))
    assert document["vintage"] == 2026
    assert document["source"]["licence"].startswith("Licence Ouverte")
    assert document["source"]["version"] == "6.0.0"
    assert document["counts"] == {
        "communes": 34_969,
        "arrondissements": 45,
        "epcis": 1_255,
        "departments": 109,
        "regions": 26,
        "postcodes": 6_310,
    }


def test_the_data_weigh_at_most_600_kb() -> None:
    assert sum(path.stat().st_size for path in vintages.DATA.iterdir()) <= 600_000


def test_codes_stay_text(table: vintages.Table) -> None:
    for code, name in (("01004", "Ambérieu-en-Bugey"), ("2A004", "Ajaccio"), ("97411", "Saint-Denis")):
        assert table.commune(table.rows[code]).name == name
    assert all(len(code) == 5 for code in table.codes)
    assert all(len(code) == 5 for code in table.rows_of_postcode)


def test_every_code_leads_to_a_territory_that_exists(table: vintages.Table) -> None:
    assert set(table.departments) <= set(table.department_names)
    assert set(table.region_of_department.values()) <= set(table.region_names)
    assert set(filter(None, table.epcis)) == set(table.epci_names)
    assert set(table.parents.values()) == {"13055", "69123", "75056"}


def test_production_knows_no_invented_place(table: vintages.Table) -> None:
    assert not any(code.startswith("99V") for code in table.codes)
    assert "999900001" not in table.epci_names


def test_the_invented_places_hide_no_real_one() -> None:
    real, shown = vintages.load(2026, with_demo=False), vintages.load(2026, with_demo=True)
    assert shown.codes[: len(real.codes)] == real.codes
    assert len(set(shown.codes)) == len(real.codes) + 5
    assert "999900001" not in real.epci_names


def test_reading_needs_neither_django_nor_anything_installed() -> None:
    code = """
import sys
from mob.geography import search, vintages
search.Index(vintages.load(2026, with_demo=False))
assert "django" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": str(ROOT / "src")})
