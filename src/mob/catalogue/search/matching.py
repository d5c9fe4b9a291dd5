"""What somebody typed, as units that must each be met, with the terms that meet them and how closely. Pure.

An exact stem is best; then a synonym; then, only for a word nobody wrote, its beginnings and its one-slip neighbours.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property

from mob.catalogue.search import analyser, synonyms
from mob.catalogue.search.terms import CONCEPT_SHARE

Unit = dict[str, float]
MAX_UNITS = 8
MAX_TEXT = 200
SHORTEST_PREFIX = 3
SHORTEST_TYPO = 5
PREFIX_SHARE = 0.6
TYPO_SHARE = 0.5


class Vocabulary:
    """Every word of the catalogue, to complete and to forgive."""

    def __init__(self, terms: Iterable[str]) -> None:
        self.words = sorted(term for term in terms if not term.startswith("="))
        self.concepts = frozenset(term for term in terms if term.startswith("="))

    def __contains__(self, word: str) -> bool:
        place = bisect_left(self.words, word)
        return place < len(self.words) and self.words[place] == word

    def starting_with(self, start: str, limit: int = 60) -> list[str]:
        first = bisect_left(self.words, start)
        return [word for word in self.words[first : first + limit] if word.startswith(start)]

    @cached_property
    def _shorter(self) -> dict[str, list[str]]:
        table: dict[str, list[str]] = {}
        for word in self.words:
            if len(word) >= SHORTEST_TYPO - 1 and word.isalpha():
                for form in analyser.one_letter_less(word):
                    table.setdefault(form, []).append(word)
        return table

    def one_slip_from(self, word: str) -> set[str]:
        forms = analyser.one_letter_less(word)
        close = {candidate for form in forms for candidate in self._shorter.get(form, ())}
        return {candidate for candidate in close if analyser.within_one_slip(word, candidate)}


def units_of(text: str, vocabulary: Vocabulary) -> list[Unit]:
    """Each word typed, or each phrase that says a concept, as the terms that meet it. Empty: no text to look for."""
    typed = analyser.words(text[:MAX_TEXT])[:MAX_UNITS]
    stems = [analyser.stem(word) for word in typed]
    phrases = {start: (length, code) for start, length, code in _longest(stems)}
    units: list[Unit] = []
    place = 0
    while place < len(stems):
        length, code = phrases.get(place, (1, ""))
        units.append({code: 1.0} if length > 1 else _word(typed[place], stems[place], code, vocabulary))
        place += length
    return units


def _longest(stems: list[str]) -> list[tuple[int, int, str]]:
    """The concepts said, without overlaps: the longest from each place, left to right."""
    chosen: list[tuple[int, int, str]] = []
    free = 0
    for start, length, code in synonyms.found_in(stems):
        if start >= free:
            chosen.append((start, length, code))
            free = start + length
    return chosen


def _word(typed: str, stem: str, code: str, vocabulary: Vocabulary) -> Unit:
    unit: Unit = {}
    if code in vocabulary.concepts:
        unit[code] = CONCEPT_SHARE
    if stem in vocabulary:
        unit[stem] = 1.0
    if not unit and len(stem) >= SHORTEST_PREFIX:
        unit |= dict.fromkeys(vocabulary.starting_with(stem), PREFIX_SHARE)
    if not unit and len(typed) >= SHORTEST_TYPO:
        unit |= _forgiven(typed, stem, vocabulary)
    return unit or {stem: 1.0}


def _forgiven(typed: str, stem: str, vocabulary: Vocabulary) -> Unit:
    close = vocabulary.one_slip_from(stem) | vocabulary.one_slip_from(typed)
    unit = dict.fromkeys(close, TYPO_SHARE)
    for word in close:
        unit |= {code: TYPO_SHARE * CONCEPT_SHARE for _, _, code in synonyms.found_in([word])}
    return unit
