"""When work that failed is tried again. Pure; the runner and its tests share it."""

from __future__ import annotations

from datetime import datetime, timedelta

MAX_ATTEMPTS = 12
_FIRST_WAIT = timedelta(seconds=30)
_LONGEST_WAIT = timedelta(hours=6)
# A handler's outside calls must all time out well within this: past it, another worker may run the work again.
LEASE = timedelta(seconds=60)


def next_attempt(attempts: int, *, now: datetime) -> datetime | None:
    """When to try again after `attempts` tries, or None when the work is to be parked.

    Waits double from 30 s and stop at 6 h: the twelfth and last try comes about 14 hours after the first,
    long enough for a mail server that is down for a night.
    """
    if attempts >= MAX_ATTEMPTS:
        return None
    doubled: timedelta = _FIRST_WAIT * 2 ** (attempts - 1)
    return now + min(doubled, _LONGEST_WAIT)
