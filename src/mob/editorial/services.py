"""Changing what a page says. Each save is a new text; nothing is overwritten."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

import mob.journal.services as journal
from mob.editorial.events import PageEdited
from mob.editorial.models import SavedText
from mob.editorial.permissions import may_edit
from mob.editorial.selectors import current, revision, shipped
from mob.editorial.tokens import unknown_in
from mob.editorial.types import MOST, Language, Page
from mob.kernel.actor import Actor
from mob.kernel.errors import Conflict, Forbidden, Invalid
from mob.kernel.unicode import normal


def save(actor: Actor, *, page: Page, language: Language, text: str, based_on: int, now: datetime) -> int:
    """Put a text in the place of number `based_on`, and return its own number.

    Raises Forbidden, Invalid, or Conflict when somebody saved another meanwhile.
    """
    words = checked(text)
    return _store(actor, page, language, words, based_on=based_on, restored=None, now=now)


def restore(actor: Actor, *, page: Page, language: Language, number: int, based_on: int, now: datetime) -> int:
    """Take up an earlier text again (0: the shipped one) as a new one. Raises Forbidden, NotFound, Conflict."""
    words = "" if number == 0 else revision(actor, page, language, number).text
    return _store(actor, page, language, words, based_on=based_on, restored=number, now=now)


def checked(text: str) -> str:
    """The text as it is kept: NFC, line feeds, no control character. Raises Invalid."""
    words = normal("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    words = "".join(c for c in words if c in "\n\t" or c.isprintable() or c in "\u00a0\u202f") + "\n"
    if not words.strip():
        raise Invalid("page_text_empty", "text")
    if len(words) > MOST:
        raise Invalid("page_text_too_long", "text", most=MOST)
    if unknown := unknown_in(words):
        raise Invalid("page_text_braces", "text", names=", ".join(f"{{{name}}}" for name in unknown))
    return words


def _store(
    actor: Actor, page: Page, language: Language, words: str, *, based_on: int, restored: int | None, now: datetime
) -> int:
    if not may_edit(actor):
        raise Forbidden("page_edit_forbidden")
    if current(page, language).number != based_on:
        raise Conflict("page_changed")
    kept = "" if words == shipped(page, language) else words
    number = based_on + 1
    try:
        with transaction.atomic():
            SavedText.objects.create(
                page=page.value, language=language.value, number=number, text=kept, author_id=actor.id, saved_at=now
            )
            event = PageEdited(page, language, number, restored)
            journal.append(actor, stream=f"page:{page.value}", events=[event], now=now)
    except IntegrityError as error:
        raise Conflict("page_changed") from error
    return number
