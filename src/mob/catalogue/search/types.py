"""What is asked of the search and what it answers. Words of the address (`mode=velo`) are the web's business."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from mob.catalogue.types import Audience, Level, Mode, Processing, PurchaseTiming, TerritoryCode
from mob.kernel.money import Cents

PAGE_SIZE = 10


class Opening(StrEnum):
    """Whether an aid may be asked for on a day. The order is the order of a list of results."""

    OPEN = "open"
    UPCOMING = "upcoming"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """Filters of one kind are alternatives; kinds add up. `commune` is an INSEE code, `page` starts at 1."""

    text: str = ""
    commune: str | None = None
    modes: frozenset[Mode] = frozenset()
    levels: frozenset[Level] = frozenset()
    audiences: frozenset[Audience] = frozenset()
    page: int = 1
    page_size: int = PAGE_SIZE


@dataclass(frozen=True, slots=True)
class Card:
    """What a list shows of an aid, in one language."""

    title: str
    promise: str
    amount_text: str


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """A published version as the index holds it. `cards` by language; `texts`: what is searched, with its weight.

    `is_reserved`: found by the people of its employer alone.
    """

    version_id: UUID
    aid_id: UUID
    slug: str
    funder_id: UUID
    funder_name: str
    level: Level
    modes: tuple[Mode, ...]
    audiences: tuple[Audience, ...]
    territories: tuple[TerritoryCode, ...]
    valid_from: date | None
    valid_to: date | None
    max_amount: Cents | None
    purchase: PurchaseTiming
    processing: Processing
    cards: Mapping[str, Card]
    texts: tuple[tuple[str, float], ...] = field(default=(), repr=False)
    is_reserved: bool = False

    def card(self, language: str) -> Card:
        return self.cards.get(language) or self.cards["fr"]

    def language_of(self, language: str) -> str:
        """The language its card is in when that one is asked for."""
        return language if language in self.cards else "fr"

    def opening_on(self, day: date) -> Opening:
        if self.valid_to is not None and self.valid_to < day:
            return Opening.ENDED
        if self.valid_from is not None and day < self.valid_from:
            return Opening.UPCOMING
        return Opening.OPEN


@dataclass(frozen=True, slots=True)
class Hit:
    """One result, with its state on the day of the search."""

    document: SearchDocument
    opening: Opening


@dataclass(frozen=True, slots=True)
class Facets:
    """How many aids each value would give if it were the one chosen of its kind, the other kinds kept."""

    modes: Mapping[Mode, int]
    levels: Mapping[Level, int]
    audiences: Mapping[Audience, int]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page of results. `total` counts every result, of which `ended` can no longer be asked for."""

    hits: tuple[Hit, ...]
    total: int
    ended: int
    page: int
    pages: int
    facets: Facets

    @property
    def first(self) -> int:
        """The rank of the first hit shown, from 1."""
        return (self.page - 1) * PAGE_SIZE + 1 if self.hits else 0
