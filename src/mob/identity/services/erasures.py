"""Remembering what was erased, away from the database, so that an old back-up does not bring anybody back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from mob.identity.ports import ErasureLog
from mob.identity.types import Erasure
from mob.journal import services as journal
from mob.journal.types import TaskKind
from mob.kernel import ports

_TASK = "erasures.remember"


def remember(kind: str, erased_id: UUID, *, withdrawn: Iterable[UUID] = (), now: datetime) -> None:
    """In the transaction that erases: the line is written by the worker after the commit, at least once."""
    line = Erasure(now, kind, erased_id, tuple(withdrawn)).to_line()
    journal.plan(_TASK, key=f"{_TASK}:{kind}:{erased_id}", payload={"line": line}, at=now)


def task() -> TaskKind:
    return TaskKind(_TASK, _write)


def _write(payload: Mapping[str, Any], now: datetime) -> None:
    ports.serve(ErasureLog).write(payload["line"])  # type: ignore[type-abstract]
