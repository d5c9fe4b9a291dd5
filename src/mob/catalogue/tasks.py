"""What the clock does for the catalogue: a few official pages asked each hour, where the host wants it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from mob.catalogue.services import check_links
from mob.journal.types import TaskKind


def links() -> TaskKind:
    """Twenty pages an hour at most: a catalogue of 5,000 aids is gone through in eleven days."""
    return TaskKind("catalogue.check_links", _check_links, every=timedelta(hours=1))


def _check_links(_payload: Mapping[str, Any], now: datetime) -> None:
    check_links(now=now)
