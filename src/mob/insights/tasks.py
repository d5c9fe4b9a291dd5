"""What the clock does for figures: once a day, what the public reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from mob.insights import services
from mob.journal.types import TaskKind


def kinds() -> Iterator[TaskKind]:
    """Every task of this context."""
    yield TaskKind("insights.refresh", _refresh, every=timedelta(days=1))
    yield TaskKind("insights.stopped_drafts", _stopped_drafts, every=timedelta(hours=3))


def _refresh(payload: Mapping[str, Any], now: datetime) -> None:
    services.refresh(now=now)


def _stopped_drafts(payload: Mapping[str, Any], now: datetime) -> None:
    services.count_stopped_drafts(now=now)
