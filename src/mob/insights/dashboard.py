"""Reading a funder's dashboard: what its staff sees, at the same cost whatever the number of applications."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from mob.applications.stops import DraftStop
from mob.applications.types import RejectionReason, State
from mob.insights.board import Board, Cell, Scope, add_up
from mob.insights.cells import Half
from mob.insights.models import DelayCell, FunderCell, PeopleCell, StoppedDrafts
from mob.kernel.actor import Actor, ActorKind, Role


def board(actor: Actor, scope: Scope) -> Board:
    """The figures of the actor's funder and communities; empty for whoever processes no application."""
    cells = [_cell(row) for row in _narrowed(visible_cells(actor), scope).exclude(count=0)]
    delays = _narrowed(visible_delays(actor), scope)
    if scope.year:
        delays = delays.filter(year=scope.year)
    if scope.half:
        delays = delays.filter(half=scope.half)
    days = dict(delays.values_list("days").annotate(total=Sum("count")).filter(total__gt=0).order_by())
    return add_up(cells, days, _stops(actor, scope), scope, people=_people(actor, scope))


def visible_cells(actor: Actor) -> QuerySet[FunderCell]:
    """Those of the actor's funder, of her communities alone where she has some."""
    return FunderCell.objects.filter(_seen(actor))


def visible_delays(actor: Actor) -> QuerySet[DelayCell]:
    """The same for delays."""
    return DelayCell.objects.filter(_seen(actor))


def _seen(actor: Actor) -> Q:
    ours = _is_ours(actor)
    if actor.community_ids is None:
        return ours
    return ours & Q(community_key__in=[str(key) for key in actor.community_ids])


def _is_ours(actor: Actor) -> Q:
    """Rows of the funder whose files the actor processes; none for anybody else."""
    sees = actor.kind is ActorKind.STAFF and actor.funder_id and actor.has(Role.CASE_MANAGER, Role.SUPERVISOR)
    return Q(funder_id=actor.funder_id) if sees else Q(pk__in=[])


def _sees_community(actor: Actor, community: UUID) -> bool:
    return actor.community_ids is None or community in actor.community_ids


def _people(actor: Actor, scope: Scope) -> int | None:
    """Distinct people of the scope. None for who sees several communities and not all: they share people."""
    community = scope.community_id
    if community is None and actor.community_ids is not None:
        if len(actor.community_ids) != 1:
            return None
        (community,) = actor.community_ids
    if community is not None and not _sees_community(actor, community):
        return 0
    rows = PeopleCell.objects.filter(_is_ours(actor), **_place(scope, community))
    return rows.values_list("count", flat=True).first() or 0


def _place(scope: Scope, community: UUID | None) -> dict[str, Any]:
    """The cell of a scope."""
    return {
        "aid_key": str(scope.aid_id or ""),
        "community_key": str(community or ""),
        "year": scope.year or 0,
        "half": scope.half or 0,
    }


def _narrowed(rows: QuerySet[Any], scope: Scope) -> QuerySet[Any]:
    if scope.aid_id:
        rows = rows.filter(aid_id=scope.aid_id)
    if scope.community_id:
        rows = rows.filter(community_key=str(scope.community_id))
    return rows


def _cell(row: FunderCell) -> Cell:
    return Cell(
        aid_id=row.aid_id,
        community_id=UUID(row.community_key) if row.community_key else None,
        when=Half(row.year, row.half),
        state=State(row.state),
        reason=RejectionReason(row.reason) if row.reason else None,
        count=row.count,
        cents=row.cents,
    )


def _stops(actor: Actor, scope: Scope) -> dict[DraftStop, int]:
    """Drafts have no community until they are sent: who sees some communities alone sees none of them."""
    if actor.community_ids is not None or scope.community_id:
        return {}
    rows = StoppedDrafts.objects.filter(_seen(actor))
    if scope.aid_id:
        rows = rows.filter(aid_id=scope.aid_id)
    counted = dict(rows.values_list("stop").annotate(total=Sum("count")).order_by())
    return {stop: counted[stop.value] for stop in DraftStop if counted.get(stop.value)}
