"""Exports as pure values: their formats, where they stand, what pages show of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

# What a cell may hold. Text is made inert by the writers; an amount is a Decimal of euros; a moment is given as its day.
Cell = str | int | Decimal | date | None

KEPT_FOR = timedelta(hours=32)
# Beyond, a list is narrowed first: a file is handed over whole, so its size is the memory it takes (ADR 0006).
MOST_ROWS = 200_000
# Files a person may hold at once: each is a copy of people's data.
MOST_HELD = 12


class Format(StrEnum):
    XLSX = "xlsx"
    ODS = "ods"
    CSV = "csv"

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]


_MEDIA_TYPES = {
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    Format.CSV: "text/csv; charset=utf-8",
}


class Progress(StrEnum):
    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ExportView:
    """One export of the person who reads. `query` is the address of the list it was made from, `error` a code."""

    id: UUID
    format: Format
    progress: Progress
    query: str
    rows: int | None
    size: int | None
    error: str
    asked_at: datetime
    expires_at: datetime

    @property
    def file_name(self) -> str:
        return f"demandes-{self.asked_at:%Y-%m-%d-%H%M}.{self.format.value}"
