"""What every test would otherwise do again for the same result: the list of static files, the way a database is emptied."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase

from mob.web.staticfiles import StaticFiles

# Migrations write these; Django's own flush writes them anew.
KEPT = {"django_migrations", "django_content_type", "auth_permission"}


def install() -> None:
    """For the whole process."""
    find_static_files_once()
    TransactionTestCase._fixture_teardown = _empty_databases  # type: ignore[method-assign]


def find_static_files_once() -> None:
    """Each `Client()` makes the middleware anew, which reads and measures every static file: a third of a request."""
    find = StaticFiles.add_files_from_finders
    found: dict[str, Any] = {}

    def add(self: StaticFiles) -> None:
        if not found:
            find(self)
            found.update(self.files)
        self.files.update(found)

    StaticFiles.add_files_from_finders = add


def _empty_databases(case: TransactionTestCase) -> None:
    for alias in case._databases_names(include_mirrors=False):
        empty(connections[alias])


def empty(connection: BaseDatabaseWrapper) -> None:
    """Delete every row a test left, in one transaction.

    Django's flush truncates every table, used or not, and makes permissions anew: on PostgreSQL a quarter of a second
    for what a handful of deletions does. Foreign keys are checked when the transaction ends.
    """
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(_which_hold_rows(connection))
        for (table,) in cursor.fetchall():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")


@cache
def _which_hold_rows(connection: BaseDatabaseWrapper) -> str:
    tables = sorted(set(connection.introspection.table_names()) - KEPT)
    quote = connection.ops.quote_name
    return " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {quote(table)})" for table in tables)
