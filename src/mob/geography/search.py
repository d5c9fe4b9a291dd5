"""Finding places by what people type: whole name, beginning, word inside, one wrong letter. Pure, over one table.

Every folded name stands in one text, each on a line of its own, the most populated first. `str.find` over that text
is faster than any index we could build in Python, needs no memory but the text, and stops at the first few hits.
"""

from __future__ import annotations

import heapq
import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate, chain
from operator import itemgetter

from mob.geography import spelling
from mob.geography.vintages import Table

SHORTEST_MISSPELT = 4
"""Letters from which one wrong letter is forgiven: below, every short name resembles every other."""
ROOM_FOR_MISSPELT = 3
"""Suggestions kept for names that differ by one letter when beginnings alone would fill the list."""


Keep = Callable[[int], bool]
"""Whether a row belongs to the postcode or département that was typed beside the name."""
Key = tuple[str, int]
"""A folded name and its row."""


class Index:
    """The names of one table, ready to be searched. Rows come out by exactness, then by population."""

    def __init__(self, table: Table) -> None:
        current = _current_names(table)
        keys = current + _names([name for name, _ in table.former], [row for _, row in table.former])
        self.text = "\n" + "\n".join(key for key, _ in keys) + "\n"
        self._rows = array("I", (row for _, row in keys))
        self._starts = array("I", accumulate((len(key) + 1 for key, _ in keys), initial=0))
        self._past = self._starts[len(current)]

    def _row(self, position: int) -> int:
        return self._rows[bisect_right(self._starts, position) - 1]

    def _found(self, needle: str, end: int | None = None) -> Iterator[int]:
        position = self.text.find(needle, 0, end)
        while position >= 0:
            yield position
            position = self.text.find(needle, position + 1, end)

    def _each(self, needles: Iterable[str]) -> Iterator[int]:
        """Rows of the names where any needle stands, the most populated first."""
        return map(self._row, heapq.merge(*map(self._found, needles)))

    def whole(self, forms: tuple[str, ...]) -> Iterator[int]:
        return self._each(f"\n{form}\n" for form in forms)

    def beginning(self, forms: tuple[str, ...]) -> Iterator[int]:
        return self._each(f"\n{form}" for form in forms)

    def inside(self, forms: tuple[str, ...]) -> Iterator[int]:
        """Rows whose present name holds a word that begins so; a name of the past is known by its beginning alone."""
        return map(self._row, heapq.merge(*(self._found(f" {form}", self._past) for form in forms)))

    def misspelt(self, forms: tuple[str, ...], *, whole: bool) -> Iterator[int]:
        """Names one letter away (added, left out, wrong, or two swapped); their beginnings, unless `whole`."""
        end = "\n" if whole else ""
        long_enough = [form for form in forms if len(form) >= SHORTEST_MISSPELT]
        return map(self._row, heapq.merge(*(self._near(form, end) for form in long_enough)))

    def _near(self, form: str, end: str) -> Iterator[int]:
        """One of the two halves is spelt right: find it, then look at the other."""
        head, tail = form[: len(form) // 2], form[len(form) // 2 :]
        after = re.compile(f"\n{re.escape(head)}(?:{_one_off(tail)}){end}")
        in_tail = (match.start() for match in after.finditer(self.text))
        return heapq.merge(in_tail, self._near_head(head, tail + end))

    def _near_head(self, head: str, tail: str) -> Iterator[int]:
        fits, text = re.compile(f"\n(?:{_one_off(head)})").fullmatch, self.text
        for position in self._found(tail):
            for start in range(max(position - len(head) - 2, 0), position - len(head) + 1):
                if text[start] == "\n" and fits(text, start, position):
                    yield start


def _current_names(table: Table) -> list[Key]:
    """Communes by falling population, then the arrondissements, under their number too (`lyon 3`)."""
    order = sorted(range(len(table.codes)), key=table.populations.__getitem__, reverse=True)
    communes = [row for row in order if table.codes[row] not in table.parents]
    parts = [table.rows[code] for code in table.parents]
    long_names = [spelling.with_plain_ordinals(spelling.fold_lines(table.names[row])) for row in parts]
    short_names = [name.removesuffix(" arrondissement") for name in long_names]
    named = zip([*long_names, *short_names], parts * 2, strict=True)
    return _names([table.names[row] for row in communes], communes) + sorted(named, key=itemgetter(1))


def _names(names: list[str], rows: list[int]) -> list[Key]:
    """Each name folded, and folded again without its small words where that changes it."""
    full = spelling.fold_lines("\n".join(names))
    short = spelling.without_small_words(full)
    keys = []
    for row, name, other in zip(rows, full.split("\n"), short.split("\n"), strict=True):
        keys.append((name, row))
        if other and other != name:
            keys.append((other, row))
    return keys


def _one_off(text: str) -> str:
    """A pattern for `text` with exactly one letter wrong, missing, too many, or swapped with the next."""
    ways = []
    for index in range(len(text)):
        before, after = re.escape(text[:index]), re.escape(text[index + 1 :])
        ways.append(f"{before}.?{after}")
        ways.append(f"{before}.{re.escape(text[index:])}")
        if index + 1 < len(text):
            ways.append(f"{before}{re.escape(text[index + 1] + text[index] + text[index + 2 :])}")
    return "|".join(ways)


def suggestions(index: Index, forms: tuple[str, ...], *, limit: int, keep: Keep) -> list[int]:
    """At most `limit` rows for what was typed, without repetition, among those to `keep`.

    A whole name spelt right needs no guess; beginnings leave room for whole names one letter away (*Pais*: Paris).
    """
    exact = _first(index.whole(forms), limit, keep)
    begun = _first(chain(exact, index.beginning(forms)), limit, keep)
    close = [] if exact else _first(index.misspelt(forms, whole=True), limit, keep)
    room = min(ROOM_FOR_MISSPELT, len(close))
    found = _first(chain(begun[: limit - room], close, index.inside(forms)), limit, keep)
    return found or _first(index.misspelt(forms, whole=False), limit, keep)


def _first(rows: Iterable[int], limit: int, keep: Keep) -> list[int]:
    """The first rows to keep, each once. Stops reading as soon as it has them."""
    found: dict[int, None] = {}
    for row in rows:
        if row not in found and keep(row):
            found[row] = None
            if len(found) == limit:
                break
    return list(found)
