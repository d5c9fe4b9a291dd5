"""The database in a back-up: a consistent copy taken while people write, and putting it back into an empty one.

SQLite by its online back-up interface; PostgreSQL by `pg_dump`, in the transaction whose snapshot is also read here.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection

from mob.config.backup.manifest import DATABASE

_TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename",
}
_SERVER = {"sqlite": "SELECT sqlite_version()", "postgresql": "SHOW server_version"}


class DatabaseTrouble(Exception):
    """The database cannot be copied or put back. The message is a sentence."""


class Snapshot:
    """The database as it was at one moment: a file to keep, and the same state to read."""

    def __init__(self, file: Path, reader: Any) -> None:
        self.file = file
        self._reader = reader

    @property
    def entry(self) -> str:
        """Its name in the archive."""
        return DATABASE[connection.vendor]

    def rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        with closing(self._reader.cursor()) as cursor:
            cursor.execute(query)
            while rows := cursor.fetchmany(2000):
                yield from rows

    def server(self) -> str:
        return str(next(self.rows(_SERVER[connection.vendor]))[0])

    def counts(self) -> dict[str, int]:
        """Rows of each table. Names of tables come from the database itself."""
        tables = [name for (name,) in self.rows(_TABLES[connection.vendor])]
        return {name: next(self.rows(f'SELECT COUNT(*) FROM "{name}"'))[0] for name in tables}  # noqa: S608


@contextmanager
def snapshot(folder: Path) -> Iterator[Snapshot]:
    """Copy the database into a folder of ours. Raises DatabaseTrouble."""
    taken = _sqlite(folder) if connection.vendor == "sqlite" else _postgres(folder)
    with taken as copy:
        yield copy


@contextmanager
def _sqlite(folder: Path) -> Iterator[Snapshot]:
    file = folder / "sqlite.db"
    try:
        with (
            closing(sqlite3.connect(str(connection.settings_dict["NAME"]))) as live,
            closing(sqlite3.connect(file)) as copy,
        ):
            live.execute("PRAGMA busy_timeout = 30000")
            live.backup(copy)  # all pages in one step: one read transaction, writers go on beside it
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
            found = copy.execute("PRAGMA integrity_check").fetchone()[0]
            if found != "ok":
                raise DatabaseTrouble(f"SQLite finds fault with the copy: {found}")
            yield Snapshot(file, copy)
    except sqlite3.Error as error:
        raise DatabaseTrouble(f"the database cannot be copied ({error})") from error


@contextmanager
def _postgres(folder: Path) -> Iterator[Snapshot]:
    import psycopg

    file = folder / "postgres.dump"
    try:
        with psycopg.connect(**_parameters()) as reader:
            reader.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            reader.read_only = True
            (name,) = reader.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
            _call("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={name}", f"--file={file}")
            yield Snapshot(file, reader)
    except psycopg.Error as error:
        raise DatabaseTrouble(f"the database does not answer ({type(error).__name__})") from error


def is_empty() -> bool:
    """Whether the database holds no table yet. Raises DatabaseTrouble."""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return True
    try:
        return not connection.introspection.table_names()
    except DatabaseError as error:
        raise DatabaseTrouble(f"the database does not answer ({type(error).__name__})") from error


def put_back(file: Path) -> None:
    """Make the empty database what the file holds, whole or not at all. Raises DatabaseTrouble."""
    if connection.vendor == "postgresql":
        name = connection.settings_dict["NAME"]
        options = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")
        connection.close()
        _call("pg_restore", *options, f"--dbname={name}", str(file))
        return
    connection.close()
    target = Path(connection.settings_dict["NAME"])
    for suffix in ("", "-wal", "-shm"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    with file.open("rb") as stream:
        os.fsync(stream.fileno())
    file.rename(target)


def _parameters() -> dict[str, Any]:
    """Of a connection of our own, outside the pool."""
    given: Mapping[str, Any] = connection.settings_dict
    options = {name: value for name, value in given["OPTIONS"].items() if name != "pool"}
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return options | {key: given[name] for key, name in names.items() if given[name]}


def _call(program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL's; the password goes by the environment, never on the command line."""
    if shutil.which(program) is None:
        raise DatabaseTrouble(
            f"{program} is not installed here: install PostgreSQL's client (apt install postgresql-client)"
        )
    given = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    environ = {**os.environ, **{key: str(given[name]) for key, name in names.items() if given[name]}}
    environ |= {f"PG{name.upper()}": str(value) for name, value in given["OPTIONS"].items() if name.startswith("ssl")}
    done = subprocess.run([program, *arguments], env=environ, capture_output=True, text=True)  # noqa: S603  (no shell, our words)
    if done.returncode:
        first = (done.stderr.strip().splitlines() or ["no reason given"])[0]
        raise DatabaseTrouble(f"{program} failed: {first}")


def beside() -> Path:
    """The folder in which a copy of the database is made or kept before it takes its place."""
    is_file = connection.vendor == "sqlite"
    return Path(connection.settings_dict["NAME"]).parent if is_file else Path(settings.ENV.home)
