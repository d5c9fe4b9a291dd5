"""A version of an aid as people would read it, before or after it is published."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from mob.catalogue import selectors as catalogue
from mob.web.admin.access import AUTHORS, StaffRequest, open_to
from mob.web.admin.aids import version_of


@require_safe
@open_to(*AUTHORS)
def page(request: StaffRequest, aid_id: UUID, version_id: UUID | None = None) -> HttpResponse:
    """The newest version, or an older one of the same aid."""
    editing = catalogue.editing(request.actor, aid_id)
    catalogue.version(version_of(editing, request.actor, version_id), language=request.LANGUAGE_CODE)
    raise NotImplementedError
