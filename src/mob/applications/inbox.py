"""The funder's inbox: tabs, filters, order and pages over a hundred thousand applications. What may be done is elsewhere.

Nothing here counts an unbounded table: tabs that are whole states read the counter rows, the others count at most
`CAP`. Pages are cut by key (the last row seen), never by offset, and each order has its index.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from mob.applications import names
from mob.applications.models import Application, Decision
from mob.applications.selectors import inbox_totals, rows_of, visible_to
from mob.applications.types import RejectionReason, State
from mob.applications.views import Row
from mob.kernel.actor import Actor
from mob.kernel.clock import civil_date, day_ends, day_starts
from mob.kernel.ids import normalise_reference

PAGE_SIZE = 50
BATCH = 900  # below what SQLite takes in one list of keys
CAP = 1000
# An agent who opens such a file has time left to ask for a paper and read it.
DUE_SOON = timedelta(days=15)
# Keys are made in the order of time: where no date of silence runs, the oldest comes first.
_MOST_PRESSING = (F("silence_on").asc(nulls_last=True), "id")


_WITH_FUNDER = [state.value for state in State if state.is_with_funder]


class Tab(StrEnum):
    MINE = "mine"
    UNASSIGNED = "unassigned"
    WAITING = "waiting"
    DUE_SOON = "due_soon"
    DECIDED = "decided"
    ALL = "all"


class Order(StrEnum):
    SILENCE = "silence"
    RECEIVED = "received"
    NAME = "name"
    DUE = "due"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class Filters:
    """What the agent narrows a tab to. Dates are civil dates of submission, inclusive."""

    aid_id: UUID | None = None
    state: State | None = None
    community_id: UUID | None = None
    since: date | None = None
    until: date | None = None
    text: str = ""
    reason: RejectionReason | None = None

    @property
    def is_empty(self) -> bool:
        return self == Filters()


@dataclass(frozen=True, slots=True)
class Cursor:
    """The row a page starts beside: its value in the order, and its key. `backwards`: the page before it."""

    value: str
    id: UUID
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class Sorting:
    order: Order
    descending: bool = False


@dataclass(frozen=True, slots=True)
class InboxPage:
    """One page of a tab. `next` and `previous` are None at the ends. `count` is capped at `CAP` (then `is_capped`)."""

    rows: tuple[Row, ...]
    count: int
    is_capped: bool
    next: Cursor | None
    previous: Cursor | None


_COLUMNS = {
    Order.SILENCE: "silence_on",
    Order.RECEIVED: "submitted_at",
    Order.NAME: "applicant_key",
    Order.DUE: "due_on",
    Order.DECIDED: "decided_at",
}
# The orders a tab offers, its own first. A column that may be empty is offered only where it never is: the date of
# silence, where a public funder has to act.
ORDERS: dict[Tab, tuple[Sorting, ...]] = {
    Tab.MINE: (Sorting(Order.SILENCE), Sorting(Order.RECEIVED), Sorting(Order.NAME)),
    Tab.UNASSIGNED: (Sorting(Order.SILENCE), Sorting(Order.RECEIVED), Sorting(Order.NAME)),
    Tab.WAITING: (Sorting(Order.DUE), Sorting(Order.RECEIVED), Sorting(Order.NAME)),
    Tab.DUE_SOON: (Sorting(Order.SILENCE), Sorting(Order.RECEIVED), Sorting(Order.NAME)),
    Tab.DECIDED: (Sorting(Order.DECIDED, descending=True), Sorting(Order.RECEIVED), Sorting(Order.NAME)),
    Tab.ALL: (Sorting(Order.RECEIVED, descending=True), Sorting(Order.NAME)),
}


def orders(tab: Tab, *, has_silence: bool) -> tuple[Sorting, ...]:
    """The orders a tab offers a funder, its own first. `has_silence`: its silence is a refusal (public funders)."""
    return tuple(each for each in ORDERS[tab] if has_silence or each.order is not Order.SILENCE)


def tabs(*, has_silence: bool) -> tuple[Tab, ...]:
    """The tabs a funder has: nothing falls due in law at an employer's."""
    return tuple(tab for tab in Tab if has_silence or tab is not Tab.DUE_SOON)


def page(
    actor: Actor,
    *,
    tab: Tab,
    filters: Filters,
    sorting: Sorting,
    cursor: Cursor | None = None,
    now: datetime,
    language: str = "fr",
    size: int = PAGE_SIZE,
) -> InboxPage:
    """One page of a tab, in at most a handful of queries whatever the number of applications."""
    rows = _searched(actor, _filtered(_of_tab(actor, tab, now, sorting.order), filters), filters.text)
    count = _bounded(rows)
    found, beyond = _cut(rows, sorting, cursor, size, language)
    back = cursor is not None and cursor.backwards
    has_next = beyond if not back else True
    has_previous = beyond if back else cursor is not None
    return InboxPage(
        rows=tuple(found),
        count=min(count, CAP),
        is_capped=count > CAP,
        next=_cursor_at(found[-1], sorting) if found and has_next else None,
        previous=replace(_cursor_at(found[0], sorting), backwards=True) if found and has_previous else None,
    )


def walk(
    actor: Actor, *, tab: Tab, filters: Filters, sorting: Sorting, now: datetime, language: str = "fr"
) -> Iterator[list[Row]]:
    """The whole of a list, a batch at a time, in its order: memory holds one batch however long the list."""
    rows = _searched(actor, _filtered(_of_tab(actor, tab, now, sorting.order), filters), filters.text)
    cursor, beyond = None, True
    while beyond:
        found, beyond = _cut(rows, sorting, cursor, BATCH, language)
        if found:
            yield found
            cursor = _cursor_at(found[-1], sorting)


def length(actor: Actor, *, tab: Tab, filters: Filters, now: datetime) -> int:
    """How many files a list holds, counted up to `CAP` + 1."""
    return _bounded(_searched(actor, _filtered(_of_tab(actor, tab, now), filters), filters.text))


def counts(actor: Actor, *, now: datetime) -> dict[Tab, int]:
    """How many files each tab holds; those counted one by one stop at `CAP` + 1."""
    totals = inbox_totals(actor)
    exact = {
        Tab.WAITING: totals.get(State.CHANGES_REQUESTED, 0),
        Tab.DECIDED: totals.get(State.APPROVED, 0) + totals.get(State.REJECTED, 0),
        Tab.ALL: sum(totals.values()),
    }
    bounded = {tab: _bounded(_of_tab(actor, tab, now)) for tab in (Tab.MINE, Tab.UNASSIGNED, Tab.DUE_SOON)}
    return {tab: exact[tab] if tab in exact else bounded[tab] for tab in Tab}


def next_file(actor: Actor, *, now: datetime, but: UUID | None = None) -> str | None:
    """The reference of the file to open next: the most pressing of mine, else of those nobody holds.

    The date of silence comes first; where there is none, the oldest.
    """
    for tab in (Tab.MINE, Tab.UNASSIGNED):
        rows = _of_tab(actor, tab, now).exclude(id=but) if but else _of_tab(actor, tab, now)
        found = rows.order_by(*_MOST_PRESSING).values_list("reference", flat=True).first()
        if found:
            return found
    return None


def aids_of(actor: Actor) -> list[tuple[UUID, UUID]]:
    """The aids (id, and one version applied for) the actor's files are about: one short index walk an aid."""
    found: list[tuple[UUID, UUID]] = []
    rows = visible_to(actor).order_by("aid_id").values_list("aid_id", "aid_version_id")
    # A bound from the first step on: without one, a planner may read every file to find the lowest aid.
    row = rows.filter(aid_id__gt=UUID(int=0)).first()
    while row is not None and len(found) < CAP:
        found.append(row)
        row = rows.filter(aid_id__gt=row[0]).first()
    return found


def _of_tab(actor: Actor, tab: Tab, now: datetime, order: Order | None = None) -> QuerySet[Application]:
    """The files of a tab. By name, no condition on a date is left for the planner to walk: it would sort them all."""
    rows = visible_to(actor)
    match tab:
        case Tab.MINE:
            return _dated(rows.filter(assignee_id=actor.id, state__in=_WITH_FUNDER), order)
        case Tab.UNASSIGNED:
            return _dated(rows.filter(assignee_id=None, state=State.SUBMITTED.value), order)
        case Tab.WAITING:
            return rows.filter(state=State.CHANGES_REQUESTED.value, due_on__isnull=False)
        case Tab.DUE_SOON:
            return rows.filter(state__in=_WITH_FUNDER, silence_on__lte=civil_date(now) + DUE_SOON)
        case Tab.DECIDED:
            return rows.exclude(decided_at=None) if order is Order.NAME else rows.filter(decided_at__isnull=False)
        case Tab.ALL:
            return rows if order is Order.NAME else rows.filter(submitted_at__isnull=False)


def _dated(rows: QuerySet[Application], order: Order | None) -> QuerySet[Application]:
    return rows.filter(silence_on__isnull=False) if order is Order.SILENCE else rows


def _filtered(rows: QuerySet[Application], filters: Filters) -> QuerySet[Application]:
    given: dict[str, Any] = {}
    if filters.aid_id:
        given["aid_id"] = filters.aid_id
    if filters.state:
        given["state"] = filters.state.value
    if filters.community_id:
        given["community_id"] = filters.community_id
    if filters.reason:
        stands = Decision.objects.filter(application=OuterRef("pk"), reason=filters.reason.value, reopened_at=None)
        rows = rows.filter(Exists(stands), state=State.REJECTED.value)
    if filters.since:
        given["submitted_at__gte"] = day_starts(filters.since)
    if filters.until:
        given["submitted_at__lt"] = day_ends(filters.until)
    return rows.filter(**given)


def _searched(actor: Actor, rows: QuerySet[Application], text: str) -> QuerySet[Application]:
    """A reference however it was typed; else the names one of whose words begins with each word, accents or not."""
    reference = normalise_reference(text)
    if reference and rows.filter(reference=reference).exists():
        return rows.filter(reference=reference)
    words = names.wanted(actor.funder_id, text) if actor.funder_id else []
    if not words or actor.funder_id is None:
        return rows
    # Read in the index of words alone, which is far smaller than the table; rights were applied to `rows`.
    found = names.holders(actor.funder_id, words)
    # Many matches fill a page soon, walking the order's own index; few are fetched by key.
    is_frequent = found.distinct()[: CAP + 1].count() > CAP
    return rows.filter(names.named(words)) if is_frequent else rows.filter(id__in=found)


def _cut(
    rows: QuerySet[Application], sorting: Sorting, cursor: Cursor | None, size: int, language: str
) -> tuple[list[Row], bool]:
    """The rows of one page in their order, and whether there are more in the direction of reading."""
    column = _COLUMNS[sorting.order]
    back = cursor is not None and cursor.backwards
    falls = sorting.descending != back
    if cursor is not None:
        rows = rows.filter(_beside(column, cursor, falls))
    sign = "-" if falls else ""
    found = rows_of(rows.order_by(f"{sign}{column}", f"{sign}id")[: size + 1], language)
    beyond = len(found) > size
    found = found[:size]
    return (found[::-1] if back else found), beyond


def _beside(column: str, cursor: Cursor, falls: bool) -> Q:
    word = "lt" if falls else "gt"
    tie = Q(**{column: cursor.value, f"id__{word}": cursor.id})
    # The first condition says nothing new: it lets databases walk the index.
    return Q(**{f"{column}__{word}e": cursor.value}) & (Q(**{f"{column}__{word}": cursor.value}) | tie)


def _cursor_at(row: Row, sorting: Sorting) -> Cursor:
    values: dict[Order, Any] = {
        Order.SILENCE: row.silence_on,
        Order.RECEIVED: row.submitted_at,
        Order.NAME: row.applicant_key,
        Order.DUE: row.due_on,
        Order.DECIDED: row.decided_at,
    }
    value = values[sorting.order]
    return Cursor(value.isoformat() if isinstance(value, date) else str(value), row.id)


def read_cursor(text: str, sorting: Sorting, *, backwards: bool) -> Cursor | None:
    """A cursor as an address carries it (`<key>.<value>`), or None when it makes no sense."""
    key, _, value = text.partition(".")
    try:
        known = UUID(key)
        if sorting.order in (Order.DUE, Order.SILENCE):
            date.fromisoformat(value)
        elif sorting.order is not Order.NAME and datetime.fromisoformat(value).tzinfo is None:
            return None
    except ValueError:
        return None
    return None if "\x00" in value else Cursor(value, known, backwards)


def write_cursor(cursor: Cursor) -> str:
    return f"{cursor.id}.{cursor.value}"


def _bounded(rows: QuerySet[Application]) -> int:
    return rows.order_by()[: CAP + 1].count()
