<<<<<<< HEAD
"""What every test may use. Outside services are asked for by marker and skipped by name when absent; `CI=true` forbids that."""
=======
"""What holds for every test: no network where none is needed, and nothing skipped in silence."""
>>>>>>> platform

from __future__ import annotations

import os
<<<<<<< HEAD
import socket
from pathlib import Path

import pytest
from django.db import connection

from tests.factories.world import World

IN_CI = os.environ.get("CI") == "true"


def _listens(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((host, port)) == 0


def missing_service(name: str) -> str | None:
    """Why a service cannot be used here, or None when it can."""
    if name == "chromium":
        return None if Path("/usr/bin/chromium").exists() else "Debian's Chromium is not installed (/usr/bin/chromium)"
    if name == "clamav":
        return None if _listens("127.0.0.1", 3310) else "clamd does not listen on 127.0.0.1:3310"
    if name == "postgres":
        return None if _listens("127.0.0.1", 5432) else "PostgreSQL does not listen on 127.0.0.1:5432"
    raise LookupError(name)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    reasons = {name: missing_service(name) for name in ("chromium", "clamav", "postgres")}
    for item in items:
        for name, reason in reasons.items():
            if reason and item.get_closest_marker(name):
                if IN_CI:
                    pytest.exit(f"CI=true forbids skipping {item.nodeid}: {reason}", returncode=3)
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture
def world(db: None) -> World:
    """Builders of people, funders, aids and staff, over the product's own services."""
    return World()


@pytest.fixture
def on_postgres() -> bool:
    return connection.vendor == "postgresql"
=======
from pathlib import Path

import pytest

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
>>>>>>> platform
