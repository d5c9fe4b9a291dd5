"""What holds for every test: no network where none is needed, and nothing skipped in silence."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from mob.web import ending
from tests.factories.world import World
from tests.services import MISSING

if TYPE_CHECKING:
    from playwright.sync_api import Playwright

TESTS = Path(__file__).parent
# These suites speak to nothing. The others may speak to this machine alone (`--allow-hosts` in pyproject.toml).
WITHOUT_NETWORK = {"unit", "context", "edge"}
# A busy machine is not a wrong answer. Hypothesis does the same by itself where `CI` is set, with its own seed.
if os.environ.get("CI") != "true":
    settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("patient")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.relative_to(TESTS).parts[0] in WITHOUT_NETWORK:
            item.add_marker(pytest.mark.disable_socket)


@pytest.fixture(scope="session", autouse=True)
def _work_is_shared() -> None:
    from tests import shared_work

    shared_work.install()


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the collector need not walk through modules and thousands of tests again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


# pytest looks at no function whose name does not begin so.
@pytest.hookimpl(specname="pytest_collection_modifyitems")
def pytest_only_the_database_on_postgresql(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The second pass is for what speaks to a database: the rest was proved by the first, word for word."""
    if not os.environ.get("MOB_DATABASE_URL", "").startswith("postgres"):
        return
    idle = [item for item in items if not _asks_a_database(item)]
    if idle:
        config.hook.pytest_deselected(items=idle)
        items[:] = [item for item in items if _asks_a_database(item)]


def _asks_a_database(item: pytest.Item) -> bool:
    return item.get_closest_marker("django_db") is not None or bool(
        {"db", "transactional_db", "django_db_setup"} & set(getattr(item, "fixturenames", ()))
    )


@pytest.hookimpl(trylast=True, specname="pytest_collection_modifyitems")
def pytest_long_ones_first(items: list[pytest.Item]) -> None:
    """Whatever the order drawn: a test of a minute that begins last leaves every other worker idle."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker, reason_missing in MISSING.items():
        if item.get_closest_marker(marker) is None or (reason := reason_missing()) is None:
            continue
        if os.environ.get("CI") == "true":
            pytest.fail(f"{marker}: {reason}; CI must run this test (scripts/test-services)")
        pytest.skip(f"{marker}: {reason}")


@pytest.fixture(autouse=True)
def _no_end_is_announced() -> None:
    """Pages ask once a minute whether this service ends: tests of pages without a database ask nothing."""
    ending.know(None, seconds=3600)


@pytest.fixture
def world(db: None) -> World:
    """Builders of people, funders, aids and staff."""
    return World()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Once a process for every suite: Playwright's synchronous interface cannot be entered twice."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as entered:
        yield entered
