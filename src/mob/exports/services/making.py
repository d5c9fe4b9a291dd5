"""Making the file: rows are read a batch at a time, written as they come, sealed a piece at a time.

It is made under the rights its author has at that moment, not those she had when she asked. The plain file lives in a
folder of its own (0700) while it is written, and goes with it; what a crash leaves there is swept (`tasks.py`).
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import translation

import mob.journal.services as journal
from mob.applications import inbox
from mob.directory import selectors as directory
from mob.exports import columns, sealing
from mob.exports import selection as selections
from mob.exports.events import ExportFailed, ExportMade
from mob.exports.models import Export, ExportPart
from mob.exports.permissions import may_export
from mob.exports.types import MOST_ROWS, Cell, Format, Progress
from mob.exports.writers import WRITERS
from mob.kernel.actor import Actor
from mob.kernel.errors import Forbidden, MobError, Refused

MAKE = "exports.make"
_TURN = timedelta(minutes=10)


def is_waiting(export_id: UUID) -> bool:
    """Whether a file is still to be made."""
    return Export.objects.filter(id=export_id, progress=Progress.WAITING.value).exists()


def workshop() -> Path:
    """Where plain files are written for the time it takes: in the installation's home, readable by it alone."""
    folder = settings.ENV.home / "exports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Path(folder)


def make(export_id: UUID, *, now: datetime, is_late: bool) -> bool:
    """Make one file. False when it is made, failed, gone, or in somebody else's hands; a failure says why."""
    mine = Q(making_until=None) | Q(making_until__lte=now)
    waiting = Export.objects.filter(mine, id=export_id, progress=Progress.WAITING.value)
    if not waiting.update(making_until=now + _TURN):
        return False
    row = Export.objects.get(id=export_id)
    try:
        rows, size = _sealed(row, now)
    except MobError as error:
        fail = ExportFailed(row.asked_by_id, error.code, is_late)
        _end(row, fail, now, progress=Progress.FAILED.value, error=error.code)
        return False
    except BaseException:
        Export.objects.filter(id=export_id).update(making_until=None)  # the next attempt need not wait
        raise
    fact = ExportMade(row.asked_by_id, row.format, rows, size, is_late)
    return _end(row, fact, now, progress=Progress.READY.value, rows=rows, size=size, made_at=now)


def _end(row: Export, fact: ExportMade | ExportFailed, now: datetime, **changes: object) -> bool:
    """Write how it ended, with its fact, unless the export was erased meanwhile."""
    with transaction.atomic():
        turn = Export.objects.filter(id=row.id, progress=Progress.WAITING.value)
        if not turn.update(making_until=None, **changes):
            return False
        journal.append(Actor.system(), stream=f"export:{row.id}", events=[fact], now=now)
    return True


def _sealed(row: Export, now: datetime) -> tuple[int, int]:
    """(rows, bytes) of the file, its sealed pieces kept. Each piece is a transaction: no writer waits for a whole file."""
    ExportPart.objects.filter(export_id=row.id).delete()
    with tempfile.TemporaryDirectory(prefix="made-", dir=workshop()) as folder:
        target = Path(folder) / "list"
        rows = _written(row, target, now)
        for number, sealed in sealing.seal(target, row.id, secret=settings.SECRET_KEY):
            ExportPart.objects.create(export_id=row.id, number=number, sealed=sealed)
        return rows, target.stat().st_size


def _written(row: Export, target: Path, now: datetime) -> int:
    actor = directory.actor_for(row.asked_by_id, funder_id=row.funder_id)
    if actor is None or not may_export(actor):
        raise Forbidden("export_forbidden")
    asked = selections.read(row.selection)
    batches = inbox.walk(
        actor, tab=asked.tab, filters=asked.filters, sorting=asked.sorting, now=now, language=row.language
    )
    with translation.override(row.language):
        table = columns.table(actor, batches, aid_id=asked.filters.aid_id, language=row.language)
        counted = _Counted(table.rows)
        WRITERS[Format(row.format)](target, table.headings, counted, "moB", row.language)
    return counted.count


class _Counted:
    """Rows passing by, counted. Raises Refused past what one file may hold."""

    def __init__(self, rows: Iterator[list[Cell]]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Sequence[Cell]]:
        for row in self._rows:
            self.count += 1
            if self.count > MOST_ROWS:
                raise Refused("export_too_long", most=MOST_ROWS)
            yield row
