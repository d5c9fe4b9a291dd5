"""The share of exports in a person's data: what an agent took away lately, and what is erased when anybody leaves."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from mob.applications import selectors as applications
from mob.exports.models import Export
from mob.exports.services import erase_of
from mob.identity.types import Choice, ExportFile, OpenItem, Retained
from mob.kernel.actor import Actor


class ExportData:
    """Serves `identity.ports.PersonalData`. That a list was taken away stays in the journal, without a name."""

    def export(self, user_id: UUID) -> Sequence[ExportFile]:
        rows = Export.objects.filter(asked_by_id=user_id).order_by("asked_at")
        told = [{"asked_at": r.asked_at.isoformat(), "format": r.format, "list": r.query, "rows": r.rows} for r in rows]
        if not told:
            return []
        return [ExportFile("compte/exports.json", json.dumps(told, ensure_ascii=False, indent=2).encode())]

    def open_items(self, user_id: UUID) -> Sequence[OpenItem]:
        return []

    def retained(self, user_id: UUID) -> Sequence[Retained]:
        return []

    def erase(self, actor: Actor, *, user_id: UUID, choices: Mapping[UUID, Choice], now: datetime) -> None:
        """Files she made, and files that may name her, whoever made them: they are made again in a moment."""
        funders = applications.funders_applied_to(Actor.citizen(user_id))
        erase_of(actor, user_id=user_id, funder_ids=funders, now=now)
