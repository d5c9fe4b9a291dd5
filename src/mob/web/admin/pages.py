"""How a form and a confirmation are handled in the administration: sent, refused with what was typed kept, or shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _

from mob.kernel.errors import Conflict, Forbidden, Invalid, InvalidMany, Refused
from mob.kernel.texts import text_of
from mob.web.admin.access import StaffRequest, show
from mob.web.forms import FieldView, Form, describe
from mob.web.requests import Request

Draw = Callable[..., HttpResponse]
EXPECTED = (Conflict, Forbidden, Invalid, InvalidMany, Refused)


class AdminForm(Form):
    """A form of the administration. `units` are written after a field, `help_for` names pointers shown at another."""

    units: Mapping[str, Any] = {}

    def rows(self) -> list[FieldView]:
        """The fields as the page draws them, one below the other."""
        return [describe(bound, unit=str(self.units.get(bound.name, ""))) for bound in self]

    def follow(self, version: int) -> None:
        """Make the next sending replace what somebody else wrote meanwhile, now that it was said."""
        typed = QueryDict(mutable=True)
        typed.update(self.data)
        typed["version"] = str(version)
        self.data = typed


def form_page(
    request: Request,
    form: Form,
    *,
    save: Callable[[], str],
    title: str,
    here: str,
    back: tuple[str, str],
    intro: str = "",
    button: str = "",
    done: str = "",
    template: str = "form.html",
    extra: dict[str, Any] | None = None,
    draw: Draw = show,
) -> HttpResponse:
    """Save what was sent and go where `save` says, or show the form. `back`: label and address of the page above.

    `draw`: how the space this page is of draws it.
    """
    if request.method == "POST" and form.is_valid():
        try:
            target = save()
        except EXPECTED as error:
            form.refuse(error)
        else:
            messages.success(request, done or _("Saved."))
            return HttpResponseRedirect(target)
    context = {"form": form, "title": title, "intro": intro, "button": button or _("Save"), "back": back}
    status = 422 if form.is_bound and not form.is_valid() else 200
    return draw(request, template, {**context, **(extra or {})}, here=here, status=status)


def confirm_page(
    request: Request,
    *,
    act: Callable[[], str],
    title: str,
    text: str,
    button: str,
    here: str,
    back: tuple[str, str],
    done: str,
    draw: Draw = show,
) -> HttpResponse:
    """Ask once, then do it. A refusal is said on the same page."""
    refusal = ""
    if request.method == "POST":
        try:
            target = act()
        except EXPECTED as error:
            refusal = words_of(error, request.LANGUAGE_CODE)
        else:
            messages.success(request, done)
            return HttpResponseRedirect(target)
    context = {"title": title, "text": text, "button": button, "back": back, "refusal": refusal}
    return draw(request, "confirm.html", context, here=here, status=409 if refusal else 200)


def words_of(error: Conflict | Forbidden | Invalid | InvalidMany | Refused, language: str) -> str:
    """The sentences of a refusal."""
    each = error.errors if isinstance(error, InvalidMany) else [error]
    return " ".join(text_of(one.code, language, **one.params) for one in each)


def cut(rows: list[Any], start: int, size: int, total: int) -> Any:
    """A page of a list counted elsewhere, as the pagination component reads it."""
    from django.core.paginator import Page, Paginator

    paginator = Paginator(range(total), size)
    return Page(rows, start // size + 1, paginator)


def page_number(request: StaffRequest) -> int:
    """The page asked for, 1 when it makes no sense."""
    text = request.GET.get("page", "")
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 7 else 1
