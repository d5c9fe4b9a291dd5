"""How much a request may carry, by route, and what is asked of it before its body is read. The only table of its kind.

The bridge (`bridge.py`) applies it. Finer rules (pages, pixels, JSON depth) live where content is understood.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

# Asked before the body is read, with the request's WSGI environment: whether the body is wanted. If not, the
# application gets the request without it, finds the same fault, and answers in its own words.
Precheck = Callable[[Mapping[str, Any]], bool]

# Connections made while no worker takes them, kept waiting by the kernel.
BACKLOG = 1_024
MAX_BODY = 1_000_000
# 10 MB (10,000,000 bytes) of file, and what a multipart form wraps around it.
MAX_UPLOAD = 10_500_000
MAX_HEADERS = 32_768
MAX_TARGET = 8_192
HEADER_SECONDS = 10
# A body must bring MIN_RATE bytes a second over every WINDOW_SECONDS, and be whole within BODY_SECONDS.
WINDOW_SECONDS = 30
MIN_RATE = 1_000
BODY_SECONDS = 1_200
# What is still read and thrown away after a refusal, so that a browser gets to read the answer.
MAX_DRAINED = 2 * MAX_UPLOAD
# Requests with their body in hand that wait for a thread, for each thread.
QUEUE_PER_THREAD = 64


@dataclass(frozen=True, slots=True)
class Limit:
    """The largest body of a route. `precheck` names who is asked first; such a body's room is reserved as a whole."""

    max_bytes: int = MAX_BODY
    precheck: str = ""


_DEFAULT = Limit()
_ROUTES: tuple[tuple[re.Pattern[str], Limit], ...] = (
    (re.compile(r"/demandes/[^/]+/papiers/[^/]+"), Limit(MAX_UPLOAD, precheck="paper")),
    (re.compile(r"/demandes/[^/]+/facture"), Limit(MAX_UPLOAD, precheck="invoice")),
)
_prechecks: dict[str, Precheck] = {}


def limit_for(method: str, path: str) -> Limit:
    """The limit of a request. Only `POST` may carry a large body."""
    if method == "POST":
        for pattern, limit in _ROUTES:
            if pattern.fullmatch(path):
                return limit
    return _DEFAULT


def register_precheck(name: str, precheck: Precheck) -> None:
    """Say who is asked before the body of the routes that name it is read. Called by the wiring."""
    _prechecks[name] = precheck


def is_wanted(limit: Limit, environ: Mapping[str, Any]) -> bool:
    """What the route's precheck says. Raises LookupError when nobody registered it."""
    return _prechecks[limit.precheck](environ)
