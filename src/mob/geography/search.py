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
from dataclasses import dataclass
from itertools import accumulate, chain
from operator import itemgetter

from mob.geography import spelling
from mob.geography.spelling import Typed
from mob.geography.vintages import Table

SHORTEST_MISSPELT = 4
"""Letters from which one wrong letter is forgiven; three where no name begins so (*Mtz*: Metz)."""
ROOM_FOR_MISSPELT = 3
"""Suggestions kept for names that differ by one letter when beginnings alone would fill the list."""


Keep = Callable[[int], bool]
"""Whether a row belongs to the postcode or département that was typed beside the name."""
Key = tuple[str, int]
"""A folded name and its row."""


UNBOUNDED = 1_000
"""More than any name has homonyms."""


class Index:
    """The names of one table, ready to be searched. Rows come out by exactness, then by population."""

    def __init__(self, table: Table) -> None:
        current = _current_names(table)
        keys = current + _names([name for name, _ in table.former], [row for _, row in table.former])
        self.text = "\n" + "\n".join(key for key, _ in keys) + "\n"
        self._rows = array("I", (row for _, row in keys))
        self._starts = array("I", accumulate((len(key) + 1 for key, _ in keys), initial=0))
        self.longest = max((len(key) for key, _ in keys), default=0)
        self.people = table.populations.__getitem__
        self._past = self._starts[len(current)] + 1  # past the end of the last present name

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
        """Present names one letter away (added, left out, wrong, or two swapped); their beginnings, unless `whole`.

        Figures are never guessed: *Lyon 3* is not a slip for *Lyon 8*.
        """
        end = "\n" if whole else ""
        forms = tuple(form for form in forms if len(form) <= self.longest + 1)  # longer, it is near no name
        return map(self._row, heapq.merge(*(self._near(form, end) for form in forms)))

    def _near(self, form: str, end: str) -> Iterator[int]:
        """One of the two halves is spelt right: find it, then look at the other. Or the middle letters are swapped."""
        half = len(form) // 2
        head, tail = form[:half], form[half:]
        after = re.compile(f"\n{head}(?:{_one_off(tail)}){end}")
        in_tail = (match.start() for match in after.finditer(self.text, 0, self._past))
        swapped = f"\n{head[:-1]}{tail[0]}{head[-1]}{tail[1:]}{end}"
        return heapq.merge(in_tail, self._near_head(head, tail + end), self._found(swapped, self._past))

    def _near_head(self, head: str, tail: str) -> Iterator[int]:
        fits, text = re.compile(f"\n(?:{_one_off(head)})").fullmatch, self.text
        for position in self._found(tail, self._past):
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
    """A pattern for a folded form with one letter wrong, missing, too many, or swapped with the next.

    A form without a letter matches itself alone.
    """
    ways = []
    for index in range(len(text)):
        before, letter, after = text[:index], text[index], text[index + 1 :]
        if letter.isdigit():
            continue
        ways += [f"{before}[a-z ]?{after}", f"{before}[a-z ]{letter}{after}"]
        if after:
            ways.append(f"{before}{after[0]}{letter}{after[1:]}")
    return "|".join(ways) or text


@dataclass(frozen=True, slots=True)
class Hits:
    """Rows whose whole name was typed, and those whose name begins so, the former included; both in order."""

    exact: list[int]
    begun: list[int]


def hits(index: Index, typed: Typed, *, limit: int, keep: Keep) -> Hits:
    """What the literal forms find; what is found without small words only if that is nothing."""
    for forms in (typed.literal, typed.loose):
        begun = _first(index.beginning(forms), limit, keep)
        if begun:
            exact = _first(index.whole(forms), UNBOUNDED, keep)
            return Hits(exact, _first(chain(exact, begun), limit, keep))
    return Hits([], [])


def suggestions(index: Index, typed: Typed, *, limit: int, keep: Keep) -> list[int]:
    """At most `limit` rows for what was typed, without repetition, among those to `keep`.

    Whole names one letter away have room beside beginnings (*Pais*: Paris), and beside a whole name spelt right when
    they are more populated (*Ichy*: Vichy). Beginnings one letter away are looked for when nothing else is found.
    """
    found = hits(index, typed, limit=limit, keep=keep)
    people = max(map(index.people, found.exact), default=-1)
    close = index.misspelt(_long_enough(typed, SHORTEST_MISSPELT - (not found.begun)), whole=True)
    guesses = _first(close, limit, lambda row: keep(row) and index.people(row) > people)
    room = min(1 if found.exact else ROOM_FOR_MISSPELT, len(guesses), limit - 1)
    inside = index.inside(typed.all)
    sure = _first(chain(found.begun, inside if found.exact else ()), limit - room, keep)
    rows = _first(chain(sure, guesses, inside), limit, keep)
    return rows or _first(index.misspelt(_long_enough(typed, SHORTEST_MISSPELT), whole=False), limit, keep)


def _long_enough(typed: Typed, letters: int) -> tuple[str, ...]:
    return tuple(form for form in typed.literal if len(form) >= letters)


def _first(rows: Iterable[int], limit: int, keep: Keep) -> list[int]:
    """The first rows to keep, each once. Stops reading as soon as it has them."""
    found: dict[int, None] = {}
    for row in rows:
        if row not in found and keep(row):
            found[row] = None
            if len(found) == limit:
                break
    return list(found)
