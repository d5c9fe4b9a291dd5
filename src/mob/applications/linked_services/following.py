"""Where a person's applications stand, for a service that she lets follow them.

Never a paper, a message, a reason, nor an answer. A draft is hers alone until she sends it: a service sees no other
than those it prepared itself.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from mob.applications import lifecycle, selectors
from mob.applications.linked_services.rights import person_of, service_of
from mob.applications.linked_services.types import Expected, Followed, Task
from mob.applications.models import Application, Preparation
from mob.applications.types import Action, State
from mob.applications.views import Row
from mob.catalogue.types import AidTitle
from mob.identity.oidc_types import Scope
from mob.kernel.actor import Actor
from mob.kernel.clock import day_ends
from mob.kernel.errors import NotFound

# What a service may say that she can do. Replying to a funder who doubts her right is between both of them.
SAID = frozenset(
    {Action.EDIT, Action.SUBMIT, Action.RESUBMIT, Action.RESUME, Action.WITHDRAW, Action.DISCARD, Action.WRITE}
)


def applications(
    actor: Actor, *, after: UUID | None = None, state: State | None = None, limit: int, now: datetime, language: str
) -> list[Followed]:
    """Hers, the last begun first, those begun before `after`. Raises Forbidden."""
    rows = _visible(actor).order_by("-id")
    rows = rows.filter(id__lt=after) if after else rows
    rows = rows.filter(state=state.value) if state else rows
    return [_followed(row, now) for row in selectors.rows_of(rows[:limit], language)]


def application(actor: Actor, reference: str, *, now: datetime, language: str) -> Followed:
    """One of hers, with what she may do now. Raises NotFound for what the service may not see, as for what is not."""
    found = selectors.rows_of(_visible(actor).filter(reference=reference), language)
    if not found:
        raise NotFound("application_unknown")
    herself = Actor.citizen(person_of(actor, Scope.APPLICATIONS))
    _snapshot, actions = selectors.actions_on(herself, found[0].id)
    return replace(_followed(found[0], now), actions=actions & SAID)


def _visible(actor: Actor) -> QuerySet[Application]:
    prepared = Preparation.objects.filter(client_id=service_of(actor)).values("application_id")
    rows = Application.objects.filter(citizen_id=person_of(actor, Scope.APPLICATIONS), erased_at=None)
    return rows.filter(~Q(state=State.DRAFT.value) | Q(id__in=prepared))


def _followed(row: Row, now: datetime) -> Followed:
    return Followed(
        id=row.id,
        reference=row.reference,
        state=row.state,
        aid=AidTitle(row.aid_slug, row.aid_title),
        funder_name=row.funder_name,
        created_at=row.created_at,
        updated_at=row.updated_at,
        submitted_at=row.submitted_at,
        decided_at=row.decided_at,
        award=row.award if row.state is State.APPROVED else None,
        task=_task(row, now),
    )


def _task(row: Row, now: datetime) -> Task | None:
    if row.state is State.DRAFT:
        return Task(Expected.SEND, None)
    if row.state is State.CHANGES_REQUESTED:
        return Task(Expected.CORRECT, row.due_on)
    if row.state is State.CLOSED_INCOMPLETE and row.closed_at:
        until = lifecycle.resume_until(row.closed_at)
        return Task(Expected.RESUME, until) if now < day_ends(until) else None
    return None
