"""The pages there are, and their texts as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

MOST = 60_000
"""Characters of a text."""


class Page(StrEnum):
    """A page people expect. The value is its address, and the name of its shipped text."""

    HOW = "comment-ca-marche"
    HELP = "aide"
    QUESTIONS = "questions-frequentes"
    TERRITORIES = "territoires"
    EMPLOYERS = "employeurs"
    OPERATORS = "operateurs"
    LEGAL = "mentions-legales"
    TERMS = "conditions-d-utilisation"
    PRIVACY = "donnees-personnelles"
    COOKIES = "cookies"
    ACCESSIBILITY = "accessibilite"


class Language(StrEnum):
    FRENCH = "fr"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class PageText:
    """What a page says in one language. `number` is 0 and `changed_at` None for the shipped text."""

    page: Page
    language: Language
    text: str
    number: int = 0
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """One saved text of a page. `author_id` is None once that account is gone."""

    number: int
    saved_at: datetime
    author_id: UUID | None


@dataclass(frozen=True, slots=True)
class PageState:
    """A page in the list of an editor: the number of its text in each language, 0 for the shipped one."""

    page: Page
    numbers: dict[Language, int]
