"""Finding aids: one French analyser, an index in memory that follows the catalogue, facets, order, nearest stops."""

from mob.catalogue.search.finding import Dropped, Nearest, find, nearest
from mob.catalogue.search.types import Card, Facets, Hit, Opening, SearchDocument, SearchPage, SearchQuery

__all__ = [
    "Card",
    "Dropped",
    "Facets",
    "Hit",
    "Nearest",
    "Opening",
    "SearchDocument",
    "SearchPage",
    "SearchQuery",
    "find",
    "nearest",
]
