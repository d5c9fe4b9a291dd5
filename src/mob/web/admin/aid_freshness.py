"""Whether aids still say the truth: those to look at again, one click that says so, who keeps one, mistakes told of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mob.catalogue import selectors as catalogue
from mob.catalogue import services
from mob.catalogue.types import AidFreshness, LinkState, Watched, WatchedRow, Worry
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.web.admin.access import AUTHORS, StaffRequest, open_to, show
from mob.web.admin.pages import EXPECTED, AdminForm, cut, form_page, page_number, words_of
from mob.web.components import Tag
from mob.web.formats import long_date

SIZE = 50
LIST = "liste"
_WORRIES = {
    Worry.REPORTED: (gettext_lazy("Mistake told of"), "you", "mail"),
    Worry.LINK: (gettext_lazy("Page does not answer"), "no", "alert"),
    Worry.STALE: (gettext_lazy("Not verified for six months"), "unknown", "clock"),
}
_LINKS = {
    LinkState.FINE: gettext_lazy("answers"),
    LinkState.GONE: gettext_lazy("the page is gone"),
    LinkState.SILENT: gettext_lazy("does not answer"),
    LinkState.UNSURE: gettext_lazy("refuses programs: look for yourself"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """An aid of the list, with why it is there."""

    row: WatchedRow
    tags: list[Tag]


class OwnerForm(AdminForm):
    owner = forms.ChoiceField(label=gettext_lazy("Who keeps this aid up to date"), required=False)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everybody = ("", _("All who write the aids of this funder"))
        self.fields["owner"].choices = [everybody, *people]  # type: ignore[attr-defined]


@require_safe
@open_to(*AUTHORS)
def listing(request: StaffRequest) -> HttpResponse:
    """The aids to look at again, most pressing first."""
    found = catalogue.to_look_at(request.actor, today=clock.civil_date(clock.now()))
    number = page_number(request)
    start = (number - 1) * SIZE
    lines = [Line(row, tags(row.watched, row.worries)) for row in found[start : start + SIZE]]
    context = {"lines": lines, "total": len(found), "page": cut(lines, start, SIZE, len(found)), "number": number}
    return show(request, "aids_to_verify.html", context, here="aids")


@require_POST
@open_to(*AUTHORS)
def confirm(request: StaffRequest, aid_id: UUID) -> HttpResponse:
    """One click: what people read still holds. Back to where it was pressed."""
    try:
        services.confirm_aid(request.actor, aid_id=aid_id, now=clock.now())
    except EXPECTED as error:
        messages.error(request, words_of(error, request.LANGUAGE_CODE))
    else:
        title = catalogue.editing(request.actor, aid_id).content.fr.title
        messages.success(request, _("“%(title)s” is verified today.") % {"title": title})
    in_list = request.POST.get("vers") == LIST
    return HttpResponseRedirect(reverse("admin:aids-to-verify") if in_list else reverse("admin:aid", args=[aid_id]))


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(*AUTHORS)
def owner(request: StaffRequest, aid_id: UUID) -> HttpResponse:
    """Who is told of mistakes, of a page that is gone, of an end that comes."""
    aid = catalogue.editing(request.actor, aid_id)
    held = catalogue.freshness_of(request.actor, aid_id, today=clock.civil_date(clock.now()))
    people = [(str(each.user_id), each.full_name) for each in catalogue.possible_owners(request.actor, aid_id)]
    form = OwnerForm(request.POST or None, people=people, initial={"owner": str(held.owner_id or "")})
    back = reverse("admin:aid", args=[aid_id])

    def save() -> str:
        chosen = form.cleaned_data["owner"]
        services.set_owner(request.actor, aid_id=aid_id, owner_id=UUID(chosen) if chosen else None, now=clock.now())
        return back

    return form_page(
        request,
        form,
        save=save,
        title=_("Who keeps this aid"),
        here="aids",
        back=(aid.content.fr.title or aid.slug, back),
        intro=_("She is told when somebody tells of a mistake, when the official page is gone, and before the end."),
    )


@require_POST
@open_to(*AUTHORS)
def settle(request: StaffRequest, aid_id: UUID, report_id: UUID) -> HttpResponse:
    """A mistake that was dealt with."""
    services.settle_report(request.actor, aid_id=aid_id, report_id=report_id, now=clock.now())
    messages.success(request, _("Done: the mistake is dealt with."))
    return HttpResponseRedirect(reverse("admin:aid", args=[aid_id]) + "#fraicheur")


def context(actor: Actor, aid_id: UUID, *, today: date) -> dict[str, Any]:
    """What the page of an aid shows of it."""
    found = catalogue.freshness_of(actor, aid_id, today=today)
    return {
        "freshness": found,
        "worry_tags": tags(found.watched, found.worries),
        "keeper": _keeper(actor, aid_id, found),
        "link": _link(found),
    }


def tags(watched: Watched, worries: tuple[Worry, ...]) -> list[Tag]:
    """A worry in words, never in colour alone."""
    return [_ending(watched.valid_to) if each is Worry.ENDING else Tag(*_plain(each)) for each in worries]


def _plain(worry: Worry) -> tuple[str, str, str]:
    words, kind, icon = _WORRIES[worry]
    return str(words), kind, icon


def _ending(day: date | None) -> Tag:
    when = long_date(day, get_language() or "fr") if day else ""
    return Tag(_("Ends on %(date)s") % {"date": when}, "unknown", "clock")


def _keeper(actor: Actor, aid_id: UUID, found: AidFreshness) -> str:
    people = {each.user_id: each.full_name for each in catalogue.possible_owners(actor, aid_id)}
    if found.owner_id in people:
        return people[found.owner_id]
    return _("All who write the aids of this funder") if people else _("The administrators of the platform")


def _link(found: AidFreshness) -> str:
    link = found.watched.link
    if link is None:
        return _("not asked yet")
    state = str(_LINKS[link.state])
    when = long_date(clock.civil_date(link.checked_at), get_language() or "fr")
    return _("%(state)s (asked on %(date)s)") % {"state": state, "date": when}
