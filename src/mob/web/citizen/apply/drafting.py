"""What every page of a draft needs: the application with its profile and journey, and the frame around the form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from mob.applications import selectors
from mob.applications.types import State
from mob.applications.views import Detail
from mob.catalogue.types import AidView
from mob.directory import selectors as directory
from mob.directory.types import CommunityView
from mob.identity import selectors as identity
from mob.identity.types import ProfileView
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.kernel.errors import NotFound, Refused
from mob.web.citizen import words
from mob.web.citizen.access import View, actor_of, language_of, signed_in, to
from mob.web.citizen.apply import journey as journeys
from mob.web.citizen.apply.journey import Journey, Task

CHECK = "verifier"


@dataclass(frozen=True)
class Draft:
    """A draft as its pages see it. The profile is read when something asks for it: saving an answer does not."""

    actor: Actor
    detail: Detail
    communities: list[CommunityView]

    @property
    def aid(self) -> AidView:
        return self.detail.aid

    @cached_property
    def profile(self) -> ProfileView:
        return profile_of(self.actor)

    @cached_property
    def journey(self) -> Journey:
        return journeys.build(self.detail, self.profile, self.communities)

    def after(self, path: str) -> str:
        """The address of the page that follows in order, whatever each lacks."""
        return journeys.build(self.detail, None, self.communities).after(path)


def load(request: HttpRequest, reference: str) -> Draft:
    """The person's application. Raises NotFound for anyone else's."""
    actor = actor_of(request)
    detail = selectors.by_reference(actor, reference, language=language_of(request))
    # A draft that needs no community and has none follows a funder without any.
    is_asked = detail.state is not State.DRAFT or detail.needs_community or detail.community_id is not None
    communities = directory.communities_of(detail.funder_id) if is_asked else []
    return Draft(actor, detail, communities)


def profile_of(actor: Actor) -> ProfileView:
    """The profile of the one it is for, as far as the actor may read it: a mandate that prepares nothing shows none."""
    if actor.subject_id is None:
        raise NotFound("application_unknown")
    try:
        return identity.profile_of(actor, actor.subject_id)
    except NotFound:
        return ProfileView(actor.subject_id, "")


def step(view: Callable[..., HttpResponseBase]) -> View:
    """A page of a draft. Once it is sent, reading leads to the application and writing is refused."""

    @signed_in
    @wraps(view)
    def page(request: HttpRequest, reference: str, **kwargs: Any) -> HttpResponseBase:
        draft = load(request, reference)
        if draft.detail.state is not State.DRAFT:
            if request.method == "POST":
                raise Refused("wrong_state")
            return to(f"/demandes/{reference}")
        return view(request, draft, **kwargs)

    return page


def frame(draft: Draft, task: Task, path: str) -> dict[str, Any]:
    """The context of a page of the form."""
    return {
        "here": "applications",
        "detail": draft.detail,
        "aid": draft.aid,
        "tasks": draft.journey.tasks(task),
        "place": draft.journey.place(task),
        "back": draft.journey.before(path),
        "autosave": draft.journey.address("brouillon"),
        "later": "/demandes",
        "saved": words.saved(draft.detail.updated_at, clock.now()),
    }


def onward(request: HttpRequest, draft: Draft, path: str) -> HttpResponse:
    """After a page is saved: back to the check when one came from there, else the next page."""
    if request.GET.get("retour") == CHECK:
        return to(draft.journey.address(CHECK))
    return to(draft.after(path))


def show(request: HttpRequest, template: str, context: dict[str, Any], *, refused: bool = False) -> HttpResponse:
    """The page, with 422 when it comes back with something to correct."""
    return render(request, f"citizen/apply/{template}.html", context, status=422 if refused else 200)
