"""Facts of a page's stream (`page:<slug>`). Its words stay in their own row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from mob.editorial.types import Language, Page


@dataclass(frozen=True, slots=True)
class PageEdited:
    """A new text. `restored` is the number of the text that was taken up again, 0 for the shipped one."""

    kind: ClassVar[str] = "page_edited"
    page: Page
    language: Language
    number: int
    restored: int | None = None
