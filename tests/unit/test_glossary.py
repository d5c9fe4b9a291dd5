"""The glossary names what exists."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "glossary.md"
ROWS = [
    [re.findall("`([^`]+)`", cell) for cell in line.strip("|").split("|")[1:3]]
    for line in PAGE.read_text(encoding="utf-8").splitlines()
    if line.startswith("|") and "`" in line
]


@pytest.mark.parametrize(("names", "places"), ROWS, ids=[names[0] for names, _ in ROWS])
def test_every_name_of_the_glossary_exists_where_it_says(names: list[str], places: list[str]) -> None:
    modules = [import_module(place) for place in places]
    for name in names:
        first, _, member = name.partition(".")
        found = [getattr(module, first) for module in modules if hasattr(module, first)]
        assert found, f"{name} is in none of {places}"
        assert not member or hasattr(found[0], member), f"{name}: no such member"


def test_the_glossary_says_something() -> None:
    assert len(ROWS) > 20
