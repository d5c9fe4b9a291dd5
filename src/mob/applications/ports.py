"""What the dossier needs from above before it commits: room in the money of an aid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from mob.applications.types import AwardTerms
from mob.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Grant:
    """What is about to be granted, inside the transaction of the approval."""

    application_id: UUID
    reference: str
    aid_id: UUID
    aid_version_id: UUID
    funder_id: UUID
    terms: AwardTerms


class BudgetReservation(Protocol):
    """Keeps the money of what is granted, so that a capped aid is never promised twice."""

    def reserve(self, actor: Actor, grant: Grant, *, now: datetime) -> None:
        """Reserve in the caller's transaction. Raises Refused (`envelope_spent`, `waiting_order`): nothing is granted."""
