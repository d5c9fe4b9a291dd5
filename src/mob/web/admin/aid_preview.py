"""A version of an aid as people would read it, before or after it is published: their own page, with a word on top."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mob.catalogue import selectors as catalogue
from mob.catalogue.types import AidState
from mob.directory import selectors as directory
from mob.web.admin.access import AUTHORS, StaffRequest, open_to
from mob.web.admin.aids import version_of
from mob.web.citizen import aid_page


@require_safe
@open_to(*AUTHORS)
def page(request: StaffRequest, aid_id: UUID, version_id: UUID | None = None) -> HttpResponse:
    """The newest version, or an older one of the same aid."""
    editing = catalogue.editing(request.actor, aid_id)
    chosen = version_of(editing, request.actor, version_id)
    view = catalogue.version(chosen, language=request.LANGUAGE_CODE or "fr")
    funder = directory.funder(view.funder_id)
    if funder is None:
        raise Http404
    is_newest = chosen == editing.version_id
    marks = {
        "edited": editing,
        "is_newest": is_newest,
        "is_shown": is_newest and not editing.has_draft and editing.state is AidState.PUBLISHED,
    }
    return render(request, "admin/preview.html", {**aid_page.context(request, view, funder), **marks})
