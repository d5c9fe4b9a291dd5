"""Inbox counts: one row per (funder, community, state), moved with the state, re-derivable by a command."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, Sum

from mob.applications.models import Application, InboxCount
from mob.applications.types import State


def move(row: Application, before: State, after: State) -> None:
    """Take one from the old state and give one to the new, in the caller's transaction. Drafts are not counted."""
    if before is after:
        return
    for state, step in ((before, -1), (after, 1)):
        if state is not State.DRAFT:
            _add(row.funder_id, row.community_id, state, step)


def _add(funder_id: UUID, community_id: UUID | None, state: State, step: int) -> None:
    key = {"funder_id": funder_id, "community_key": str(community_id or ""), "state": state.value}
    if InboxCount.objects.filter(**key).update(count=F("count") + step):
        return
    InboxCount.objects.bulk_create([InboxCount(**key, community_id=community_id)], ignore_conflicts=True)
    InboxCount.objects.filter(**key).update(count=F("count") + step)


def forget(row: Application, state: State) -> None:
    """An emptied file is counted no more."""
    _add(row.funder_id, row.community_id, state, -1)


def totals(funder_id: UUID, community_ids: Iterable[UUID] | None) -> dict[State, int]:
    """Files by state for a funder, or for some of its communities."""
    rows = InboxCount.objects.filter(funder_id=funder_id)
    if community_ids is not None:
        rows = rows.filter(community_id__in=list(community_ids))
    counts: dict[State, int] = {}
    for state, count in rows.values_list("state", "count"):
        counts[State(state)] = counts.get(State(state), 0) + count
    return counts


def everywhere() -> dict[State, int]:
    """Files by state over the whole installation: for the operator's measures."""
    rows = InboxCount.objects.values_list("state").annotate(total=Sum("count"))
    return {State(state): total for state, total in rows}


def rebuild() -> int:
    """Count again from the applications. Returns the number of rows written."""
    kept = Application.objects.exclude(state=State.DRAFT.value).filter(erased_at=None)
    groups = kept.values_list("funder_id", "community_id", "state")
    rows = [
        InboxCount(
            funder_id=funder, community_id=community, community_key=str(community or ""), state=state, count=count
        )
        for funder, community, state, count in groups.annotate(total=Count("id"))
    ]
    with transaction.atomic():
        InboxCount.objects.all().delete()
        InboxCount.objects.bulk_create(rows)
    return len(rows)
