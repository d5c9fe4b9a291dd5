"""Searching: the question as asked, the places a commune lies in, and the nearest stops when nothing is found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from mob.catalogue.search.index import Index, Place
from mob.catalogue.search.loading import current
from mob.catalogue.search.types import SearchPage, SearchQuery
from mob.directory import selectors as directory
from mob.geography import selectors as geography
from mob.kernel.actor import Actor

ANYBODY = Actor.anonymous()


class Dropped(StrEnum):
    """What to give up to find something."""

    MODE = "mode"
    LEVEL = "level"
    AUDIENCE = "audience"
    TEXT = "text"
    FILTERS = "filters"
    COMMUNE = "commune"


@dataclass(frozen=True, slots=True)
class Nearest:
    """A question close to one that found nothing, and how many aids it finds."""

    dropped: Dropped
    query: SearchQuery
    count: int


def find(query: SearchQuery, *, day: date, actor: Actor = ANYBODY) -> SearchPage:
    """The page of published aids asked for, as they stand on a civil date.

    An unknown commune finds nothing. Aids that ended come last and are said to be ended. Those reserved to an
    employer's people are found by its affiliated people alone.
    """
    index = current()
    return index.search(query, places=_places(query.commune), day=day, employers=_employers(index, actor))


def _employers(index: Index, actor: Actor) -> frozenset[UUID]:
    """Whose reserved aids the actor may find; nothing is asked while no aid is reserved."""
    return directory.employers_of(actor) if index.reserved else frozenset()


def nearest(query: SearchQuery, *, actor: Actor = ANYBODY) -> list[Nearest]:
    """What to give up, least first, so that something is found. Empty: the catalogue has nothing at all."""
    index = current()
    employers = _employers(index, actor)
    places = _places(query.commune)
    stops: list[Nearest] = []
    for dropped, closer in _loosened(query):
        within = None if dropped is Dropped.COMMUNE else places
        count = index.count(closer, places=within, employers=employers)
        if count and (not stops or dropped not in (Dropped.FILTERS, Dropped.COMMUNE)):
            stops.append(Nearest(dropped, closer, count))
    return stops


def _loosened(query: SearchQuery) -> Iterator[tuple[Dropped, SearchQuery]]:
    query = replace(query, page=1)
    if query.modes:
        yield Dropped.MODE, replace(query, modes=frozenset())
    if query.levels:
        yield Dropped.LEVEL, replace(query, levels=frozenset())
    if query.audiences:
        yield Dropped.AUDIENCE, replace(query, audiences=frozenset())
    if query.text:
        yield Dropped.TEXT, replace(query, text="")
    yield Dropped.FILTERS, SearchQuery(commune=query.commune)
    yield Dropped.COMMUNE, SearchQuery()


def _places(commune: str | None) -> frozenset[Place] | None:
    if not commune:
        return None
    return frozenset((territory.kind.value, territory.code) for territory in geography.territories_of(commune))
