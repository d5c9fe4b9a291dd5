"""Reading exports: each person sees her own, under the funder she made them for."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from mob.exports.models import Export
from mob.exports.permissions import may_export, still_sees
from mob.exports.types import ExportView, Format, Progress
from mob.kernel.actor import Actor


def visible_to(actor: Actor) -> QuerySet[Export]:
    """Her own, of this funder, as long as she sees all that they may hold."""
    if not may_export(actor) or actor.funder_id is None:
        return Export.objects.none()
    rows = Export.objects.filter(asked_by_id=actor.id, funder_id=actor.funder_id)
    if actor.community_ids is None:
        return rows
    narrower = [row.id for row in rows.only("id", "community_ids") if not still_sees(actor, _communities(row))]
    return rows.exclude(id__in=narrower)


def held_by(actor: Actor, *, now: datetime) -> QuerySet[Export]:
    """Those whose time is not over, the latest first."""
    return visible_to(actor).filter(expires_at__gt=now).order_by("-asked_at", "-id")


def mine(actor: Actor, *, now: datetime) -> list[ExportView]:
    """What the page of exports shows."""
    return [view(row) for row in held_by(actor, now=now)]


def view(row: Export) -> ExportView:
    return ExportView(
        id=row.id,
        format=Format(row.format),
        progress=Progress(row.progress),
        query=row.query,
        rows=row.rows,
        size=row.size,
        error=row.error,
        asked_at=row.asked_at,
        expires_at=row.expires_at,
    )


def _communities(row: Export) -> frozenset[UUID] | None:
    return None if row.community_ids is None else frozenset(map(UUID, row.community_ids))
