"""Hours as open data writes them: the part of OpenStreetMap's `opening_hours` that low-emission zones use.

Read: `24/7`, days and ranges of days, `PH`, times (over midnight too), `off`, several rules with `;`. Anything else is
refused, never guessed: months, weeks, school holidays, sunrise, comments, fallbacks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from mob.eligibility.holidays import is_holiday
from mob.kernel.clock import PARIS
from mob.kernel.errors import Invalid

MINUTES_A_DAY = 1440
LONGEST = 500
# Days within which rules have said all they have to say: weeks repeat, and every holiday comes within a year.
_WEEK_HORIZON, _YEAR_HORIZON = 9, 367
_DAYS = {name: index for index, name in enumerate(("mo", "tu", "we", "th", "fr", "sa", "su"))}
_PH = "ph"
_TIMES = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")
_CLOSED = re.compile(r"\s*\b(off|closed)$")
_ALWAYS = ((0, MINUTES_A_DAY),)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: on which days, between which minutes of the day (an end past 1440 is the next day), open or not."""

    weekdays: frozenset[int]
    on_holidays: bool
    times: tuple[tuple[int, int], ...]
    is_open: bool

    def covers_day(self, day: date) -> bool:
        return day.weekday() in self.weekdays or (self.on_holidays and is_holiday(day))

    def runs(self, day: date, minute: int) -> bool:
        """Whether that minute, counted from the start of that day, is within the times of a day it covers."""
        return any(start <= minute < end for start, end in self.times) and self.covers_day(day)


@dataclass(frozen=True, slots=True)
class Hours:
    """Rules in the order they were written: a later one that speaks of a day replaces what earlier ones said of it."""

    rules: tuple[Rule, ...]
    text: str

    def is_on(self, at: datetime) -> bool:
        """Whether these hours run at that moment (aware), on the clocks of Paris."""
        return self._is_on(at.astimezone(PARIS))

    def _is_on(self, local: datetime) -> bool:
        day, yesterday = local.date(), local.date() - _DAY
        minute = local.hour * 60 + local.minute
        today = night = False
        for rule in self.rules:
            inside = rule.runs(day, minute)
            if rule.is_open:
                today = inside if rule.covers_day(day) else today
                # What began the evening before is of that day: only a rule about that day replaces it.
                night = rule.runs(yesterday, minute + MINUTES_A_DAY) if rule.covers_day(yesterday) else night
            elif inside:
                today = night = False
            elif rule.times == _ALWAYS and rule.covers_day(yesterday):
                night = False
        return today or night

    def changes_after(self, at: datetime) -> datetime | None:
        """The next moment at which `is_on` differs, in Paris time; None when it never does within a year."""
        local = at.astimezone(PARIS)
        now = self._is_on(local)
        for moment in self._edges(local.date()):
            if moment > local and self._is_on(moment) is not now:
                return moment
        return None

    def _edges(self, first: date) -> Iterator[datetime]:
        """Every moment from that day on at which something may change."""
        minutes = sorted({0} | {edge % MINUTES_A_DAY for rule in self.rules for pair in rule.times for edge in pair})
        far = any(rule.on_holidays for rule in self.rules)
        for offset in range(_YEAR_HORIZON if far else _WEEK_HORIZON):
            day = first + offset * _DAY
            for minute in minutes:
                yield datetime.combine(day, time(minute // 60, minute % 60), PARIS)


@lru_cache(maxsize=1024)
def read(text: str) -> Hours:
    """Hours from their text. Raises `Invalid("hours_not_understood")` with the part that was not understood."""
    if len(text) > LONGEST:
        raise Invalid("hours_not_understood", part=text[:40])
    parts = [" ".join(part.split()) for part in text.split(";")]
    # A semicolon at the end is common and means nothing.
    if len(parts) > 1 and parts[-1] == "":
        parts.pop()
    return Hours(tuple(_rule(part) for part in parts), text)


def _rule(part: str) -> Rule:
    written = part.casefold()
    closed = _CLOSED.search(written)
    if closed:
        written = written[: closed.start()]
    elif not written:
        raise Invalid("hours_not_understood", part=part)
    if written == "24/7" or (closed and not written):
        return Rule(frozenset(range(7)), on_holidays=False, times=_ALWAYS, is_open=not closed)
    first = _TIMES.search(written)
    days, times = (written[: first.start()], written[first.start() :]) if first else (written, "")
    weekdays, on_holidays = _days(days.strip().removesuffix(":").strip(), part)
    return Rule(weekdays, on_holidays, _times(times, part) if times else _ALWAYS, not closed)


def _days(written: str, part: str) -> tuple[frozenset[int], bool]:
    """`mo-fr,su`, `ph`; nothing at all means every day."""
    if not written:
        return frozenset(range(7)), False
    weekdays: set[int] = set()
    names = [name.strip() for name in written.split(",")]
    for name in names:
        if name == _PH:
            continue
        start, _, end = (piece.strip() for piece in name.partition("-"))
        if start not in _DAYS or (end or start) not in _DAYS or name.endswith("-"):
            raise Invalid("hours_not_understood", part=part[:40])
        weekdays |= set(_span(_DAYS[start], _DAYS[end or start]))
    return frozenset(weekdays), _PH in names


def _span(start: int, end: int) -> list[int]:
    """`fr-mo` goes through the end of the week."""
    return [(start + step) % 7 for step in range((end - start) % 7 + 1)]


def _times(written: str, part: str) -> tuple[tuple[int, int], ...]:
    spans = []
    for piece in written.split(","):
        found = _TIMES.fullmatch(piece.strip())
        if not found:
            raise Invalid("hours_not_understood", part=part[:40])
        start, end = int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])
        if start >= MINUTES_A_DAY or end > 2 * MINUTES_A_DAY or int(found[2]) > 59 or int(found[4]) > 59:
            raise Invalid("hours_not_understood", part=part[:40])
        spans.append((start, end if end > start else end + MINUTES_A_DAY))
    return tuple(spans)
