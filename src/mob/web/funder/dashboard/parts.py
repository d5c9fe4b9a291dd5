"""What the dashboard is made of: numbers that open their page, charts with their tables, and who reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import QueryDict

from mob.applications.inbox import Tab
from mob.insights.board import Scope
from mob.insights.cells import Half
from mob.web.funder import words
from mob.web.funder.access import INBOX
from mob.web.funder.inbox import SLUGS


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of a table and the list it opens; no address, no list."""

    shown: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart and its table. `name` is unique on the page. `note`: what to know to read it."""

    name: str
    title: str
    chart: str
    headings: list[str]
    rows: list[tuple[str, list[Cell]]]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """What the page was asked, and the words for its keys."""

    scope: Scope
    aids: Mapping[UUID, str]
    communities: Mapping[UUID, str]

    def files(self, **narrower: Any) -> str:
        """The address of the files behind a number: this scope, narrowed."""
        tab = narrower.pop("tab", Tab.ALL)
        half = narrower.pop("half", None)
        first, last = _bounds(half.year, half.half) if half else _bounds(self.scope.year, self.scope.half)
        known = {
            "vue": SLUGS[tab],
            "aide": narrower.get("aid", self.scope.aid_id),
            "communaute": narrower.get("community", self.scope.community_id),
            "etat": narrower.get("state"),
            "motif": narrower.get("reason"),
            "du": first,
            "au": last,
        }
        query = QueryDict(mutable=True)
        query.update({key: str(value) for key, value in known.items() if value})
        return f"{INBOX}?{query.urlencode()}"


def _bounds(year: int | None, half: int | None) -> tuple[str, str]:
    """First and last day of a period, as an address writes them; empty without a year."""
    if year is None:
        return "", ""
    first, last = Half(year, half or 1), Half(year, half or 2)
    return first.first.isoformat(), last.last.isoformat()


def share(number: int, total: int) -> str:
    """A whole per cent; something is never nothing, and a part never everything."""
    if not total:
        return "–"
    part = number * 100 / total
    return f"{min(99, max(1, round(part))) if 0 < number < total else round(part)}\u00a0%"


def whole(number: int) -> str:
    return words.exact(number)
