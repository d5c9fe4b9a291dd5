"""The door of the desk: who comes in, under which funder's hat, and what every page of the desk knows.

A first look only: services and selectors decide by `Actor`. Whoever has no business here finds no page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language

from mob.directory import selectors as directory
from mob.directory.rules import may_manage_affiliations
from mob.directory.types import FunderKind, FunderView
from mob.kernel.actor import ActorKind, Role
from mob.web.middleware import ORGANISATION, entry_of, holds_closed_rights
from mob.web.requests import Request

__all__ = ["Request", "at_the_desk", "language", "see", "show"]

View = Callable[..., HttpResponseBase]
INBOX = "/gestion/"
SHORTCUTS_COOKIE = "mob_shortcuts"


def at_the_desk(view: View) -> View:
    """Only for case managers and supervisors; other staff are shown their own space."""

    @wraps(view)
    def page(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        actor = request.actor
        if actor.kind is ActorKind.ANONYMOUS:
            here = request.get_full_path() if request.method in ("GET", "HEAD") else INBOX
            return redirect_to_login(here, settings.LOGIN_URL)
        if actor.kind is ActorKind.STAFF and actor.has(Role.CASE_MANAGER, Role.SUPERVISOR) and actor.funder_id:
            return view(request, *args, **kwargs)
        return _elsewhere(request)

    return page


def _elsewhere(request: Request) -> HttpResponseBase:
    """Another funder's hat, the administration, or nowhere."""
    if request.session.pop("funder", None) is not None:  # she works there no longer
        return HttpResponseRedirect(INBOX)
    if request.actor.kind is ActorKind.STAFF and request.path_info == INBOX:
        return HttpResponseRedirect("/administration/")
    if holds_closed_rights(request):
        return HttpResponseRedirect(ORGANISATION)
    raise Http404


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose desk this is and who sits at it. `may_switch`: she works for several funders.

    `has_people`: it is an employer's, and she looks after those affiliated to it. `has_counter`: it is not.
    `by_proconnect`: her session came that way, which says where she works and what that opens.
    """

    funder: FunderView
    person: str
    may_switch: bool
    shortcuts: bool
    here: str
    is_author: bool
    has_people: bool
    has_counter: bool
    by_proconnect: bool


def show(
    request: Request, template: str, context: dict[str, Any], *, here: str = "inbox", status: int = 200
) -> HttpResponse:
    """A page of the desk. `here` lights the menu: inbox, proposals, to_pay, envelopes, shortcuts, keys."""
    return render(request, f"funder/{template}", {**context, "desk": desk_of(request, here)}, status=status)


def desk_of(request: Request, here: str) -> Desk:
    actor = request.actor
    funder_id, user_id = _known(actor.funder_id), _known(actor.id)
    funder = directory.funder(funder_id)
    card = directory.staff_member(user_id, funder_id=funder_id)
    if funder is None or card is None:
        raise Http404
    return Desk(
        funder=funder,
        person=card.full_name,
        may_switch=len(directory.funders_of(user_id, entry=entry_of(request))) > 1,
        shortcuts=request.COOKIES.get(SHORTCUTS_COOKIE) != "off",
        here=here,
        is_author=actor.has(Role.SUPERVISOR, Role.ADMINISTRATOR),
        has_counter=funder.kind is not FunderKind.EMPLOYER,
        by_proconnect=bool(entry_of(request).siret),
        has_people=funder.kind is FunderKind.EMPLOYER and may_manage_affiliations(actor, funder.id),
    )


def _known(key: UUID | None) -> UUID:
    if key is None:
        raise Http404
    return key


def language() -> str:
    return (get_language() or "fr")[:2]


def see(path: str) -> HttpResponseRedirect:
    """See other: the next page, whatever the method was."""
    response = HttpResponseRedirect(path)
    response.status_code = 303
    return response
