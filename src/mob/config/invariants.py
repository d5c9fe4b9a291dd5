"""What always holds, whatever was killed, restored or upgraded: `mob doctor --invariants`. Each context brings its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.db import connection

from mob.kernel.ports import PortUnavailable

Invariant = Callable[[], Iterable[str]]


def broken() -> Iterator[tuple[str, str]]:
    """(part, sentence) of every promise that is not kept. Reads everything: minutes on a large installation."""
    for part, check in _checks().items():
        try:
            for sentence in check():
                yield part, sentence
        except PortUnavailable as error:
            yield part, f"could not be checked: {error}"


def parts() -> list[str]:
    """What is looked at."""
    return list(_checks())


def _checks() -> dict[str, Invariant]:
    from mob.applications import invariants as applications
    from mob.documents import invariants as documents
    from mob.payments import invariants as payments

    return {
        "database": _database,
        "journal": _journal,
        "applications": applications.broken,
        "papers": documents.broken,
        "payments": payments.invariants,
    }


def _database() -> Iterator[str]:
    """SQLite checks its own pages and keys; PostgreSQL enforces keys at each write."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        yield from (text for (text,) in cursor.fetchall() if text != "ok")
        cursor.execute("PRAGMA foreign_key_check")
        yield from (f"a row of {row[0]} points at a row of {row[2]} that does not exist" for row in cursor.fetchall())


def _journal() -> Iterator[str]:
    from mob.journal.verify import verify

    for finding in verify().findings:
        yield f"{finding.stream}: {finding.problem.value} at {finding.seq}"
