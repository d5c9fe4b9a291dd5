"""The real product in a process of its own, with demonstration data, as `mob demo` starts it. No test double here.

`MOB_TEST_E2E_URL` names a product that already runs (`mob demo`): the tests then use it and leave it running.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
READY_WITHIN = 120  # seconds, on two busy cores


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the demonstration, as `mob demo-accounts --json` lists her."""

    role: str
    email: str
    password: str
    totp_secret: str
    funder: str
    key_file: str
    key_passphrase: str


@dataclass(frozen=True, slots=True)
class Product:
    """A running product: its address, its home folder and the people of its demonstration."""

    address: str
    home: Path

    @property
    def people(self) -> tuple[Person, ...]:
        return _people(self.home, self.address)

    def person(self, who: str) -> Person:
        """By the local part of her address (`samira.haddad`). KeyError names the people there are."""
        people = {person.email.partition("@")[0]: person for person in self.people}
        if who not in people:
            raise KeyError(f"{who}: the demonstration has {', '.join(people)}")
        return people[who]

    def mails(self) -> list[dict[str, Any]]:
        """Every mail sent, newest first as the demonstration page lists them."""
        with urllib.request.urlopen(f"{self.address}/demo/courriels.json", timeout=10) as answer:
            mails: list[dict[str, Any]] = json.load(answer)
        return mails


@contextlib.contextmanager
def running() -> Iterator[Product]:
    """A product that answers. Everything it started is ended with it."""
    if address := os.environ.get("MOB_TEST_E2E_URL"):
        home = Path(os.environ.get("MOB_TEST_E2E_HOME", ROOT / "var"))
        yield Product(address.rstrip("/"), home)
        return
    with tempfile.TemporaryDirectory(prefix="mob-e2e-") as folder:
        yield from _started(Path(folder))


def _started(home: Path) -> Iterator[Product]:
    address = f"http://localhost:{free_port()}"
    environment = _environment(home, address)
    log = (home / "product.log").open("wb")
    command = [sys.executable, "-m", "mob", "demo", "--port", address.rsplit(":", 1)[1]]
    process = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        _wait(process, address, home / "product.log")
        yield Product(address, home)
    finally:
        _end(process)
        log.close()


def _environment(home: Path, address: str) -> dict[str, str]:
    # The tests' own settings and warnings are theirs alone.
    not_ours = ("MOB_", "DJANGO_", "PYTHON")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(not_ours)}
    paths = {"MOB_HOME": str(home), "MOB_PUBLIC_URL": address, "PYTHONPATH": str(ROOT / "src")}
    return kept | paths | {"PYTHONUNBUFFERED": "1"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _wait(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(
                f"the product ended with {process.returncode}:\n{log.read_text(errors='replace')[-3000:]}"
            )
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/health/ready", timeout=2) as answer:
            if answer.status == 200:
                return
        time.sleep(0.2)
    raise RuntimeError(f"the product was not ready within {READY_WITHIN} s:\n{log.read_text(errors='replace')[-3000:]}")


@cache
def _people(home: Path, address: str) -> tuple[Person, ...]:
    environment = _environment(home, address)
    command = [sys.executable, "-m", "mob", "demo-accounts", "--json"]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60).stdout
    names = Person.__dataclass_fields__
    return tuple(Person(**{name: str(row.get(name) or "") for name in names}) for row in json.loads(told))


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=5)
