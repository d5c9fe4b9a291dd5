"""The share of linked services in a person's data, with what they were let read: exported, and gone with her account."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from mob.identity.oidc import links
from mob.identity.oidc_types import LinkedService, Scope
from mob.identity.services.sharing.exporting import sharing_file
from mob.identity.types import Choice, ExportFile, OpenItem, Retained
from mob.kernel.actor import Actor


class LinkData:
    """Serves `ports.PersonalData`."""

    def export(self, user_id: UUID) -> Sequence[ExportFile]:
        views = links.services_of(Actor.citizen(user_id), user_id)
        if not views:
            return []
        text = json.dumps([_told(view) for view in views], ensure_ascii=False, indent=2)
        return [ExportFile("compte/services-lies.json", text.encode()), *sharing_file(user_id)]

    def open_items(self, user_id: UUID) -> Sequence[OpenItem]:
        return []

    def retained(self, user_id: UUID) -> Sequence[Retained]:
        return []

    def erase(self, actor: Actor, *, user_id: UUID, choices: Mapping[UUID, Choice], now: datetime) -> None:
        """The services are told; the proof of what was allowed stays as long as other receipts."""
        links.end_everything(actor, user_id, now=now)


def _told(view: LinkedService) -> dict[str, Any]:
    return {
        "service": view.name,
        "operator": view.operator,
        "allowed": [*view.scopes, *([Scope.OFFLINE.value] if view.is_standing else [])],
        "linked_at": view.linked_at.isoformat(),
        "ended_at": view.ended_at.isoformat() if view.ended_at else None,
        "read": [{"last_at": at.isoformat(), "what": list(scopes)} for at, scopes in view.readings],
    }
