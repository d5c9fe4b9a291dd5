"""The hash of a fact: SHA-256 over RFC 8785 JSON. Pure; `mob verify-journal` and the writer share it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import rfc8785


def canonical(data: Mapping[str, Any]) -> str:
    """RFC 8785 text of a fact's data."""
    return rfc8785.dumps(dict(data)).decode("utf-8")


def digest(*, stream: str, seq: int, kind: str, data: str, actor: str, at: datetime, prev_hash: str) -> str:
    """Hex SHA-256 of the fact. `at` counts in UTC microseconds so that both databases agree on the text."""
    moment = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    members: dict[str, str | int] = {
        "stream": stream,
        "seq": seq,
        "kind": kind,
        "data": data,
        "actor": actor,
        "at": moment,
        "prev_hash": prev_hash,
    }
    return hashlib.sha256(rfc8785.dumps(members)).hexdigest()
