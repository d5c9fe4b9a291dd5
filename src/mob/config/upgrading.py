"""What `mob upgrade-check` looks at before a new version is let loose on real data. Changes nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations import RunPython, RunSQL
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from mob.config.backup.taking import last_backup
from mob.config.doctor import Finding, Level
from mob.journal import registry
from mob.journal import selectors as journal
from mob.kernel import clock
from mob.kernel.actor import Actor

_RECENT = timedelta(hours=24)


def examine() -> list[Finding]:
    """Everything that could make the upgrade fail, or make it impossible to go back. Raises the database's errors."""
    executor = MigrationExecutor(connection)
    applied = set(executor.loader.applied_migrations)
    return [*_unknown(executor, applied), *_pending(executor), *_room(), *_backup(), *_work()]


def _unknown(executor: MigrationExecutor, applied: set[tuple[str, str]]) -> Iterator[Finding]:
    """Applied by a newer program than this one: going back is by restoring, never by installing an old version."""
    known = set(executor.loader.disk_migrations)
    newer = sorted(f"{app}.{name}" for app, name in applied - known)
    for name in newer:
        yield Finding(Level.WRONG, "migration", f"{name} is in the database and not in this version: it is too old")


def _pending(executor: MigrationExecutor) -> Iterator[Finding]:
    if not MigrationRecorder(connection).has_table():
        yield Finding(Level.FINE, "migration", "the database is empty: `mob migrate` makes it")
        return
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        yield Finding(Level.FINE, "migration", "nothing is pending: old and new processes may run side by side")
    for migration, _ in plan:
        fills = any(isinstance(step, RunPython | RunSQL) for step in migration.operations)
        goes_back = all(step.reversible for step in migration.operations)
        words = "goes through rows, allow for time" if fills else "changes the shape alone"
        text = f"{migration.app_label}.{migration.name} {words}{'' if goes_back else ', cannot be undone'}"
        yield Finding(Level.NOTE, "migration", text)
        if not migration.atomic:
            yield Finding(Level.NOTE, "migration", f"{migration.name} is not one transaction: read its first lines")


def _room() -> Iterator[Finding]:
    """SQLite rewrites a table whole when it changes; a copy of the database must fit twice."""
    if connection.vendor != "sqlite":
        return
    file = Path(connection.settings_dict["NAME"])
    needed = 2 * file.stat().st_size if file.exists() else 0
    free = shutil.disk_usage(file.parent).free
    level = Level.FINE if free > needed else Level.WRONG
    yield Finding(level, "room", f"{free // 1024**2} MB free, {needed // 1024**2} MB may be needed")


def _backup() -> Iterator[Finding]:
    last = last_backup()
    if last is None or clock.now() - last > _RECENT:
        when = f"the last one is of {last:%Y-%m-%d %H:%M} UTC" if last else "none was ever made from this home"
        level = Level.WRONG if settings.ENV.is_production else Level.NOTE
        yield Finding(level, "back-up", f"{when}: run `mob backup` first, it is the way back")
    else:
        yield Finding(Level.FINE, "back-up", f"{last:%Y-%m-%d %H:%M} UTC")


def _work() -> Iterator[Finding]:
    """Work that this version does not know any more would be parked: let the old version finish it."""
    if not MigrationRecorder(connection).has_table():
        return
    waiting = journal.waiting_labels(Actor.system())
    lost = [name for name in waiting if not (registry.subscriber(name) or registry.task_kind(name))]
    for name in lost:
        yield Finding(Level.WRONG, "queue", f"work for {name} waits and this version does not know it")
    if not lost:
        yield Finding(Level.FINE, "queue", "all that waits is known to this version")
