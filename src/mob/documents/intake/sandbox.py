"""The web process's side of the intake: a few child processes kept ready, each cleaning one file at a time.

A child that dies, hangs or runs out of memory means that the file cannot be made safe: it is refused in words and the
next file gets another child. What lives in the child: every parser (`cleaning`).
"""

from __future__ import annotations

import atexit
import os
import queue
import socket
import subprocess
import sys
import threading

from mob.documents.intake import wire
from mob.documents.types import CleanFile
from mob.kernel.errors import Invalid, Unavailable

CHILDREN = 2
_JOBS_PER_CHILD = 500
_ANSWER_SECONDS = 40.0
_START_SECONDS = 30.0
_WAIT_SECONDS = 30.0


class _Child:
    """One process and the line to it."""

    def __init__(self) -> None:
        self.jobs = 0
        self._line, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-m", "mob.documents.intake.worker", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "PYTHONDONTWRITEBYTECODE": "1"},
            )
        self._line.settimeout(_START_SECONDS)
        wire.receive(self._line)
        self._line.settimeout(_ANSWER_SECONDS)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    @property
    def is_worn(self) -> bool:
        return self.jobs >= _JOBS_PER_CHILD

    def accept(self, raw: bytes) -> CleanFile:
        self.jobs += 1
        wire.send(self._line, raw)
        return wire.read_answer(self._line)

    def end(self) -> None:
        self._line.close()
        self._process.kill()
        self._process.wait()


class Sandbox:
    """At most `children` files cleaned at once; more wait their turn."""

    def __init__(self, children: int = CHILDREN) -> None:
        self._turns = threading.BoundedSemaphore(children)
        self._idle: queue.LifoQueue[_Child] = queue.LifoQueue()

    def accept(self, raw: bytes) -> CleanFile:
        """The safe form of a file. Raises Invalid with the reason, or Unavailable when every child stays busy."""
        if not self._turns.acquire(timeout=_WAIT_SECONDS):
            raise Unavailable("intake_busy")
        try:
            return self._accept(raw)
        finally:
            self._turns.release()

    def _accept(self, raw: bytes) -> CleanFile:
        child = self._ready_child()
        try:
            file = child.accept(raw)
        except Invalid:
            self._put_back(child)
            raise
        except (wire.Closed, OSError, ValueError, KeyError) as error:
            child.end()
            raise Invalid("file_too_complex") from error
        self._put_back(child)
        return file

    def _ready_child(self) -> _Child:
        while not self._idle.empty():
            child = self._idle.get_nowait()
            if child.is_alive:
                return child
            child.end()  # ended while it waited: no fault of the file that comes now
        try:
            return _Child()
        except (wire.Closed, OSError) as error:
            raise Unavailable("intake_busy") from error

    def _put_back(self, child: _Child) -> None:
        if child.is_worn:
            child.end()
        else:
            self._idle.put(child)

    def close(self) -> None:
        """End the idle children."""
        while not self._idle.empty():
            self._idle.get_nowait().end()


_sandbox: tuple[int, Sandbox] | None = None
_lock = threading.Lock()


def accept(raw: bytes) -> CleanFile:
    """The safe form of a file, made by this process's sandbox. Raises Invalid or Unavailable."""
    return _of_this_process().accept(raw)


def close() -> None:
    """End this process's children: an orderly end of the process, and tests. They also end by themselves."""
    global _sandbox
    with _lock:
        if _sandbox and _sandbox[0] == os.getpid():
            _sandbox[1].close()
        _sandbox = None


atexit.register(close)


def _of_this_process() -> Sandbox:
    """A forked process makes its own: two must never speak on one line."""
    global _sandbox
    with _lock:
        if _sandbox is None or _sandbox[0] != os.getpid():
            _sandbox = (os.getpid(), Sandbox())
        return _sandbox[1]
