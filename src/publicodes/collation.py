"""The order of names in French: letters first, then accents, then case; punctuation before digits, digits before letters.

Close to what browsers do (Unicode collation, root order) for the characters rules are named with.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Spaces and punctuation in the order of Unicode's root collation.
_PUNCTUATION = " _-–—,;:!?.'’\"()[]{}@*/\\&#%`^+<=>|~$€"
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss"})

Key = tuple[tuple[tuple[int, int, str], ...], tuple[str, ...], tuple[bool, ...]]


@lru_cache(maxsize=10_000)
def collated(name: str) -> Key:
    """A key to sort names by."""
    decomposed = unicodedata.normalize("NFD", name.translate(_LIGATURES))
    letters: list[str] = []
    accents: list[str] = []
    for char in decomposed:
        if unicodedata.combining(char) and letters:
            accents[-1] += char
        else:
            letters.append(char)
            accents.append("")
    return (
        tuple(_weight(char) for char in letters),
        tuple(accents),
        tuple(char.isupper() for char in letters),
    )


def _weight(char: str) -> tuple[int, int, str]:
    place = _PUNCTUATION.find(char)
    if place >= 0:
        return 0, place, ""
    return (1 if char.isdigit() else 2), 0, char.lower()
