"""The agent's hat at her counter: on the pages of an application, she acts for the person whose visit is open.

The session names the visit; the visit, its mandate, her role and her second factor are looked up at each request. What
these pages are not (decisions, withdrawals, the person's account), a mandate of the counter never opens.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest

from mob.applications import visits
from mob.directory import selectors as directory
from mob.identity import sessions
from mob.identity.mandate_types import MandateKind
from mob.identity.mandates import selectors as mandates
from mob.kernel import clock
from mob.kernel.actor import Actor, Role
from mob.kernel.errors import MobError
from mob.web import acting as acting_for

SESSION = "counter_visit"
HOME = "/gestion/guichet"
_PAGES = re.compile(
    r"/demandes"
    r"|/demandes/[0-9A-Za-z-]{9}"
    r"(/(beneficiaire|profil|question/[^/]+|communaute|brouillon|papiers(/[^/]+){0,2}|verifier|envoyer|recu|envoi|corriger"
    r"|reprendre|coordonnees-bancaires|facture))?"
)


@dataclass(frozen=True, slots=True)
class Band:
    """What every page says while it lasts: for whom, and the way back."""

    name: str
    href: str


def enter(request: HttpRequest, visit_id: UUID) -> None:
    """From here on the pages of an application are hers who is received."""
    if acting_for.is_acting(request):
        acting_for.leave(request)
    request.session[SESSION] = str(visit_id)


def leave(request: HttpRequest) -> None:
    request.session.pop(SESSION, None)


def acting(request: HttpRequest, user_id: UUID) -> Actor | None:
    """The hat of the visit on the pages of an application; None everywhere else, and once anything of it is over."""
    if SESSION not in request.session or not _PAGES.fullmatch(request.path_info) or not sessions.is_strong(request):
        return None
    now = clock.now()
    found = visits.mandate_in(_visit_id(request), agent_id=user_id, now=now)
    if found is None:
        return None
    mandate_id, funder_id = found
    agent = directory.actor_for(user_id, funder_id=funder_id)
    if agent is None or agent.funder_id != funder_id or not agent.has(Role.CASE_MANAGER, Role.SUPERVISOR):
        return None
    try:
        return mandates.acting(user_id, mandate_id, kind=MandateKind.DESK, on=clock.civil_date(now))
    except MobError:
        return None


def band(request: HttpRequest) -> Band | None:
    """The band of a page that is shown under this hat."""
    actor: Actor | None = getattr(request, "actor", None)
    if SESSION not in getattr(request, "session", {}) or actor is None or actor.on_behalf_of is None:
        return None
    return Band(mandates.short_name(actor.on_behalf_of), f"{HOME}/{_visit_id(request)}")


def _visit_id(request: HttpRequest) -> UUID | None:
    try:
        return UUID(str(request.session[SESSION]))
    except ValueError:
        return None
