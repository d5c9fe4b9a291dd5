"""Reading pages: what people read now, for anybody; what was saved, for editors."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from mob.editorial.models import SavedText
from mob.editorial.permissions import may_edit
from mob.editorial.types import Language, Page, PageState, PageText, Revision
from mob.kernel.actor import Actor
from mob.kernel.errors import NotFound


@cache
def shipped(page: Page, language: Language) -> str:
    """The text that comes with the product."""
    folder = files("mob.editorial").joinpath("texts", language.value)
    return folder.joinpath(f"{page.value}.md").read_text(encoding="utf-8")


def current(page: Page, language: Language) -> PageText:
    """What people read now. One query."""
    row = SavedText.objects.filter(page=page.value, language=language.value).order_by("-number").first()
    return _text(row) if row else PageText(page, language, shipped(page, language))


def revision(actor: Actor, page: Page, language: Language, number: int) -> PageText:
    """A text as it was saved; 0 is the shipped one. Raises NotFound."""
    _require_editor(actor)
    if number == 0:
        return PageText(page, language, shipped(page, language))
    row = SavedText.objects.filter(page=page.value, language=language.value, number=number).first()
    if row is None:
        raise NotFound("page_text_unknown")
    return _text(row)


def history(actor: Actor, page: Page, language: Language) -> list[Revision]:
    """Every text saved, newest first. Raises NotFound for who may not edit."""
    _require_editor(actor)
    rows = SavedText.objects.filter(page=page.value, language=language.value).order_by("-number")
    return [Revision(row.number, row.saved_at, row.author_id) for row in rows.defer("text")]


def states(actor: Actor) -> list[PageState]:
    """Every page, with the number of its text in each language. Raises NotFound for who may not edit."""
    _require_editor(actor)
    latest: dict[tuple[str, str], int] = {}
    for page, language, number in SavedText.objects.order_by("number").values_list("page", "language", "number"):
        latest[page, language] = number
    return [PageState(page, {each: latest.get((page.value, each.value), 0) for each in Language}) for page in Page]


def _require_editor(actor: Actor) -> None:
    if not may_edit(actor):
        raise NotFound("page_text_unknown")


def _text(row: SavedText) -> PageText:
    """A row without words stands for the shipped text, which may have improved since."""
    page, language = Page(row.page), Language(row.language)
    return PageText(page, language, row.text or shipped(page, language), row.number, row.saved_at)
