"""The share of employers in two accounts brought together: an affiliation follows unless the other account has one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from mob.directory.events import AffiliationHandedOver
from mob.directory.models import Affiliation
from mob.directory.services.affiliation_rows import commit
from mob.directory.types import AffiliationState
from mob.identity.types import MergeKind, MergeLine
from mob.kernel.actor import Actor


class AffiliationsMove:
    """Serves `identity.ports.MovesAccount`. Rights of staff never move: such an account is not emptied."""

    def foreseen(self, source: UUID, target: UUID) -> Sequence[MergeLine]:
        staying = {row.id for row in _doubled(source, target)}
        return [
            MergeLine(MergeKind.SECOND_EMPLOYER if row.id in staying else MergeKind.EMPLOYER, row.funder.name)
            for row in _live(source)
        ]

    def move(self, actor: Actor, *, source: UUID, target: UUID, now: datetime) -> None:
        staying = {row.id for row in _doubled(source, target)}
        for row in _live(source):
            if row.id not in staying:
                fact = AffiliationHandedOver(row.funder_id, target)
                commit(row, [fact], actor=actor, now=now, user_id=target)
        Affiliation.objects.filter(user_id=source, state=AffiliationState.ENDED.value).update(user_id=target)


def _live(user_id: UUID) -> list[Affiliation]:
    rows = Affiliation.objects.filter(user_id=user_id).exclude(state=AffiliationState.ENDED.value)
    return list(rows.select_related("funder").order_by("id"))


def _doubled(source: UUID, target: UUID) -> list[Affiliation]:
    held = {row.funder_id for row in _live(target)}
    return [row for row in _live(source) if row.funder_id in held]
