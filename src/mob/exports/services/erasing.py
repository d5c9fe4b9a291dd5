"""Erasing files: when their time is over, when their author says so, and when somebody in them leaves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

import mob.journal.services as journal
from mob.exports.events import ExportErased
from mob.exports.models import Export
from mob.exports.selectors import held_by
from mob.kernel.actor import Actor
from mob.kernel.errors import NotFound

_BATCH = 100


def erase(actor: Actor, *, export_id: UUID, now: datetime) -> None:
    """Her own file, before its time. Raises NotFound."""
    row = held_by(actor, now=now).filter(id=export_id).first()
    if row is None:
        raise NotFound("export_unknown")
    _erase(actor, [row.id], is_due=False, now=now)


def erase_due(*, now: datetime) -> int:
    """Every file whose time is over. Returns how many went."""
    due = list(Export.objects.filter(expires_at__lte=now).values_list("id", flat=True)[:_BATCH])
    _erase(Actor.system(), due, is_due=True, now=now)
    return len(due)


def erase_of(actor: Actor, *, user_id: UUID, funder_ids: Iterable[UUID], now: datetime) -> None:
    """The files a person made, and those of the funders she applied to, which may name her."""
    mine = Export.objects.filter(asked_by_id=user_id) | Export.objects.filter(funder_id__in=list(funder_ids))
    _erase(actor, list(mine.values_list("id", flat=True)), is_due=False, now=now)


def _erase(actor: Actor, keys: list[UUID], *, is_due: bool, now: datetime) -> None:
    for key in keys:
        with transaction.atomic():
            removed, _ = Export.objects.filter(id=key).delete()
            if removed:
                journal.append(actor, stream=f"export:{key}", events=[ExportErased(is_due)], now=now)
