"""What every test may use. Outside services are asked for by marker and skipped by name when absent; `CI=true` forbids that."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
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


@pytest.fixture(autouse=True)
def _no_outside_network(request: pytest.FixtureRequest) -> Iterator[None]:
    """Sockets reach this machine alone."""
    import pytest_socket

    pytest_socket.socket_allow_hosts(["127.0.0.1", "localhost", "::1"], allow_unix_socket=True)
    yield
    pytest_socket.enable_socket()
    pytest_socket._remove_restrictions()


@pytest.fixture
def world(db: None) -> World:
    """Builders of people, funders, aids and staff, over the product's own services."""
    return World()


@pytest.fixture
def on_postgres() -> bool:
    return connection.vendor == "postgresql"


__all__ = ["settings", "urlsplit"]
