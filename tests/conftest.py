"""What holds for every test: no network where none is needed, and nothing skipped in silence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.factories.world import World
from tests.services import MISSING

TESTS = Path(__file__).parent
# These suites speak to nothing. The others may speak to this machine alone (`--allow-hosts` in pyproject.toml).
WITHOUT_NETWORK = {"unit", "context", "edge"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.relative_to(TESTS).parts[0] in WITHOUT_NETWORK:
            item.add_marker(pytest.mark.disable_socket)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker, reason_missing in MISSING.items():
        if item.get_closest_marker(marker) is None or (reason := reason_missing()) is None:
            continue
        if os.environ.get("CI") == "true":
            pytest.fail(f"{marker}: {reason}; CI must run this test (scripts/test-services)")
        pytest.skip(f"{marker}: {reason}")


@pytest.fixture
def world(db: None) -> World:
    """Builders of people, funders, aids and staff."""
    return World()
