"""Pure rules of people's names: what may be stored, and the one fold under which two names are compared."""

from __future__ import annotations

import unicodedata

from mob.kernel.errors import Invalid
from mob.kernel.unicode import normal

MAX_LETTERS = 100
_JOINERS = frozenset(" -'.\u2019\u2010\u2011\u02bc\u00b7")


def check_name(typed: str, pointer: str = "") -> str:
    """A name as stored: NFC, single spaces, 1 to 100 characters, letters joined by space, hyphen, apostrophe or point.

    Raises `Invalid`: a digit, an emoji, a control or a direction override is in nobody's name.
    """
    name = normal("NFC", " ".join(typed.split()))
    if not any(letter.isalpha() for letter in name):
        raise Invalid("name_without_letter", pointer)
    if len(name) > MAX_LETTERS:
        raise Invalid("name_too_long", pointer, most=MAX_LETTERS)
    if not all(_belongs(letter) for letter in name) or unicodedata.category(name[0]).startswith("M"):
        raise Invalid("name_letters", pointer)
    return name


def _belongs(letter: str) -> bool:
    """Letters and their accents of any script, and what joins two parts of a name."""
    return letter in _JOINERS or unicodedata.category(letter)[0] in "LM"


def fold_name(name: str) -> str:
    """The form under which names are compared, never shown: accents, case, joiners and letter variants are ignored.

    `ﬁ` = `fi`, `ſ` = `s`, `Zoé` = `ZOE`, `O’Neill` = `o neill` = `Oneill`.
    """
    plain = normal("NFKD", normal("NFKD", name).casefold())
    return "".join(letter for letter in plain if letter.isalnum())
