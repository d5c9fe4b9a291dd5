"""French text to comparable terms: accents folded, elisions cut, plurals and feminines brought together. Pure.

The usual French stemmers do not unify *vélo* and *vélos*, nor *métro* and *métros*: the words people type
most here. This one is lighter and does. Words that mean the same (VAE, vélo électrique) are `synonyms`' business.
"""

from __future__ import annotations

import re
from functools import lru_cache

from mob.kernel.unicode import normal

_ELISION = re.compile(r"\b(?:l|d|j|m|t|s|n|c|qu|jusqu|lorsqu|puisqu|quelqu)['’ʼ]")
_MARK = re.compile("[\u0300-\u036f]+")
_WORD = re.compile(r"[a-z0-9]+")

# Words too common to tell one aid from another. Asked alone, they find nothing and are treated as no text at all.
_COMMON = """
a ai as au aux avec ce ces cet cette chez comme comment dans de des du elle en es est et eux il ils j je l la le les
leur leurs lui ma mais me mes mon ne nos notre nous on ou par pas plus pour qu que quel quelle quelles quels qui sa
sans se ses si son sont sur ta te tes toi ton tu un une vos votre vous y the of for and to in my i
"""
STOP_WORDS = frozenset(_COMMON.split())

# The longest ending first. What stays is never shorter than three letters.
_ENDINGS = (
    ("trice", "teur"),
    ("euse", "eur"),
    ("elle", "el"),
    ("enne", "en"),
    ("onne", "on"),
    ("ere", "er"),
    ("ive", "if"),
)


def fold(text: str) -> str:
    """Lower case without accents or ligatures, elisions cut: `L’Été` gives `ete`."""
    lowered = _ELISION.sub(" ", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return _MARK.sub("", normal("NFKD", lowered))


def words(text: str) -> list[str]:
    """The words that count, folded, in order."""
    return [word for word in _WORD.findall(fold(text)) if word not in STOP_WORDS]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """What a folded word has in common with its plural and its feminine. Short words and numbers are left alone."""
    if len(word) <= 3 or not word.isalpha():
        return word
    return _singular_masculine(_singular(word))


def stems(text: str) -> list[str]:
    """The stems of the words that count, in order."""
    return [stem(word) for word in words(text)]


def _singular(word: str) -> str:
    if word.endswith("eaux"):
        return word[:-1]
    if word.endswith("aux"):
        return f"{word[:-3]}al"
    if word[-1] in "sx" and not word.endswith("ss"):
        return word[:-1]
    return word


def _singular_masculine(word: str) -> str:
    for ending, masculine in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            return word[: -len(ending)] + masculine
    bare = word.rstrip("e")
    return bare if len(bare) >= 3 else word


def within_one_slip(left: str, right: str) -> bool:
    """Whether at most one insertion, deletion, replacement or swap of neighbours separates two words (Damerau ≤ 1)."""
    if left == right:
        return True
    if len(left) > len(right):
        left, right = right, left
    if len(right) - len(left) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), len(left))
    if len(left) < len(right):
        return left[start:] == right[start + 1 :]
    same_rest = left[start + 1 :] == right[start + 1 :]
    swapped = left[start : start + 2] == right[start : start + 2][::-1] and left[start + 2 :] == right[start + 2 :]
    return same_rest or swapped


def one_letter_less(word: str) -> set[str]:
    """The word and each form of it with one letter removed: two words one slip apart share one of these."""
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}
