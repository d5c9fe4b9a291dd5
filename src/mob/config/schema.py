"""The database's shape: what is pending, and bringing it up to date. Migrations themselves live in each context."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from mob.integrations.platform_key import FileSigningKey

# How many are done, out of how many.
Progress = Callable[[int, int], None]


def pending() -> list[str]:
    """Migrations not applied yet, as `app.name`, in order. Raises the database's errors."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def migrate(progress: Progress) -> None:
    """Apply what is pending; make the cache table and the key of manifests where missing. Safe to run again."""
    total, done = len(pending()), 0

    def tell(action: str, *_: object) -> None:
        nonlocal done
        if action == "apply_success":
            done += 1
            progress(done, total)

    executor = MigrationExecutor(connection, cast("Any", tell))
    executor.migrate(executor.loader.graph.leaf_nodes())
    call_command("createcachetable", verbosity=0)
    FileSigningKey(settings.ENV.home).make()
