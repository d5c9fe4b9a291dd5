"""Counting people beside applications: one who applies three times is one person, in whatever a dashboard is narrowed to.

Distinct people cannot be added up from cell to cell, so each scope a page can ask for has a count of its own. A person
is in a scope when something she sent is: her own few applications tell, whatever the number of everybody's. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from uuid import UUID

from mob.applications.types import State
from mob.insights.cells import cell_of
from mob.insights.types import Case


@dataclass(frozen=True, slots=True)
class PeopleKey:
    """A funder's scope: an aid, a community, a year or half of one; None is all of them."""

    funder_id: UUID
    aid_id: UUID | None = None
    community_id: UUID | None = None
    year: int | None = None
    half: int | None = None


def scopes_of(cases: Iterable[Case]) -> frozenset[PeopleKey]:
    """Every scope in which the author of these applications is counted. A draft counts in none."""
    return frozenset(key for case in cases if _is_counted(case) for key in _scopes(case))


def _is_counted(case: Case) -> bool:
    return case.state is not State.DRAFT and case.citizen_id is not None


def _scopes(case: Case) -> Iterable[PeopleKey]:
    when = cell_of(case).when
    communities = {None, case.community_id}
    periods = ((None, None), (when.year, None), (when.year, when.half))
    for aid, community, (year, half) in product((None, case.aid_id), communities, periods):
        yield PeopleKey(case.funder_id, aid, community, year, half)


def steps(others: Iterable[Case], before: Case | None, after: Case | None) -> Mapping[PeopleKey, int]:
    """What changes when one of her applications goes from one to the other, beside all her others at that funder."""
    rest = scopes_of(others)
    was, is_now = (scopes_of([case] if case else []) - rest for case in (before, after))
    return dict.fromkeys(is_now - was, 1) | dict.fromkeys(was - is_now, -1)


def counted(people: Iterable[Iterable[Case]]) -> Mapping[PeopleKey, int]:
    """How many people are in each scope, from the applications of each."""
    found: Counter[PeopleKey] = Counter()
    for cases in people:
        found.update(scopes_of(cases))
    return found
