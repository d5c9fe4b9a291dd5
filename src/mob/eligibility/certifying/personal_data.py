"""The share of certified facts in a person's data, and until when they are kept."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from mob.eligibility.certified.sources import kind_of
from mob.eligibility.certified.types import AgreementView
from mob.eligibility.certifying import agreeing, reading
from mob.eligibility.models import Agreement, HeldFact
from mob.identity.types import Choice, ExportFile, OpenItem, Retained, RetentionRule
from mob.kernel.actor import Actor
from mob.kernel.clock import civil_date


class CertifiedData:
    """Serves `identity.ports.PersonalData`."""

    def export(self, user_id: UUID) -> Sequence[ExportFile]:
        found = [_plain(view) for view in reading.share(user_id)]
        if not found:
            return []
        text = json.dumps(found, ensure_ascii=False, indent=2)
        return [ExportFile("compte/donnees-certifiees.json", text.encode())]

    def open_items(self, user_id: UUID) -> Sequence[OpenItem]:
        return []

    def retained(self, user_id: UUID) -> Sequence[Retained]:
        return []

    def erase(self, actor: Actor, *, user_id: UUID, choices: Mapping[UUID, Choice], now: datetime) -> None:
        agreeing.forget(user_id, now=now)


def rules() -> list[RetentionRule]:
    return [
        RetentionRule(
            "eligibility.certified",
            "facts certified by a register, and agreements to read one",
            "until the fact expires, and until the agreement ends: twelve months unless it is given again",
            due=lambda now: _expired(now).count() + _ended(now).count(),
            erase=lambda now: _expired(now).delete()[0] + _ended(now).delete()[0],
        )
    ]


def _expired(now: datetime):  # type: ignore[no-untyped-def]
    return HeldFact.objects.filter(expires_on__lt=civil_date(now)).exclude(_of_ended(now))


def _of_ended(now: datetime) -> Q:
    """Counted once: those of an ended agreement go with it."""
    return Q(agreement__ends_on__lt=civil_date(now))


def _ended(now: datetime):  # type: ignore[no-untyped-def]
    return Agreement.objects.filter(ends_on__lt=civil_date(now))


def _plain(view: AgreementView) -> dict[str, Any]:
    return {
        "source": kind_of(view.source).title.fr,
        "read_for": view.funder_name,
        "agreed_at": view.given_at.isoformat(),
        "until": view.ends_on.isoformat(),
        "standing": view.standing.value,
        "reason": view.reason,
        "last_asked_at": view.asked_at.isoformat() if view.asked_at else None,
        "facts": [
            {
                "name": each.fact,
                "value": each.value,
                "certified_by": each.provider.value,
                "certified_at": each.certified_at.isoformat(),
                "expires_on": each.expires_on.isoformat(),
                "contested": each.is_contested,
            }
            for _id, each in view.facts
        ],
    }
