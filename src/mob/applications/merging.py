"""The share of applications in two accounts brought together: all of them move, sent or not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from mob.applications import helped
from mob.applications.events import ApplicationHandedOver
from mob.applications.models import Application, CounterVisit, Preparation
from mob.applications.services import dossier, drafts
from mob.applications.types import State
from mob.catalogue import selectors as catalogue
from mob.identity.types import MergeKind, MergeLine
from mob.kernel.actor import Actor
from mob.kernel.errors import Conflict


class ApplicationsMove:
    """Serves `identity.ports.MovesAccount`. Of two drafts for one aid, the one touched last stays."""

    def foreseen(self, source: UUID, target: UUID) -> Sequence[MergeLine]:
        older = _older_drafts(source, target)
        rows = [*_of(source), *(row for row in older if row.citizen_id == target)]
        titles = catalogue.titles(row.aid_version_id for row in rows)
        older_ids = {row.id for row in older}
        return [_line(row, titles[row.aid_version_id].title, is_older=row.id in older_ids) for row in rows]

    def move(self, actor: Actor, *, source: UUID, target: UUID, now: datetime) -> None:
        for row in _older_drafts(source, target):
            owner = Actor.citizen(source if row.citizen_id == source else target)
            drafts.discard(owner, application_id=row.id, now=now)
        for row in _of(source):
            dossier.commit(row, [ApplicationHandedOver(target)], actor=actor, now=now, citizen_id=target)
        _still_helped(source, target)
        Preparation.objects.filter(citizen_id=source).update(citizen_id=target)
        CounterVisit.objects.filter(person_id=source).update(person_id=target)


def _of(user_id: UUID) -> list[Application]:
    return list(Application.objects.filter(citizen_id=user_id).select_related("funder").order_by("created_at", "id"))


def _still_helped(source: UUID, target: UUID) -> None:
    """Files of others that she helped with. Ids lie in JSON: every helped file is looked at, which a merge can afford."""
    for row in Application.objects.filter(helped_by__icontains=str(source)).only("helped_by", "version"):
        kept = helped.handed_over(row.helped_by, source=source, target=target)
        if not Application.objects.filter(id=row.id, version=row.version).update(helped_by=kept):
            raise Conflict("changed_meanwhile")


def _older_drafts(source: UUID, target: UUID) -> list[Application]:
    """Of each pair of drafts for one aid, the one that was not touched last."""
    live = Application.objects.filter(state=State.DRAFT.value).order_by("id")
    hers = {row.aid_id: row for row in live.filter(citizen_id=target)}
    pairs = [(row, hers[row.aid_id]) for row in live.filter(citizen_id=source) if row.aid_id in hers]
    return [min(pair, key=lambda row: row.updated_at) for pair in pairs]


def _line(row: Application, title: str, *, is_older: bool) -> MergeLine:
    if is_older:
        return MergeLine(MergeKind.OLDER_DRAFT, title)
    if row.state == State.DRAFT.value:
        return MergeLine(MergeKind.DRAFT, title, row.funder.name)
    return MergeLine(MergeKind.APPLICATION, title, f"{row.funder.name}, {row.reference}")
