"""What the worker does for exports: long files, the removal of those whose time is over, what a crash left behind."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from mob.exports.services import erase_due, make
from mob.exports.services.making import MAKE, is_waiting, workshop
from mob.journal.types import TaskKind
from mob.kernel.errors import Unavailable

_LEFT_FOR = timedelta(hours=1)


def define() -> list[TaskKind]:
    """The kinds of task of this context."""
    return [TaskKind(MAKE, _make), TaskKind("exports.erase", _erase, every=timedelta(minutes=10))]


def _make(payload: Mapping[str, Any], now: datetime) -> None:
    key = UUID(payload["id"])
    if not make(key, now=now, is_late=True) and is_waiting(key):
        raise Unavailable("export_being_made")  # by a process that may be dead: tried again later


def _erase(payload: Mapping[str, Any], now: datetime) -> None:
    while erase_due(now=now):
        pass
    sweep()


def sweep() -> None:
    """Remove folders that a process killed in the middle of a file left. The machine's own time, not the demo's."""
    before = (datetime.now(UTC) - _LEFT_FOR).timestamp()
    for folder in workshop().glob("made-*"):
        if folder.stat().st_mtime < before:
            shutil.rmtree(folder, ignore_errors=True)
