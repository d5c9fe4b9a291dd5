"""Ties a child process to its parent: when the parent dies, however it dies, the child does too.

Without it a worker outlives a killed supervisor and goes on answering on the same port.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import threading
import time

_PR_SET_PDEATHSIG = 1
_CHECK_SECONDS = 0.5


def tie(parent: int) -> None:
    """Die with `parent`, the process that started this one. Call it from the main thread, first of all.

    On Linux the kernel does it. Elsewhere a thread looks twice a second.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    else:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    if os.getppid() != parent:  # It died before we could ask.
        _die()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_CHECK_SECONDS)
    _die()


def _die() -> None:
    with contextlib.suppress(Exception):
        print("the parent process is gone: stopping", file=sys.stderr)  # noqa: T201
    os._exit(1)
