"""The door of the console: who comes in, for which partner, and what every page of it knows.

A first look only: services and selectors decide by `Actor`. Whoever has no business here finds no page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from mob.directory import selectors as directory
from mob.directory.partner_types import PartnerView
from mob.kernel.actor import Actor, ActorKind
from mob.web.admin import pages
from mob.web.requests import Request

__all__ = ["Request", "confirm_page", "form_page", "in_console", "partner_of", "show"]

View = Callable[..., HttpResponseBase]
HOME = "/operateur/"


def in_console(view: View) -> View:
    """Only for the people of a partner."""

    @wraps(view)
    def page(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.actor.kind is ActorKind.ANONYMOUS:
            here = request.get_full_path() if request.method in ("GET", "HEAD") else HOME
            return redirect_to_login(here, settings.LOGIN_URL)
        if request.actor.kind is not ActorKind.OPERATOR:
            raise Http404
        return view(request, *args, **kwargs)

    return page


def partner_of(actor: Actor) -> UUID:
    """The partner whose console this is."""
    if actor.partner_id is None:
        raise Http404
    return actor.partner_id


@dataclass(frozen=True, slots=True)
class MenuItem:
    """An entry of the console's menu. `here`: its page, or one below it, is shown."""

    label: str
    href: str
    here: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose console this is, and its menu. `may_switch`: she works for several partners."""

    partner: PartnerView
    may_switch: bool
    menu: list[MenuItem]


def show(
    request: Request, template: str, context: dict[str, Any], *, here: str = "clients", status: int = 200
) -> HttpResponse:
    """A page of the console. `here` lights the menu: clients, sandbox, people."""
    whole = {**context, "desk": desk_of(request.actor, here)}
    return render(request, f"operator/{template}", whole, status=status)


def desk_of(actor: Actor, here: str) -> Desk:
    partner = directory.partner(actor, partner_of(actor))
    entries = [
        ("clients", _("Clients"), reverse("operator:home")),
        ("sandbox", _("Test people"), reverse("operator:sandbox")),
        ("people", _("Team"), reverse("operator:people")),
    ]
    menu = [MenuItem(label, href, name == here) for name, label, href in entries]
    may_switch = actor.id is not None and len(directory.partners_of(actor.id)) > 1
    return Desk(partner, may_switch, menu)


# As the administration handles them, drawn as pages of the console.
form_page = partial(pages.form_page, draw=show, here="clients")
confirm_page = partial(pages.confirm_page, draw=show, here="clients")
