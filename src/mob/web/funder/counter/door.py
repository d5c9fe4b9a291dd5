"""What every page of the counter knows: only funders that have one, and the visit an agent works in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.views.decorators.cache import never_cache

from mob.applications import visits
from mob.applications.visits import VisitView
from mob.kernel import clock
from mob.kernel.errors import Forbidden, MobError
from mob.kernel.texts import text_of
from mob.web import at_counter
from mob.web.funder.access import Request, View, at_the_desk, language, see


def at_the_counter(view: View) -> View:
    """Only for case managers and supervisors of a funder that has a counter. Its pages are kept by no cache."""

    @never_cache
    @at_the_desk
    @wraps(view)
    def page(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            visits.counter_of(request.actor)
        except Forbidden as error:
            raise Http404 from error
        return view(request, *args, **kwargs)

    return page


def in_visit(view: Callable[..., HttpResponseBase]) -> View:
    """A page of one visit, which the agent received herself."""

    @at_the_counter
    @wraps(view)
    def page(request: Request, visit_id: UUID, **kwargs: Any) -> HttpResponseBase:
        return view(request, visits.visit(request.actor, visit_id, now=clock.now()), **kwargs)

    return page


def address(visit_id: UUID) -> str:
    return f"{at_counter.HOME}/{visit_id}"


def refused(request: Request, error: MobError, back: str) -> HttpResponseBase:
    """The reason as a message, on the page one came from."""
    messages.error(request, text_of(error.code, language(), **error.params))
    return see(back)


def back_to(visit: VisitView) -> str:
    return address(visit.id)
