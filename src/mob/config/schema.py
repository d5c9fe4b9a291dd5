"""The database's shape: what is pending, and bringing it up to date. Migrations themselves live in each context."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.state import ProjectState

from mob.integrations.platform_key import FileSigningKey
from mob.integrations.token_keys import FileTokenKeys

# How many are done, out of how many.
Progress = Callable[[int, int], None]
# Of PostgreSQL's advisory locks, the one that means "migrating". Any number will do, as long as it stays.
_LOCK = 0x6D6F_6273


class _WholeMigrations(MigrationExecutor):
    """A migration and the line that says it was done are one transaction.

    Django writes that line after the transaction wherever foreign keys were made: a process killed in between leaves
    tables that the next one would make again.
    """

    def apply_migration(
        self, state: ProjectState, migration: Migration, fake: bool = False, fake_initial: bool = False
    ) -> ProjectState:
        if not migration.atomic:
            return super().apply_migration(state, migration, fake=fake, fake_initial=fake_initial)
        with _unchecked(), transaction.atomic():
            return super().apply_migration(state, migration, fake=fake, fake_initial=fake_initial)


@contextmanager
def _unchecked() -> Iterator[None]:
    """SQLite remakes tables with foreign keys unchecked, and takes that order outside of a transaction alone."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.disable_constraint_checking()
    try:
        yield
    finally:
        connection.enable_constraint_checking()


def pending() -> list[str]:
    """Migrations not applied yet, as `app.name`, in order. Raises the database's errors."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time on PostgreSQL, where a killed one may still be committing when the next begins.

    The server holds the lock for the session, and lets it go by itself once the session has ended.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def migrate(progress: Progress) -> None:
    """Apply what is pending; make the cache table and the signing keys where missing. Safe to run again."""
    with _alone():
        _migrate(progress)
    FileSigningKey(settings.ENV.home).make()
    FileTokenKeys(settings.ENV.home).make()


def _migrate(progress: Progress) -> None:
    total, done = len(pending()), 0

    def tell(action: str, *_: object) -> None:
        nonlocal done
        if action == "apply_success":
            done += 1
            progress(done, total)

    executor = _WholeMigrations(connection, cast("Any", tell))
    executor.migrate(executor.loader.graph.leaf_nodes())
    call_command("createcachetable", verbosity=0)
