"""What the directory does by the clock: forgetting invitations nobody took up and affiliations that serve nobody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from mob.directory.services.affiliation_ending import forget_affiliations
from mob.directory.services.invitations import forget_expired
from mob.directory.services.partner_people import forget_partner_invitations
from mob.journal.types import TaskKind


def _forget(payload: Mapping[str, Any], now: datetime) -> None:
    forget_expired(now=now)
    forget_partner_invitations(now=now)


def _forget_affiliations(payload: Mapping[str, Any], now: datetime) -> None:
    forget_affiliations(now=now)


def define() -> list[TaskKind]:
    """The kinds of task the wiring declares."""
    return [
        TaskKind("forget_invitations", _forget, every=timedelta(days=1)),
        TaskKind("forget_affiliations", _forget_affiliations, every=timedelta(days=1)),
    ]
