"""What the tests of this folder share: a process that reads the product's database, and databases made for one test."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from tests.faults.installation import ROOT, Installation
from tests.services import POSTGRES_URL


class Inspector:
    """The process that reads the database beside the product. `module`: where its commands are.

    It begins with the first question: before the product has started, there is no secret for it to read.
    """

    def __init__(self, installation: Installation, module: str = "tests.faults.inspector") -> None:
        self._environ = {**installation.environ, "DJANGO_SETTINGS_MODULE": "mob.config.settings"}
        self._module = module
        self._process: subprocess.Popen[str] | None = None

    def ask(self, command: str) -> Any:
        process = self._process = self._process or self._begun()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{command}\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    def _begun(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", self._module],
            env=self._environ,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Inspector:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.communicate(timeout=20)


@contextmanager
def database(kind: str, name: str = "faults") -> Iterator[str]:
    """The address of an empty database: SQLite in the home folder, or one made on PostgreSQL."""
    if kind == "sqlite":
        yield ""
        return
    import psycopg

    name = f"mob_{name}_{os.getpid()}"
    with psycopg.connect(POSTGRES_URL, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
    try:
        yield urlsplit(POSTGRES_URL)._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(POSTGRES_URL, autocommit=True) as admin:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
