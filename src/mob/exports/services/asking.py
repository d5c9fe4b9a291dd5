"""Asking for a file. A short list is made at once, within the request; a long one by the worker, who writes when done."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

import mob.journal.services as journal
from mob.applications import inbox
from mob.exports.events import ExportAsked
from mob.exports.models import Export
from mob.exports.permissions import may_export
from mob.exports.selection import Selection, stored
from mob.exports.services.making import MAKE, make
from mob.exports.types import KEPT_FOR, MOST_HELD, Format
from mob.kernel.actor import Actor
from mob.kernel.errors import Forbidden, Refused

# A short list whose request died is made by the worker after all.
_RESCUE = timedelta(minutes=2)


def ask(
    actor: Actor, *, kind: Format, selection: Selection, query: str, language: str, now: datetime
) -> tuple[UUID, bool]:
    """(key, whether the file is there already). Raises Forbidden, Refused("exports_too_many")."""
    if not may_export(actor) or actor.id is None or actor.funder_id is None:
        raise Forbidden("export_forbidden")
    held = Export.objects.filter(asked_by_id=actor.id, expires_at__gt=now)
    if held.count() >= MOST_HELD:
        raise Refused("exports_too_many", most=MOST_HELD)
    is_short = inbox.length(actor, tab=selection.tab, filters=selection.filters, now=now) <= inbox.CAP
    row = Export(
        funder_id=actor.funder_id,
        asked_by_id=actor.id,
        format=kind.value,
        selection=stored(selection),
        query=query,
        language=language,
        community_ids=sorted(map(str, actor.community_ids)) if actor.community_ids is not None else None,
        asked_at=now,
        expires_at=now + KEPT_FOR,
    )
    with transaction.atomic():
        row.save(force_insert=True)
        journal.append(actor, stream=f"export:{row.id}", events=[_fact(row, selection)], now=now)
        at = now + _RESCUE if is_short else now
        journal.plan(MAKE, key=f"{MAKE}:{row.id}", payload={"id": str(row.id)}, at=at)
    return row.id, is_short and make(row.id, now=now, is_late=False)


def _fact(row: Export, selection: Selection) -> ExportAsked:
    filters = selection.filters
    return ExportAsked(
        funder_id=row.funder_id,
        by=row.asked_by_id,
        format=row.format,
        tab=selection.tab.value,
        aid_id=filters.aid_id,
        state=filters.state.value if filters.state else None,
        community_id=filters.community_id,
        since=filters.since,
        until=filters.until,
        reason=filters.reason.value if filters.reason else None,
        has_text=bool(filters.text),
    )
