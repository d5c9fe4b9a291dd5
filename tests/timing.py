"""How long work takes, whatever else the machine and the test process are doing."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

RUNS = 3
"""A hostile text is slow each time; a machine only now and then."""


def seconds_of(work: Callable[[], object], *, under: float) -> float:
    """Processor seconds this thread spends on `work`: the first run below `under`, else the shortest of all runs.

    The collector is kept still: its walk through what thousands of other tests left can take longer than the work.
    """
    times: list[float] = []
    while len(times) < RUNS:
        times.append(_once(work))
        if times[-1] < under:
            break
    return min(times)


def _once(work: Callable[[], object]) -> float:
    collected = gc.isenabled()
    gc.disable()
    begun = time.thread_time()
    try:
        work()
        return time.thread_time() - begun
    finally:
        if collected:
            gc.enable()
