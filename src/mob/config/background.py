"""The background worker as a process: Django, signals, and the loop of `mob.journal.worker`.

`python -m mob.config.background --parent PID` is how the supervisor starts it; people run `mob worker`.
"""

from __future__ import annotations

import argparse
import signal
import time
from types import FrameType

import django

from mob.config import lifeline, loading


def run_once() -> int:
    """Do all that is due and return how many pieces of work were tried."""
    from mob.journal import worker
    from mob.kernel import clock

    return worker.run_once(clock.now)


def run() -> None:
    """Work until SIGTERM or SIGINT; the piece in hand is finished first."""
    from mob.journal import worker
    from mob.kernel import clock

    stop = _StopFlag()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop.raise_it)
    worker.work(clock.now, should_stop=lambda: stop.is_up, rest=time.sleep)


class _StopFlag:
    def __init__(self) -> None:
        self.is_up = False

    def raise_it(self, _signal: int, _frame: FrameType | None) -> None:
        self.is_up = True


def main(argv: list[str] | None = None) -> None:
    """Entry point of the supervisor's child."""
    parser = argparse.ArgumentParser(prog="mob.config.background")
    parser.add_argument("--parent", type=int, required=True)
    lifeline.tie(parser.parse_args(argv).parent)
    with loading.without_collecting():
        django.setup()
    run()


if __name__ == "__main__":
    main()
