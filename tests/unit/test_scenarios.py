"""Every acceptance scenario that this version answers for has a test that carries its name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
SCENARIOS = ("e1", "e2", "e3", "e4", "e5", "e6", "e7", "f1", "f3")
"""e: accounts and identity; f: what a person needs in order to travel. e8 is a measure (`benchmarks/tokens.py`)."""
NAMES = re.findall(r"def test_([a-z]\d+)_", "\n".join(path.read_text("utf-8") for path in TESTS.rglob("test_*.py")))


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_each_scenario_is_shown(scenario: str) -> None:
    assert scenario in NAMES
