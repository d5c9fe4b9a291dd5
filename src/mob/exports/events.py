"""Facts of an export's stream (`export:<uuid>`): who took what away, how much of it. The typed search is never here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ExportAsked:
    """`has_text`: the list was narrowed by a typed name or number too."""

    kind: ClassVar[str] = "export_asked"
    funder_id: UUID
    by: UUID
    format: str
    tab: str
    aid_id: UUID | None
    state: str | None
    community_id: UUID | None
    since: date | None
    until: date | None
    reason: str | None
    has_text: bool


@dataclass(frozen=True, slots=True)
class ExportMade:
    """`is_late`: the person did not get it at once, so she is told."""

    kind: ClassVar[str] = "export_made"
    by: UUID
    format: str
    rows: int
    bytes: int
    is_late: bool


@dataclass(frozen=True, slots=True)
class ExportFailed:
    kind: ClassVar[str] = "export_failed"
    by: UUID
    code: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class ExportTaken:
    kind: ClassVar[str] = "export_taken"
    by: UUID


@dataclass(frozen=True, slots=True)
class ExportErased:
    kind: ClassVar[str] = "export_erased"
    is_due: bool
