"""What every page knows of the end of this service, once `mob close` has announced it. Read at most once a minute a process.

An end is announced a month ahead: nobody misses it by a minute, and pages ask the database one question less each.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date

from django.db import DatabaseError

from mob.directory import closing

_EVERY = 60.0  # seconds


@dataclass(slots=True)
class _Known:
    last_day: date | None = None
    until: float = 0.0


_known = _Known()


def last_day() -> date | None:
    """The last day on which something new is taken; None while no end is announced, or nobody can tell."""
    if time.monotonic() >= _known.until:
        know(_read())
    return _known.last_day


def know(day: date | None, *, seconds: float = _EVERY) -> None:
    """Believe this for a while without asking."""
    _known.last_day, _known.until = day, time.monotonic() + seconds


def forget() -> None:
    """Ask again at the next page."""
    _known.until = 0.0


def _read() -> date | None:
    """Pages that say the database is down need no other reason to fail."""
    try:
        return closing.last_day()
    except DatabaseError:
        return _known.last_day
