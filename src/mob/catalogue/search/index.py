"""Published aids in memory: which match, in what order, how many each filter would leave. Pure, immutable once built.

A set of aids is one Python integer, a bit an aid: five thousand aids are intersected and counted in microseconds.
Bits follow the order of a list without text, highest amount first, so that such a list needs no sorting.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TypeVar
from uuid import UUID

from mob.catalogue.search.matching import Unit, Vocabulary, units_of
from mob.catalogue.search.terms import weights_of
from mob.catalogue.search.types import Facets, Hit, Opening, SearchDocument, SearchPage, SearchQuery
from mob.catalogue.types import Audience, Level, Mode

V = TypeVar("V", bound=StrEnum)
Place = tuple[str, str]


class Index:
    """The published aids at a moment. Safe to read from any thread."""

    def __init__(self, documents: Iterable[SearchDocument], *, known: Index | None = None) -> None:
        self.documents = sorted(documents, key=_rank)
        self.everything = (1 << len(self.documents)) - 1
        self.terms = self._analysed(known)
        self._openings: dict[date, dict[Opening, int]] = {}

    def _analysed(self, known: Index | None) -> list[Mapping[str, float]]:
        """The terms of each document; those of an older index are kept: a published version never changes."""
        old = known.analysed if known else {}
        return [old.get((d.version_id, d.funder_name)) or weights_of(d.texts) for d in self.documents]

    @cached_property
    def analysed(self) -> dict[tuple[UUID, str], Mapping[str, float]]:
        pairs = zip(self.documents, self.terms, strict=True)
        return {(document.version_id, document.funder_name): weights for document, weights in pairs}

    @cached_property
    def postings(self) -> dict[str, dict[int, float]]:
        """For each term, the weight it has in each document that holds it."""
        found: dict[str, dict[int, float]] = {}
        for number, weights in enumerate(self.terms):
            for term, weight in weights.items():
                found.setdefault(term, {})[number] = weight
        return found

    @cached_property
    def masks(self) -> dict[str, int]:
        return {term: _mask(found) for term, found in self.postings.items()}

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary(self.masks)

    @cached_property
    def reserved(self) -> dict[UUID, int]:
        """The aids that only the people of an employer find, by employer."""
        found: dict[UUID, int] = {}
        for number, document in enumerate(self.documents):
            if document.is_reserved:
                found[document.funder_id] = found.get(document.funder_id, 0) | 1 << number
        return found

    def _shown_to(self, employers: frozenset[UUID]) -> int:
        """What a person affiliated to these employers may find."""
        hidden = 0
        for employer, mask in self.reserved.items():
            hidden |= 0 if employer in employers else mask
        return self.everything & ~hidden

    @cached_property
    def modes(self) -> dict[Mode, int]:
        return self._by(Mode, lambda document: document.modes)

    @cached_property
    def levels(self) -> dict[Level, int]:
        return self._by(Level, lambda document: (document.level,))

    @cached_property
    def audiences(self) -> dict[Audience, int]:
        return self._by(Audience, lambda document: document.audiences)

    @cached_property
    def places(self) -> dict[Place, int]:
        found: dict[Place, int] = {}
        for number, document in enumerate(self.documents):
            for territory in document.territories:
                place = (territory.kind, territory.code)
                found[place] = found.get(place, 0) | 1 << number
        return found

    def _by(self, enum: type[V], values: Callable[[SearchDocument], Sequence[V]]) -> dict[V, int]:
        numbered = list(enumerate(self.documents))
        return {value: _mask(n for n, document in numbered if value in values(document)) for value in enum}

    def warm(self) -> None:
        """Compute every part that is otherwise computed at its first use."""
        assert self.analysed is not None
        assert self.vocabulary.one_slip_from("") is not None
        assert (self.modes, self.levels, self.audiences, self.places, self.reserved) is not None

    def openings(self, day: date) -> dict[Opening, int]:
        """The aids open, to come and ended on a civil date."""
        if day not in self._openings:
            states = [document.opening_on(day) for document in self.documents]
            masks = {o: _mask(n for n, state in enumerate(states) if state is o) for o in Opening}
            self._openings = {day: masks}
            return masks
        return self._openings[day]

    def search(
        self,
        query: SearchQuery,
        *,
        places: frozenset[Place] | None,
        day: date,
        employers: frozenset[UUID] = frozenset(),
    ) -> SearchPage:
        """The page asked for; a page beyond the last gives the last. `places` None: anywhere.

        Aids reserved to an employer's people are found by those affiliated to it (`employers`) alone.
        """
        units = units_of(query.text, self.vocabulary)
        base = self._shown_to(employers) & self._within(places) & self._saying(units)
        kinds = self._chosen(query)
        found = base & kinds[0] & kinds[1] & kinds[2]
        ordered = self._ordered(found, units, day=day)
        pages = max(1, math.ceil(len(ordered) / query.page_size))
        page = min(max(1, query.page), pages)
        start = (page - 1) * query.page_size
        return SearchPage(
            hits=tuple(Hit(self.documents[n], o) for n, o in ordered[start : start + query.page_size]),
            total=len(ordered),
            ended=(found & self.openings(day)[Opening.ENDED]).bit_count(),
            page=page,
            pages=pages,
            facets=self._facets(base, kinds),
        )

    def count(
        self, query: SearchQuery, *, places: frozenset[Place] | None, employers: frozenset[UUID] = frozenset()
    ) -> int:
        """How many aids the query finds."""
        found = self._shown_to(employers) & self._within(places) & self._saying(units_of(query.text, self.vocabulary))
        modes, levels, audiences = self._chosen(query)
        return (found & modes & levels & audiences).bit_count()

    def _chosen(self, query: SearchQuery) -> tuple[int, int, int]:
        return (
            _any(self.modes, query.modes, self.everything),
            _any(self.levels, query.levels, self.everything),
            _any(self.audiences, query.audiences, self.everything),
        )

    def _facets(self, base: int, kinds: tuple[int, int, int]) -> Facets:
        modes, levels, audiences = kinds
        return Facets(
            modes={v: (mask & base & levels & audiences).bit_count() for v, mask in self.modes.items()},
            levels={v: (mask & base & modes & audiences).bit_count() for v, mask in self.levels.items()},
            audiences={v: (mask & base & modes & levels).bit_count() for v, mask in self.audiences.items()},
        )

    def _within(self, places: frozenset[Place] | None) -> int:
        if places is None:
            return self.everything
        found = 0
        for place in places:
            found |= self.places.get(place, 0)
        return found

    def _saying(self, units: Sequence[Unit]) -> int:
        found = self.everything
        for unit in units:
            said = 0
            for term in unit:
                said |= self.masks.get(term, 0)
            found &= said
        return found

    def _ordered(self, found: int, units: Sequence[Unit], *, day: date) -> list[tuple[int, Opening]]:
        """Open first, then to come, then ended; in each, what says it best, then the highest amount."""
        scores = self._scores(units)
        ordered: list[tuple[int, Opening]] = []
        for opening, mask in self.openings(day).items():
            numbers = _numbers(found & mask)
            if units:
                numbers.sort(key=lambda number: -scores.get(number, 0.0))
            ordered += [(number, opening) for number in numbers]
        return ordered

    def _scores(self, units: Sequence[Unit]) -> dict[int, float]:
        total: dict[int, float] = {}
        for unit in units:
            best: dict[int, float] = {}
            for term, closeness in unit.items():
                found = self.postings.get(term, {})
                rarity = closeness * math.log(1 + len(self.documents) / (1 + len(found)))
                for number, weight in found.items():
                    best[number] = max(best.get(number, 0.0), weight * rarity)
            for number, score in best.items():
                total[number] = total.get(number, 0.0) + score
        return total


def _rank(document: SearchDocument) -> tuple[int, str, str]:
    return (-(document.max_amount or 0), document.card("fr").title, document.slug)


def _mask(numbers: Iterable[int]) -> int:
    """The set of numbers as bits, written in one go: adding them one by one would copy the integer each time."""
    found = sorted(numbers)
    if not found:
        return 0
    bits = bytearray(found[-1] // 8 + 1)
    for number in found:
        bits[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(bits, "little")


def _numbers(mask: int) -> list[int]:
    return [number for number, bit in enumerate(bin(mask)[:1:-1]) if bit == "1"]


def _any(masks: Mapping[V, int], chosen: frozenset[V], everything: int) -> int:
    if not chosen:
        return everything
    found = 0
    for value in chosen:
        found |= masks[value]
    return found
