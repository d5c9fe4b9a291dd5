"""The share of mandates in a person's data: those she gave, those she holds. They end with either account."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from mob.identity.mandate_types import MandateView
from mob.identity.mandates import selectors, services
from mob.identity.types import Choice, ExportFile, OpenItem, Retained
from mob.kernel import clock
from mob.kernel.actor import Actor


class MandateData:
    """Serves `ports.PersonalData`."""

    def export(self, user_id: UUID) -> Sequence[ExportFile]:
        views = selectors.mandates_of(Actor.citizen(user_id), on=clock.civil_date(clock.now()))
        if not views:
            return []
        text = json.dumps([_told(view, user_id) for view in views], ensure_ascii=False, indent=2)
        return [ExportFile("compte/mandats.json", text.encode())]

    def open_items(self, user_id: UUID) -> Sequence[OpenItem]:
        return []

    def retained(self, user_id: UUID) -> Sequence[Retained]:
        return []

    def erase(self, actor: Actor, *, user_id: UUID, choices: Mapping[UUID, Choice], now: datetime) -> None:
        services.end_everything(actor, user_id=user_id, now=now)


def _told(view: MandateView, user_id: UUID) -> dict[str, Any]:
    """The other's name is hers to know, as the page shows it; nothing else of the other is."""
    used = selectors.uses_of(Actor.citizen(user_id), view.id)
    return {
        "id": str(view.id),
        "kind": view.kind.value,
        "i_am": view.side.value,
        "other": view.other_name,
        "state": view.state.value,
        "powers": sorted(power.value for power in view.terms.powers),
        "aids": None if view.terms.aid_ids is None else sorted(str(each) for each in view.terms.aid_ids),
        "asked_at": view.asked_at.isoformat(),
        "begins_on": view.begins_on.isoformat() if view.begins_on else None,
        "ends_on": view.ends_on.isoformat() if view.ends_on else None,
        "ended_at": view.ended_at.isoformat() if view.ended_at else None,
        "ended_by": view.ended_by.value if view.ended_by else None,
        "used_at": [at.isoformat() for at in used],
    }
