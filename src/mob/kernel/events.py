"""What a fact is before the journal stores it: a frozen dataclass of ids, codes, dates and cents, with a `kind`."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime
from enum import Enum
from typing import Any, ClassVar, Protocol
from uuid import UUID


class Event(Protocol):
    """A frozen dataclass with a stable name. It never holds names of people or free text."""

    kind: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]


def to_data(event: Event) -> dict[str, Any]:
    """The event's fields as JSON values, None left out."""
    pairs = ((f.name, _plain(getattr(event, f.name))) for f in dataclasses.fields(event))
    return {name: value for name, value in pairs if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (UUID, date, datetime)):
        return value.isoformat() if isinstance(value, date) else str(value)
    if isinstance(value, (list, tuple, frozenset, set)):
        plain = [_plain(item) for item in value]
        return sorted(plain) if isinstance(value, (frozenset, set)) else plain
    if value is None or isinstance(value, (str, int, bool)):
        return value
    raise TypeError(f"a fact cannot hold {type(value).__name__}")
