"""The wheel holds all it takes: `pip install <wheel> && mob demo` needs no checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "src" / "mob"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder a wheel unpacks into, as `pip install --no-deps --target` leaves it."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    built = subprocess.run(build, capture_output=True, text=True)
    assert built.returncode == 0, built.stdout + built.stderr
    (wheel,) = folder.glob("mon_compte_mobilite-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def mob(installed: Path, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MOB_", "DJANGO_", "PYTEST_"))}
    environ = {**kept, "PYTHONPATH": str(installed), "HOME": str(home)}
    command = [sys.executable, "-m", "mob", *arguments]
    return subprocess.run(command, env=environ, cwd=home, capture_output=True, text=True, timeout=120)


def test_it_holds_every_file_of_the_sources(installed: Path) -> None:
    wanted = {
        file.relative_to(SOURCES)
        for file in SOURCES.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts and not file.name.startswith(".")
    }
    there = {file.relative_to(installed / "mob") for file in (installed / "mob").rglob("*") if file.is_file()}
    assert wanted - there == set()
    assert {path.suffix for path in wanted} >= {".py", ".html", ".css", ".svg", ".mo", ".json", ".toml"}


def test_it_holds_nothing_else(installed: Path) -> None:
    top = {path.name.split("-")[0] for path in installed.iterdir()}
    assert top <= {"mob", "publicodes", "mon_compte_mobilite"}


def test_it_makes_its_home_where_users_keep_data(installed: Path, tmp_path: Path) -> None:
    made = mob(installed, tmp_path, "migrate")
    assert made.returncode == 0, made.stderr
    assert (tmp_path / ".local" / "share" / "mob" / "mob.db").exists()
    assert mob(installed, tmp_path, "doctor").returncode == 0
