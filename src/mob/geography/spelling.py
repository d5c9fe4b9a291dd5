"""How a place name is compared: accents, case, hyphens, abbreviations and articles are folded away. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from mob.kernel.unicode import normal

_SPACES = re.compile(r"  +")
_ORDINAL = re.compile(r"\b0?([1-9]|1\d|20)(?:er|ere|e|eme|nd|nde)?\b")
_ABBREVIATION = re.compile(r"\b(st|ste|sts|stes)\b(?=.)")
_LAST_ABBREVIATION = re.compile(r"\b(st|ste|sts|stes)$")
_SMALL_WORDS = re.compile(r"\b(?:l|le|la|les|lez|d|de|du|des|en|sur|sous|a|au|aux|et|cedex)\b ?")
_ON = re.compile(r"\bs/", re.IGNORECASE)
_FULL = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


def _plain(byte: int) -> int:
    """The letter, digit or line end a Latin-1 byte stands for; a space for any other sign."""
    letter = unicodedata.normalize("NFD", chr(byte))[0]
    return ord(letter) if letter.isascii() and (letter.isalnum() or letter == "\n") else ord(" ")


_PLAIN = bytes(map(_plain, range(256)))


def fold_lines(text: str) -> str:
    """`L'Haÿ-les-Roses` → `l hay les roses`, on many lines at once. Only letters, digits and single spaces remain."""
    latin = text.lower().replace("œ", "oe").replace("æ", "ae").encode("latin-1", "replace")
    plain = latin.translate(_PLAIN).decode("ascii")
    return _SPACES.sub(" ", plain).replace(" \n", "\n").replace("\n ", "\n").strip(" ")


def with_plain_ordinals(folded: str) -> str:
    """`paris 1er` and `lyon 03` → `paris 1` and `lyon 3`, for the arrondissements people number in many ways."""
    return _ORDINAL.sub(r"\1", folded)


def without_small_words(folded: str) -> str:
    """`la roche sur yon` → `roche yon`. Works on many lines; a name made of small words alone becomes empty."""
    return _SMALL_WORDS.sub("", folded).replace(" \n", "\n").rstrip(" ")


@dataclass(frozen=True, slots=True)
class Typed:
    """The folded forms of what was typed: `literal` ones, then `loose` ones without the small words."""

    literal: tuple[str, ...]
    loose: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        return self.literal + self.loose


def read(typed: str) -> Typed:
    """What was typed, folded; no form at all when it holds neither letter nor digit.

    `st` is *saint* when something follows it; alone at the end it may also be the start of *Strasbourg*.
    """
    text = normal("NFC", typed).replace("\n", " ")
    folded = with_plain_ordinals(fold_lines(_ON.sub("sur ", text)))
    literal = _ABBREVIATION.sub(lambda match: _FULL[match[1]], folded)
    expanded = _LAST_ABBREVIATION.sub(lambda match: _FULL[match[1]], literal)
    close = tuple(dict.fromkeys(form for form in (literal, expanded) if form))
    short = without_small_words(expanded)
    return Typed(close, () if not short or short in close else (short,))
