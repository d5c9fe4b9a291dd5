"""The builder writes what the reader reads."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from mob.geography import vintages

BUILD = Path(__file__).parents[3] / "scripts" / "build-geography"
COMMUNES = [
    {"code": "69123", "nom": "Lyon", "type": "commune-actuelle", "departement": "69", "population": 10},
    {
        "code": "69381",
        "nom": "Lyon 1er Arrondissement",
        "type": "arrondissement-municipal",
        "departement": "69",
        "commune": "69123",
        "codesPostaux": ["69001"],
    },
    {"code": "01004", "nom": "Ambérieu", "type": "commune-actuelle", "departement": "01", "codesPostaux": ["01500"]},
    {"code": "01015", "nom": "Arbignieu", "type": "commune-deleguee", "departement": "01", "chefLieu": "01004"},
    {"code": "01004", "nom": "Ambérieu", "type": "commune-deleguee", "departement": "01", "chefLieu": "01004"},
]
FILES = {
    "communes": COMMUNES,
    "epci": [{"code": "200000172", "nom": "CC du Bugey", "membres": [{"code": "01004"}]}],
    "departements": [{"code": "01", "nom": "Ain", "region": "84"}, {"code": "69", "nom": "Rhône", "region": "84"}],
    "regions": [{"code": "84", "nom": "Auvergne-Rhône-Alpes"}],
}


def _build(package: Path, output: Path) -> bytes:
    (package / "data").mkdir(parents=True, exist_ok=True)
    output.mkdir(exist_ok=True)
    for name, rows in FILES.items():
        (package / "data" / f"{name}.json").write_text(json.dumps(rows), encoding="utf-8")
    command = [sys.executable, str(BUILD), "--package", str(package), "--vintage", "2031", "--output", str(output)]
    subprocess.run(command, check=True, capture_output=True)
    return (output / "2031.json.gz").read_bytes()


def test_a_new_year_is_read_beside_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _build(tmp_path / "package", tmp_path / "data")
    monkeypatch.setattr(vintages, "DATA", tmp_path / "data")
    table = vintages.load.__wrapped__(2031, with_demo=False)
    assert table.codes == ["01004", "69123", "69381"]
    assert table.epcis == ["200000172", None, None]
    assert table.epci_names == {"200000172": "Communauté de communes du Bugey"}
    assert table.parents == {"69381": "69123"}
    assert table.former == [("Arbignieu", 0)]
    assert list(table.populations) == [0, 10, 0]


def test_the_same_package_gives_the_same_bytes(tmp_path: Path) -> None:
    assert _build(tmp_path / "package", tmp_path / "a") == _build(tmp_path / "package", tmp_path / "b")
