"""Aids as their authors find them: the list, a new one, one whole with what keeps it from being published, its history.

What an aid says is edited section by section (`aid_sections`), place by place (`aid_territories`) and item by item
(`aid_items`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mob.catalogue import selectors as catalogue
from mob.catalogue import services
from mob.catalogue.types import AidContent, AidEditing, AidState, AidTexts, Level
from mob.directory import selectors as directory
from mob.directory.types import FunderView
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.kernel.errors import InvalidMany, NotFound
from mob.web.admin import aid_freshness, aid_summary, words
from mob.web.admin.access import AUTHORS, StaffRequest, open_to, own_or_chosen, show
from mob.web.admin.pages import EXPECTED, AdminForm, confirm_page, cut, form_page, page_number, words_of

SIZE = 50


class NewAidForm(AdminForm):
    """Enough to start a draft."""

    funder = forms.ChoiceField(label=gettext_lazy("Funder"))
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        help_text=gettext_lazy("What people look for: “Grant for an electric bicycle”."),
    )
    level = forms.ChoiceField(label=gettext_lazy("Who gives"), choices=words.choices(words.LEVELS))

    def __init__(self, *args: Any, funders: list[FunderView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(each.id), each.name) for each in funders]
        self.fields["funder"].choices = named  # type: ignore[attr-defined]
        if len(named) == 1:
            self.fields["funder"].initial = named[0][0]
            self.fields["funder"].widget = forms.HiddenInput()


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to. `funder` is None for all of them."""

    text: str
    state: AidState | None
    funder: FunderView | None


@require_safe
@open_to(*AUTHORS)
def listing(request: StaffRequest) -> HttpResponse:
    """The aids the actor may write, last changed first."""
    filters = _filters(request)
    number = page_number(request)
    rows, total = catalogue.aids(
        request.actor,
        funder_id=filters.funder.id if filters.funder else None,
        state=filters.state,
        text=filters.text,
        start=(number - 1) * SIZE,
        limit=SIZE,
    )
    context = {
        "rows": rows,
        "page": cut(rows, (number - 1) * SIZE, SIZE, total),
        "total": total,
        "filters": filters,
        "states": words.choices(words.AID_STATES),
        "to_verify": len(catalogue.to_look_at(request.actor, today=clock.civil_date(clock.now()))),
    }
    return show(request, "aids.html", context, here="aids")


def _filters(request: StaffRequest) -> Filters:
    state, slug = request.GET.get("etat", ""), request.GET.get("financeur", "")
    return Filters(
        text=request.GET.get("q", "")[:120],
        state=AidState(state) if state in set(AidState) else None,
        funder=directory.visible_funder(request.actor, slug) if slug else None,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(*AUTHORS)
def create(request: StaffRequest) -> HttpResponse:
    """Start a draft nobody but its authors sees."""
    chosen = request.GET.get("financeur", "")
    form = NewAidForm(request.POST or None, funders=_funders_for(request.actor, chosen))

    def save() -> str:
        funder_id = own_or_chosen(request.actor, UUID(form.cleaned_data["funder"]))
        assert funder_id is not None
        content = AidContent(fr=AidTexts(title=form.cleaned_data["title"]), level=Level(form.cleaned_data["level"]))
        aid_id = services.create_aid(request.actor, funder_id=funder_id, content=content, now=clock.now())
        return reverse("admin:aid", args=[aid_id])

    return form_page(
        request,
        form,
        save=save,
        title=_("New aid"),
        here="aids",
        back=(_("Aids"), reverse("admin:aids")),
        intro=_("It stays a draft until you publish it."),
        button=_("Start writing"),
        done=_("The draft is open. Fill in each section, in any order."),
    )


def _funders_for(actor: Actor, slug: str) -> list[FunderView]:
    """The funders a new aid may be given to: her own, the one asked for, or all of them."""
    if slug:
        return [directory.visible_funder(actor, slug)]
    return [row.funder for row in directory.funder_rows(actor, limit=5000)[0]]


@require_safe
@open_to(*AUTHORS)
def page(request: StaffRequest, aid_id: UUID) -> HttpResponse:
    """One aid: every section with what it says, and what keeps it from being published."""
    return _page(request, aid_id)


def _page(request: StaffRequest, aid_id: UUID, *, refusal: str = "", status: int = 200) -> HttpResponse:
    editing = catalogue.editing(request.actor, aid_id)
    today = clock.civil_date(clock.now())
    problems = catalogue.publication_problems(request.actor, aid_id, today=today)
    context = {
        "aid": editing,
        "title": editing.content.fr.title or editing.slug,
        "state": words.AID_STATES[editing.state],
        "sections": aid_summary.sections(editing, problems),
        "problems": aid_summary.lines(editing, problems),
        "may_publish": editing.has_draft or editing.state is not AidState.PUBLISHED,
        "is_published": editing.state is AidState.PUBLISHED,
        "refusal": refusal,
        "tried": request.method == "POST",
        **aid_freshness.context(request.actor, aid_id, today=today),
    }
    return show(request, "aid.html", context, here="aids", status=status)


@require_POST
@open_to(*AUTHORS)
def publish(request: StaffRequest, aid_id: UUID) -> HttpResponse:
    """Show the newest version to people; with its problems listed when it cannot be."""
    typed = request.POST.get("version", "")
    version = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else 0
    try:
        services.publish(request.actor, aid_id=aid_id, now=clock.now(), expected_version=version or None)
    except InvalidMany:
        return _page(request, aid_id, status=422)
    except EXPECTED as error:
        return _page(request, aid_id, refusal=words_of(error, request.LANGUAGE_CODE), status=409)
    messages.success(request, _("The aid is published: people can find it now."))
    return HttpResponseRedirect(reverse("admin:aid", args=[aid_id]))


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(*AUTHORS)
def unpublish(request: StaffRequest, aid_id: UUID) -> HttpResponse:
    editing = catalogue.editing(request.actor, aid_id)
    home = reverse("admin:aid", args=[aid_id])

    def act() -> str:
        services.unpublish(request.actor, aid_id=aid_id, now=clock.now())
        return home

    return confirm_page(
        request,
        act=act,
        title=_("Withdraw “%(title)s”") % {"title": editing.content.fr.title},
        text=_("Nobody finds it any more. Applications already begun go on with the version they follow."),
        button=_("Withdraw the aid"),
        here="aids",
        back=(editing.content.fr.title or editing.slug, home),
        done=_("The aid is withdrawn."),
    )


@require_safe
@open_to(*AUTHORS)
def history(request: StaffRequest, aid_id: UUID) -> HttpResponse:
    """Every version and every act, newest first, with its author."""
    editing = catalogue.editing(request.actor, aid_id)
    context = {
        "aid": editing,
        "title": editing.content.fr.title or editing.slug,
        "versions": catalogue.history(request.actor, aid_id),
        "acts": aid_summary.acts(request.actor, editing),
    }
    return show(request, "history.html", context, here="aids")


def version_of(editing: AidEditing, actor: Actor, version_id: UUID | None) -> UUID:
    """The version to look at: the newest, or one of this very aid. Raises Http404 for another aid's."""
    if version_id is None:
        return editing.version_id
    try:
        known = {row.id for row in catalogue.history(actor, editing.id)}
    except NotFound as error:
        raise Http404 from error
    if version_id not in known:
        raise Http404
    return version_id
