"""The pages of the site as their editor works on them: the list, one text with its preview, its history, going back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from mob.directory import selectors as directory
from mob.editorial import selectors, services
from mob.editorial.permissions import may_edit
from mob.editorial.tokens import BLOCKS, TOKENS
from mob.editorial.types import MOST, Language, Page, Revision
from mob.kernel import clock
from mob.web import pages
from mob.web.admin.access import StaffRequest, open_to, show
from mob.web.admin.pages import EXPECTED, AdminForm, confirm_page

NAMES = {Language.FRENCH: gettext_lazy("French"), Language.ENGLISH: gettext_lazy("English")}


class TextForm(AdminForm):
    """A text, and the number of the one it was written over."""

    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=MOST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": "24", "spellcheck": "true"}),
    )
    based_on = forms.IntegerField(min_value=0, widget=forms.HiddenInput())


@dataclass(frozen=True, slots=True)
class Saved:
    """A line of the history. `number` 0 is the shipped text."""

    number: int
    who: str
    at: datetime | None
    is_current: bool


@require_safe
@open_to(also=may_edit)
def listing(request: StaffRequest) -> HttpResponse:
    rows = [
        (state.page, pages.CARDS[state.page].title, state.numbers.items()) for state in selectors.states(request.actor)
    ]
    return show(request, "page_texts.html", {"rows": rows}, here="pages")


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(also=may_edit)
def edit(request: StaffRequest, slug: str, language: str) -> HttpResponse:
    """Write, look at what it gives, save. Nothing is saved by looking."""
    page, spoken = _named(slug, language)
    shown = selectors.current(page, spoken)
    form = TextForm(request.POST or None, initial={"text": shown.text, "based_on": shown.number})
    preview = ""
    if request.method == "POST" and form.is_valid():
        try:
            if "preview" not in request.POST:
                return _saved(request, form, page, spoken)
            preview = pages.drawn(services.checked(form.cleaned_data["text"]), spoken)
        except EXPECTED as error:
            form.refuse(error)
    context = {
        **_about(page, spoken),
        "form": form,
        "preview": preview,
        "tokens": [f"{{{name}}}" for name in (*TOKENS, *sorted(BLOCKS))],
        "is_shipped": shown.number == 0,
    }
    return show(request, "page_text.html", context, here="pages", status=422 if form.errors else 200)


def _saved(request: StaffRequest, form: TextForm, page: Page, language: Language) -> HttpResponse:
    data = form.cleaned_data
    services.save(
        request.actor, page=page, language=language, text=data["text"], based_on=data["based_on"], now=clock.now()
    )
    messages.success(request, _("Saved: people read it now."))
    return HttpResponseRedirect(reverse("admin:page-text", args=[page.value, language.value]))


@require_safe
@open_to(also=may_edit)
def history(request: StaffRequest, slug: str, language: str) -> HttpResponse:
    page, spoken = _named(slug, language)
    revisions = selectors.history(request.actor, page, spoken)
    lines = [_line(each, is_current=each is revisions[0]) for each in revisions]
    lines.append(Saved(0, "", None, is_current=not revisions))
    return show(request, "page_history.html", {**_about(page, spoken), "lines": lines}, here="pages")


def _line(revision: Revision, *, is_current: bool) -> Saved:
    who = directory.staff_member(revision.author_id, funder_id=None) if revision.author_id else None
    return Saved(revision.number, who.full_name if who else "", revision.saved_at, is_current)


@require_safe
@open_to(also=may_edit)
def look(request: StaffRequest, slug: str, language: str, number: int) -> HttpResponse:
    """A saved text as people read it or would."""
    page, spoken = _named(slug, language)
    shown = selectors.revision(request.actor, page, spoken, number)
    more = {"back": reverse("admin:page-history", args=[slug, language]), "number": number}
    return render(request, "admin/page_preview.html", {**pages.context(shown, spoken), **more})


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(also=may_edit)
def restore(request: StaffRequest, slug: str, language: str, number: int) -> HttpResponse:
    page, spoken = _named(slug, language)
    selectors.revision(request.actor, page, spoken, number)
    address = reverse("admin:page-history", args=[slug, language])

    def act() -> str:
        based_on = selectors.current(page, spoken).number
        services.restore(request.actor, page=page, language=spoken, number=number, based_on=based_on, now=clock.now())
        return address

    return confirm_page(
        request,
        act=act,
        title=_("Take this text up again"),
        text=_("It becomes the newest text, and people read it at once. The others stay in the history."),
        button=_("Use it again"),
        here="pages",
        back=(_("History"), address),
        done=_("Saved: people read it now."),
    )


def _named(slug: str, language: str) -> tuple[Page, Language]:
    try:
        return Page(slug), Language(language)
    except ValueError as error:
        raise Http404 from error


def _about(page: Page, language: Language) -> dict[str, Any]:
    return {
        "slug": page.value,
        "language_code": language.value,
        "title": pages.CARDS[page].title,
        "in_words": NAMES[language],
    }
