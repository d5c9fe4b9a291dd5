"""The endless loop of `mob worker`: plan, run what is due, say that it lives, rest. It holds no state worth keeping."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable
from datetime import timedelta

from django.db.utils import InterfaceError, OperationalError

from mob.journal import leases, runner, scheduler
from mob.journal.runner import Clock

logger = logging.getLogger(__name__)

_ALIVE = timedelta(seconds=30)
_BEAT_EVERY = timedelta(seconds=5)
_REST = 0.25
_REST_AFTER_TROUBLE = 2.0


def run_once(clock: Clock) -> int:
    """Plan and run all that is due, then return how many pieces of work were tried (`mob worker --once`)."""
    scheduler.plan_scheduled(clock(), holder=_name())
    return runner.run_due(clock())


def work(clock: Clock, *, should_stop: Callable[[], bool], rest: Callable[[float], None]) -> None:
    """Work until told to stop; the piece in hand is finished first. A database that is away is waited for.

    `rest(seconds)` sleeps and may return early.
    """
    pulse = _Pulse(clock)
    while not should_stop():
        try:
            if pulse.is_due():
                pulse.beat()
            tried = runner.run_batch(clock, should_stop=lambda: should_stop() or pulse.is_due())
        except (OperationalError, InterfaceError) as error:
            logger.error("the database does not answer (%s): trying again", type(error).__name__)
            tried = 0
            rest(_REST_AFTER_TROUBLE)
        runner.release_connection()
        if not tried:
            rest(_REST)


class _Pulse:
    """The worker's sign of life, and with it its turn at planning."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = clock() - _BEAT_EVERY

    def is_due(self) -> bool:
        """Also when the clock was moved back."""
        return not self._last <= self._clock() < self._last + _BEAT_EVERY

    def beat(self) -> None:
        self._last = self._clock()
        leases.beat(leases.HEARTBEAT, holder=_name(), now=self._last, span=_ALIVE)
        scheduler.plan_scheduled(self._last, holder=_name())


def _name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"[:80]
