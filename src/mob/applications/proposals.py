"""Reading proposals: those that wait for a holder of a delegation, all of them whole, on one screen."""

from __future__ import annotations

from datetime import date, datetime

from mob.applications import lifecycle
from mob.applications.detail import proposal_view
from mob.applications.models import Proposal
from mob.applications.selectors import visible_to
from mob.applications.types import State
from mob.applications.views import ProposalView
from mob.catalogue import selectors as catalogue
from mob.directory import delegations
from mob.directory import selectors as directory
from mob.directory.types import DelegationView
from mob.kernel.actor import Actor, ActorKind
from mob.kernel.clock import civil_date

MOST = 100


def waiting(actor: Actor, *, now: datetime, language: str = "fr") -> list[ProposalView]:
    """The proposals on files the actor may see, oldest first, at most `MOST`: a constant number of queries."""
    states = [state.value for state in State if state.is_with_funder]
    files = visible_to(actor).filter(state__in=states, proposals__closed_at=None)
    rows = Proposal.objects.filter(closed_at=None, application__in=files).select_related("application")
    found = list(rows.order_by("proposed_at", "id")[:MOST])
    titles = catalogue.titles([row.application.aid_version_id for row in found], language=language)
    held, today = _held(actor, now), civil_date(now)
    return [
        proposal_view(row, title=titles[row.application.aid_version_id].title, decides=_decides(row, held, today))
        for row in found
    ]


def _held(actor: Actor, now: datetime) -> tuple[DelegationView, ...]:
    if actor.kind is not ActorKind.STAFF or actor.id is None or actor.funder_id is None:
        return ()
    return directory.delegations_held(actor.id, funder_id=actor.funder_id, on=civil_date(now))


def _decides(row: Proposal, held: tuple[DelegationView, ...], today: date) -> bool:
    view = proposal_view(row)
    amount = lifecycle.whole_award(view.terms, today) if view.terms else None
    return delegations.first_covering(held, row.application.aid_id, amount=amount, on=today) is not None
