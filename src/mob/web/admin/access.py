"""The door of the administration: who may enter which page, and the menu she finds there.

A first look only: services and selectors decide by `Actor` what may be read or done. Whoever may not enter is told
that the page does not exist.
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
from django.urls import reverse
from django.utils.translation import gettext as _

from mob.directory import selectors as directory
from mob.directory.rules import is_platform_administrator
from mob.editorial.permissions import may_edit
from mob.kernel.actor import Actor, ActorKind, Role
from mob.web.middleware import ORGANISATION, holds_closed_rights
from mob.web.requests import Request as StaffRequest

__all__ = ["StaffRequest", "open_to", "show"]

View = Callable[..., HttpResponseBase]
MEMBERS = (Role.ADMINISTRATOR, Role.SUPERVISOR, Role.CONTENT_EDITOR)
AUTHORS = (Role.ADMINISTRATOR, Role.CONTENT_EDITOR)
MANAGERS = (Role.ADMINISTRATOR, Role.SUPERVISOR)


def open_to(*roles: Role, also: Callable[[Actor], bool] = lambda _actor: False) -> Callable[[View], View]:
    """Let in administrators of the platform, the staff of a funder who hold one of the roles, and `also` some."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.actor.kind is ActorKind.ANONYMOUS:
                return redirect_to_login(_place(request), settings.LOGIN_URL)
            if not may_enter(request.actor, roles) and not also(request.actor):
                if holds_closed_rights(request):
                    return HttpResponseRedirect(ORGANISATION)
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def _place(request: StaffRequest) -> str:
    """Where to come back to: a page, never the address a form is sent to."""
    return request.get_full_path() if request.method in ("GET", "HEAD") else "/administration/"


def may_enter(actor: Actor, roles: tuple[Role, ...]) -> bool:
    """Whether the actor passes a door open to those roles."""
    return is_platform_administrator(actor) or (
        actor.kind is ActorKind.STAFF and actor.funder_id is not None and actor.has(*roles)
    )


@dataclass(frozen=True, slots=True)
class MenuItem:
    """An entry of the administration's menu. `here`: its page, or one below it, is shown."""

    label: str
    href: str
    here: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose administration this is, and its menu. `processes`: she has files to examine too."""

    name: str
    processes: bool
    menu: list[MenuItem]


def show(
    request: StaffRequest, template: str, context: dict[str, Any], *, here: str, status: int = 200
) -> HttpResponse:
    """A page of the administration. `here` lights the menu: dashboard, funders, staff, aids, exchange, pages, platform,
    bases, partners.
    """
    whole = {**context, "desk": desk_of(request.actor, here)}
    return render(request, f"admin/{template}", whole, status=status)


def desk_of(actor: Actor, here: str) -> Desk:
    """The menu holds what the actor may open, nothing else."""
    own = directory.funder(actor.funder_id) if actor.funder_id else None
    entries: list[tuple[str, str, str, tuple[Role, ...]]] = [
        ("dashboard", _("Overview"), reverse("admin:dashboard"), MEMBERS)
    ]
    if own:
        entries.append(("funders", _("Our organisation"), reverse("admin:funder", args=[own.slug]), MEMBERS))
    else:
        entries.append(("funders", _("Funders"), reverse("admin:funders"), ()))
    entries.append(("aids", _("Aids"), reverse("admin:aids"), AUTHORS))
    entries.append(("exchange", _("Import and export"), reverse("admin:exchange"), AUTHORS))
    if own and actor.has(*MANAGERS):
        entries.append(("keys", _("Keys"), reverse("keys"), MANAGERS))
    entries.append(("partners", _("Operators"), reverse("admin:partners"), ()))
    entries.append(("platform", _("Administrators"), reverse("admin:platform"), ()))
    entries.append(("bases", _("Legal bases"), reverse("admin:legal-bases"), ()))
    menu = [MenuItem(label, href, name == here) for name, label, href, roles in entries if may_enter(actor, roles)]
    if may_edit(actor):
        menu.append(MenuItem(_("Pages of the site"), reverse("admin:pages"), here == "pages"))
    processes = own is not None and actor.has(Role.CASE_MANAGER, Role.SUPERVISOR)
    return Desk(own.name if own else "", processes, menu)


def own_or_chosen(actor: Actor, funder_id: UUID | None) -> UUID | None:
    """The funder an actor works on: her own when she has one, whatever a form says; else the one chosen."""
    return actor.funder_id or funder_id
