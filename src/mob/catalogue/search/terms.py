"""The terms a document is found by, with their weights: stems of its texts and the concepts they say. Pure."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from functools import lru_cache

from mob.catalogue.search import analyser, synonyms

CONCEPT_SHARE = 0.7
IMPLIED_SHARE = 0.5


# Labels, names of places and of funders come back from aid to aid; long texts do not.
SHORT = 80


def weights_of(texts: Iterable[tuple[str, float]]) -> Mapping[str, float]:
    """The best weight each term has in any of the texts: repeating a word does not make an aid a better answer."""
    found: dict[str, float] = {}
    for text, weight in texts:
        shares = _known_shares(text) if len(text) <= SHORT else _shares(text)
        for term, share in shares.items():
            if weight * share > found.get(term, 0.0):
                found[term] = weight * share
    return found


def _shares(text: str) -> Mapping[str, float]:
    """The share of the text's weight that each of its terms has."""
    terms = analyser.stems(text)
    shares = {sys.intern(term): 1.0 for term in terms}
    for _, _, code in synonyms.found_in(terms):
        shares.setdefault(code, CONCEPT_SHARE)
        for term in synonyms.IMPLIED.get(code, ()):
            shares.setdefault(term, IMPLIED_SHARE)
    return shares


_known_shares = lru_cache(maxsize=4096)(_shares)
