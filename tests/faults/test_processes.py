"""What the processes of `mob serve` do when one of them is killed, when the port is taken, when told to stop."""

from __future__ import annotations

import os
import signal
import socket
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.installation import Installation, is_alive, until

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Migrated, with two web workers; started by the tests that need it."""
    made = Installation(tmp_path_factory.mktemp("home") / "var", MOB_WEB_WORKERS="2")
    migrated = made.mob("migrate")
    assert migrated.returncode == 0, migrated.stderr
    yield made
    if made.parent is not None:
        made.stop()


@pytest.fixture
def running(installation: Installation) -> Installation:
    if installation.parent is None or installation.parent.poll() is not None:
        installation.start()
    until(installation.is_ready)
    return installation


def test_home_and_secret_are_for_their_owner_alone(installation: Installation) -> None:
    assert stat.S_IMODE(installation.home.stat().st_mode) == 0o700
    assert stat.S_IMODE((installation.home / "secret").stat().st_mode) == 0o600


def test_there_are_n_web_workers_and_one_background_worker(running: Installation) -> None:
    assert len(running.children("server")) == 2
    assert len(running.children("background")) == 1


def test_nothing_answers_once_the_parent_is_killed(running: Installation) -> None:
    children = running.children()
    assert running.parent is not None
    running.parent.kill()
    running.parent.wait()
    until(lambda: not any(is_alive(pid) for pid in children), 2)
    assert not running.answers()


def test_killed_web_workers_are_replaced_and_visitors_wait_instead_of_failing(running: Installation) -> None:
    old = running.children("server")
    running.kill(*old)
    assert running.get("/health/live", seconds=20) == 200
    new = running.children("server")
    assert not set(new) & set(old)


def test_a_killed_background_worker_is_replaced(running: Installation) -> None:
    (old,) = running.children("background")
    running.kill(old)
    until(lambda: running.children("background") not in ([], [old]))
    until(running.is_ready)
    (new,) = running.children("background")
    assert new != old


def test_it_stops_within_seconds_and_starts_again(running: Installation) -> None:
    children = running.children()
    begun = time.monotonic()
    assert running.stop() == 0
    assert time.monotonic() - begun < 5
    assert not any(is_alive(pid) for pid in children)
    assert not running.answers()


def test_a_port_in_use_is_said_in_a_sentence(installation: Installation) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        refused = installation.mob("serve", "--port", str(taken.getsockname()[1]))
    assert refused.returncode == 1
    assert "cannot be used (Address already in use)" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_home_that_cannot_be_made_is_said_in_a_sentence(installation: Installation) -> None:
    refused = installation.mob("migrate", MOB_HOME="/proc/mob")
    assert refused.returncode == 1
    assert "choose another with MOB_HOME" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_database_that_is_not_up_to_date_is_said_in_a_sentence(installation: Installation, tmp_path: Path) -> None:
    refused = installation.mob("serve", MOB_HOME=str(tmp_path))
    assert refused.returncode == 1
    assert "run `mob migrate` first" in refused.stderr


def test_a_bad_setting_is_said_in_a_sentence(installation: Installation) -> None:
    refused = installation.mob("serve", MOB_WEB_WORKERS="many")
    assert refused.returncode == 1
    assert "MOB_WEB_WORKERS='many'" in refused.stderr


@pytest.mark.abuse(93)
def test_production_refuses_stand_ins(installation: Installation) -> None:
    refused = installation.mob("serve", MOB_ENV="production")
    assert refused.returncode == 1
    assert "in production" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_terminal_that_closes_stops_everything(running: Installation) -> None:
    children = running.children()
    os.kill(running.parent_pid, signal.SIGHUP)
    assert running.parent is not None
    running.parent.wait(timeout=10)
    until(lambda: not any(is_alive(pid) for pid in children), 2)
