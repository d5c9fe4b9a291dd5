"""The terms a document is found by, with their weights: stems of its texts and the concepts they say. Pure."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping

from mob.catalogue.search import analyser, synonyms

CONCEPT_SHARE = 0.7
IMPLIED_SHARE = 0.5


def weights_of(texts: Iterable[tuple[str, float]]) -> Mapping[str, float]:
    """The best weight each term has in any of the texts: repeating a word does not make an aid a better answer."""
    found: dict[str, float] = {}
    for text, weight in texts:
        terms = analyser.stems(text)
        for term in terms:
            _raise(found, term, weight)
        for _, _, code in synonyms.found_in(terms):
            _raise(found, code, weight * CONCEPT_SHARE)
            for term in synonyms.IMPLIED.get(code, ()):
                _raise(found, term, weight * IMPLIED_SHARE)
    return found


def _raise(found: dict[str, float], term: str, weight: float) -> None:
    if weight > found.get(term, 0.0):
        found[sys.intern(term)] = weight
