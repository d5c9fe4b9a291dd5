"""The share of the catalogue in a person's data: the mistakes she told of with the address of her account."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from mob.catalogue.models import MistakeReport
from mob.identity import selectors as identity
from mob.identity.types import Choice, ExportFile, OpenItem, Retained
from mob.kernel.actor import Actor


class CatalogueData:
    """Serves `identity.ports.PersonalData`. A report without an address is nobody's; all go after a year."""

    def export(self, user_id: UUID) -> Sequence[ExportFile]:
        rows = _of(user_id).select_related("aid").order_by("created_at")
        told = [{"aid": r.aid.slug, "text": r.text, "written_at": r.created_at.isoformat()} for r in rows]
        if not told:
            return []
        return [ExportFile("compte/signalements.json", json.dumps(told, ensure_ascii=False, indent=2).encode())]

    def open_items(self, user_id: UUID) -> Sequence[OpenItem]:
        return []

    def retained(self, user_id: UUID) -> Sequence[Retained]:
        return []

    def erase(self, actor: Actor, *, user_id: UUID, choices: Mapping[UUID, Choice], now: datetime) -> None:
        """What she wrote goes with her address."""
        _of(user_id).delete()


def _of(user_id: UUID) -> QuerySet[MistakeReport]:
    email = identity.email_of(user_id)
    return MistakeReport.objects.filter(email__iexact=email) if email else MistakeReport.objects.none()
