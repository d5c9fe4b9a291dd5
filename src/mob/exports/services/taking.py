"""Taking a file: hers alone, while she still sees all that it may hold. Each time is journaled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

import mob.journal.services as journal
from mob.exports import sealing
from mob.exports.events import ExportTaken
from mob.exports.models import Export, ExportPart
from mob.exports.selectors import held_by, view
from mob.exports.types import ExportView, Progress
from mob.kernel.actor import Actor
from mob.kernel.errors import NotFound


def take(actor: Actor, *, export_id: UUID, now: datetime) -> tuple[ExportView, Iterator[bytes]]:
    """The file and its pieces, in order. Raises NotFound for what is not hers, not ready, expired or broken."""
    row = held_by(actor, now=now).filter(id=export_id, progress=Progress.READY.value).first()
    if row is None or actor.id is None:
        raise NotFound("export_unknown")
    first = _piece(row, 0)
    with transaction.atomic():
        fact = ExportTaken(actor.id)
        journal.append(actor, stream=f"export:{row.id}", events=[fact], now=now)
    return view(row), _pieces(row, first)


def _pieces(row: Export, first: bytes) -> Iterator[bytes]:
    yield first
    for number in range(1, -(-(row.size or 0) // sealing.PART_BYTES)):
        yield _piece(row, number)


def _piece(row: Export, number: int) -> bytes:
    part = ExportPart.objects.filter(export_id=row.id, number=number).first()
    try:
        return sealing.unseal(bytes(part.sealed), row.id, number, secret=settings.SECRET_KEY) if part else _gone()
    except sealing.BrokenSealError:
        return _gone()


def _gone() -> bytes:
    raise NotFound("export_unknown")
