"""Sharing in a person's own export: who may read until when, who read, who asked."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from mob.identity.models import AccessibilityRequest
from mob.identity.services.sharing.reading import looked
from mob.identity.services.sharing.views import shares_of
from mob.identity.types import ExportFile
from mob.kernel.actor import Actor


def sharing_file(user_id: UUID) -> list[ExportFile]:
    """One file, or none when nothing was ever asked or shared."""
    her = Actor.citizen(user_id)
    told = {"shares": _shares(her, user_id), "readings": _readings(her, user_id), "asked": _asked(user_id)}
    if not any(told.values()):
        return []
    text = json.dumps(told, ensure_ascii=False, indent=2)
    return [ExportFile("compte/partages-accessibilite.json", text.encode())]


def _shares(her: Actor, user_id: UUID) -> list[dict[str, Any]]:
    return [
        {
            "service": view.service,
            "operator": view.operator,
            "level": view.level.value,
            "kind": view.kind.value,
            "journey": view.reference,
            "begins": view.begins_at.isoformat(),
            "ends": view.ends_at.isoformat(),
            "ended": _at(view.ended_at),
        }
        for view in shares_of(her, user_id)
    ]


def _readings(her: Actor, user_id: UUID) -> list[dict[str, Any]]:
    found = looked(her, user_id, most=None)
    return [
        {
            "at": _at(each.at),
            "service": each.service,
            "level": each.level,
            "refused": each.level is None,
            "times": each.times,
        }
        for each in found
    ]


def _asked(user_id: UUID) -> list[dict[str, Any]]:
    rows = AccessibilityRequest.objects.filter(link__user_id=user_id).select_related("link__client")
    return [
        {
            "service": row.link.client.name,
            "journey": row.reference,
            "from": row.start,
            "to": row.end,
            "departs": _at(row.departs_at),
            "arrives": _at(row.arrives_at),
            "level": row.level,
            "asked": _at(row.asked_at),
            "answered": _at(row.answered_at),
            "accepted": row.was_accepted,
        }
        for row in rows.order_by("asked_at", "id")
    ]


def _at(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
