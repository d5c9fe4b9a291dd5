"""What the processes write: one line an event, in words or as JSON, and nothing that names a person.

An exception is told by its type and by the places it went through, never by its message: a database or a mail server
quotes in it what it was given. What looks like an address, a telephone number or an account number is cut out of the
rest, as a last guard.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

_GUARDS = (
    (re.compile(r"[^\s<>\"'(),;:=]+@[^\s<>\"'(),;:]+"), "[address]"),
    (re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,4})?\b"), "[account]"),
    (re.compile(r"(?<![\w.:-])(?:\+33|0)[ .-]?[1-9](?:[ .-]?\d{2}){4}(?![\w-])"), "[telephone]"),
)
_EXC = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
_FRAMES = 12


def guarded(text: str) -> str:
    """The text without what looks like a person's address or number."""
    for pattern, instead in _GUARDS:
        text = pattern.sub(instead, text)
    return text


def told(error: BaseException) -> str:
    """An exception and those it came from: types and places, no message."""
    chain: list[str] = []
    current: BaseException | None = error
    while current is not None and len(chain) < 5:
        frames = traceback.extract_tb(current.__traceback__)[-_FRAMES:]
        places = " > ".join(f"{_module(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames)
        chain.append(f"{type(current).__module__}.{type(current).__qualname__} at {places or '?'}")
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return " | caused by ".join(chain)


def _module(path: str) -> str:
    """The end of a file's path, as a module's name: where a host installed us is nobody's business."""
    for mark in ("/src/", "/site-packages/", "/lib/"):
        if mark in path:
            path = path.rpartition(mark)[2]
            break
    else:
        path = "/".join(path.split("/")[-3:])
    return path.removesuffix(".py").replace("/", ".")


class Words(logging.Formatter):
    """A line for people."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        line = f"{self.formatTime(record)} {record.levelname} {record.name} {guarded(record.getMessage())}"
        if error := _error_of(record):
            line += f" [{told(error)}]"
        return line.replace("\n", " ")


class Json(logging.Formatter):
    """A line for programs: `at` (UTC), `level`, `logger`, `message`, `error`, and what the record adds in `mob`."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": guarded(record.getMessage()),
            "pid": record.process,
        }
        line |= getattr(record, "mob", {})
        if error := _error_of(record):
            line["error"] = told(error)
        return json.dumps(line, ensure_ascii=False, default=str)


def _error_of(record: logging.LogRecord) -> BaseException | None:
    info: Any = record.exc_info
    return info[1] if isinstance(info, tuple) else None


def formatter(kind: str) -> logging.Formatter:
    """`text` or `json`."""
    return Json() if kind == "json" else Words()
