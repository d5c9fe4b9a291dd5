"""How commands speak: progress, refusals, exit codes, and the way to what `mob.config` puts together."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

_WORTH_TELLING = 1.0


class Stop(Exception):
    """The command cannot go on. The message is a sentence for the person at the keyboard."""


def config(module: str) -> Any:
    """A module of `mob.config`, named and not imported: the command line lies below it."""
    return import_module(f"mob.config.{module}")


def say(text: str = "") -> None:
    print(text, flush=True)


def complain(text: str) -> None:
    print(f"mob: {text}", file=sys.stderr, flush=True)


@contextmanager
def step(title: str) -> Iterator[None]:
    """Announce work that may last, and tell how long it took when that was over a second."""
    say(f"{title}…")
    begun = time.monotonic()
    yield
    if (seconds := time.monotonic() - begun) > _WORTH_TELLING:
        say(f"  done in {seconds:.1f} s")


class Counter:
    """Tells how far counted work is, once a second at most."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._told = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        if time.monotonic() - self._told > _WORTH_TELLING:
            self._told = time.monotonic()
            say(f"  {done} of {total} {self._what}")
