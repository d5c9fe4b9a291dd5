"""The sections of an aid: which form writes each, and how it is saved without overwriting another author."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from mob.catalogue import selectors as catalogue
from mob.catalogue import services
from mob.catalogue.types import AidEditing
from mob.kernel import clock
from mob.kernel.errors import Conflict
from mob.web.admin.access import AUTHORS, StaffRequest, open_to
from mob.web.admin.aid_forms import (
    AmountForm,
    ApplyingForm,
    ContactForm,
    DatesForm,
    EnglishForm,
    PartForm,
    PublicForm,
    SourceForm,
    TextsForm,
)
from mob.web.admin.aid_summary import TITLES
from mob.web.admin.pages import form_page

FORMS: Mapping[str, type[PartForm]] = {
    "textes": TextsForm,
    "anglais": EnglishForm,
    "montant": AmountForm,
    "public": PublicForm,
    "dates": DatesForm,
    "depot": ApplyingForm,
    "contact": ContactForm,
    "source": SourceForm,
}


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(*AUTHORS)
def edit(request: StaffRequest, aid_id: UUID, section: str) -> HttpResponse:
    """One section of an aid."""
    if section not in FORMS:
        raise Http404
    editing = catalogue.editing(request.actor, aid_id)
    kind = FORMS[section]
    form = kind(request.POST or None, initial={**kind.opened(editing.content), "version": editing.version})
    return part_page(request, form, editing, title=str(TITLES[section]), anchor=section)


def part_page(
    request: StaffRequest, form: PartForm, editing: AidEditing, *, title: str, anchor: str, intro: str = ""
) -> HttpResponse:
    """Save a part of an aid and come back to its place on the aid's page."""
    home = reverse("admin:aid", args=[editing.id])

    def save() -> str:
        try:
            services.edit_aid(
                request.actor,
                aid_id=editing.id,
                content=form.applied(editing.content),
                expected_version=form.cleaned_data["version"] or 0,
                now=clock.now(),
            )
        except Conflict:
            form.follow(editing.version)
            raise
        return f"{home}#{anchor}"

    back = (editing.content.fr.title or editing.slug, home)
    return form_page(request, form, save=save, title=title, here="aids", back=back, intro=intro)
