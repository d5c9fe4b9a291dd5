"""Finding a file by a name, however it is typed: without accents, by the beginnings of its words, with a slip or two.

Each word of the applicant's name is a row of its own, so that a search reads the words that begin alike and no others.
When a typed word begins no name, the words closest to it stand for it: one slip from four letters on, two from eight
(a letter more, less, changed, or two turned round), the first letter being right.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from mob.applications.models import Application, NameWord
from mob.kernel.unicode import normal

_MOST_WORDS = 5
_LONGEST = 60
_BATCH = 2000
_MOST_CLOSE = 12
_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A typed word: what names begin with, or the whole words that stand for it because it has a slip."""

    begins: str
    close: tuple[str, ...] = ()


def search_key(name: str) -> str:
    """A name as it is looked for: no accents, no case."""
    decomposed = normal("NFKD", name)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def keep(application_id: UUID, funder_id: UUID, key: str) -> None:
    """The words of a name, beside the row that carries it, in the caller's transaction."""
    NameWord.objects.bulk_create(_words(application_id, funder_id, key), ignore_conflicts=True)


def forget(application_id: UUID) -> None:
    """The words of a name that is erased."""
    NameWord.objects.filter(application_id=application_id).delete()


def rebuild() -> int:
    """The words of every name again. Returns the number of applications read."""
    NameWord.objects.all().delete()
    rows = Application.objects.exclude(applicant_key="").values_list("id", "funder_id", "applicant_key").order_by("id")
    batch, count = list(rows[:_BATCH]), 0
    while batch:
        words = [word for row in batch for word in _words(*row)]
        NameWord.objects.bulk_create(words, batch_size=_BATCH, ignore_conflicts=True)
        count += len(batch)
        batch = list(rows.filter(id__gt=batch[-1][0])[:_BATCH])
    return count


def _words(application_id: UUID, funder_id: UUID, key: str) -> list[NameWord]:
    found = dict.fromkeys(word[:_LONGEST] for word in key.split())
    return [NameWord(application_id=application_id, funder_id=funder_id, word=word) for word in found]


def wanted(funder_id: UUID, text: str) -> list[Wanted]:
    """The words of a search, each with what stands for it. Empty when nothing was typed."""
    typed = [word[:_LONGEST] for word in search_key(text).split()[:_MOST_WORDS]]
    return [_wanted(funder_id, word) for word in typed]


def _wanted(funder_id: UUID, word: str) -> Wanted:
    if _beginning(funder_id, word).exists():
        return Wanted(word)
    return Wanted(word, tuple(_closest(word, _beginning(funder_id, word[:1]))))


def holders(funder_id: UUID, words: Iterable[Wanted]) -> QuerySet[NameWord, UUID]:
    """The applications of a funder whose names have all these words, to be counted or searched in.

    Rights are the caller's affair.
    """
    first, *others = sorted(words, key=lambda word: -len(word.begins))
    rows = _rows(funder_id, first)
    for word in others:
        rows = rows.filter(application_id__in=_rows(funder_id, word).values("application_id"))
    return rows.order_by().values_list("application_id", flat=True)


def named(words: Iterable[Wanted]) -> Q:
    """The same as a condition on the row itself: for names so frequent that a page of them is soon full."""
    found = Q()
    for word in words:
        texts = [(close, True) for close in word.close] or [(word.begins, False)]
        found &= _any(texts)
    return found


def _any(texts: Iterable[tuple[str, bool]]) -> Q:
    found = Q()
    for text, is_whole in texts:
        if is_whole:
            found |= Q(applicant_key__startswith=f"{text} ") | Q(applicant_key__contains=f" {text} ")
            found |= Q(applicant_key__endswith=f" {text}") | Q(applicant_key=text)
        else:
            found |= Q(applicant_key__startswith=text) | Q(applicant_key__contains=f" {text}")
    return found


def _rows(funder_id: UUID, word: Wanted) -> QuerySet[NameWord]:
    if word.close:
        return NameWord.objects.filter(funder_id=funder_id, word__in=word.close)
    return _beginning(funder_id, word.begins)


def _beginning(funder_id: UUID, text: str) -> QuerySet[NameWord]:
    """Words that begin so. SQLite walks its index between two bounds; an index in a language's order has none."""
    rows = NameWord.objects.filter(funder_id=funder_id, word__startswith=text)
    return rows.filter(word__gte=text, word__lt=text + _LAST) if connection.vendor == "sqlite" else rows


def _closest(word: str, rows: QuerySet[NameWord]) -> list[str]:
    slips = allowed_slips(word)
    if not slips:
        return []
    found = []
    for known in rows.order_by("word").values_list("word", flat=True).distinct():
        # Cheap first: what differs by too many letters is not looked at twice.
        if abs(len(known) - len(word)) <= slips and len(set(known) ^ set(word)) <= 2 * slips:
            apart = distance(word, known, slips)
            if apart <= slips:
                found.append((apart, known))
    best = min((apart for apart, _ in found), default=0)
    return [known for apart, known in sorted(found) if apart == best][:_MOST_CLOSE]


def allowed_slips(word: str) -> int:
    """How many slips are forgiven in a word of this length."""
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


def distance(one: str, other: str, most: int) -> int:
    """Slips between two words (optimal string alignment); any number above `most` when there are more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before, last = [0] * (len(other) + 1), list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        line = [i]
        for j, b in enumerate(other, 1):
            cost = min(last[j] + 1, line[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            line.append(cost)
        if min(line) > most:
            return most + 1
        before, last = last, line
    return last[-1]
