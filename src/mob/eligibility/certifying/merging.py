"""Certified data when two accounts are brought together: it is not carried over, and that is said.

Each datum was read for one account under an agreement given there, and lives some months: it is asked again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from mob.eligibility.models import Agreement
from mob.identity.types import MergeKind, MergeLine
from mob.kernel.actor import Actor


class CertifiedDataMove:
    """Serves `identity.ports.MovesAccount`."""

    def foreseen(self, source: UUID, target: UUID) -> Sequence[MergeLine]:
        rows = Agreement.objects.filter(user_id=source).select_related("funder").order_by("funder__name")
        names = dict.fromkeys(row.funder.name for row in rows)
        return [MergeLine(MergeKind.CERTIFIED_DATA, name) for name in names]

    def move(self, actor: Actor, *, source: UUID, target: UUID, now: datetime) -> None:
        """Nothing: it ends with the account (`personal_data.py`)."""
