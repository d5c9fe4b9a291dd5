"""The home page: one question, and the line that explains everything."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mob.directory import selectors as directory
from mob.web.requests import Request


@require_safe
def page(request: Request) -> HttpResponse:
    """The way to the case desk is shown to who works there, and to who has not said who she is."""
    actor_id = request.actor.id
    return render(request, "home.html", {"here": "home", "shows_desk": not actor_id or directory.is_staff(actor_id)})
