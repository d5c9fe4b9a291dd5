"""What list was asked for, as a row keeps it until the file is made. Pure but for the types it shares with the inbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from mob.applications.inbox import Filters, Order, Sorting, Tab
from mob.applications.types import RejectionReason, State


@dataclass(frozen=True, slots=True)
class Selection:
    """A list of the desk: its tab, what narrows it, its order."""

    tab: Tab
    filters: Filters
    sorting: Sorting


def stored(selection: Selection) -> dict[str, Any]:
    """JSON of a selection."""
    filters = selection.filters
    return {
        "tab": selection.tab.value,
        "aid": str(filters.aid_id) if filters.aid_id else None,
        "state": filters.state.value if filters.state else None,
        "community": str(filters.community_id) if filters.community_id else None,
        "since": filters.since.isoformat() if filters.since else None,
        "until": filters.until.isoformat() if filters.until else None,
        "text": filters.text,
        "reason": filters.reason.value if filters.reason else None,
        "order": selection.sorting.order.value,
        "descending": selection.sorting.descending,
    }


def read(data: dict[str, Any]) -> Selection:
    """The selection of its JSON."""
    filters = Filters(
        aid_id=UUID(data["aid"]) if data["aid"] else None,
        state=State(data["state"]) if data["state"] else None,
        community_id=UUID(data["community"]) if data["community"] else None,
        since=date.fromisoformat(data["since"]) if data["since"] else None,
        until=date.fromisoformat(data["until"]) if data["until"] else None,
        text=data["text"],
        reason=RejectionReason(data["reason"]) if data["reason"] else None,
    )
    return Selection(Tab(data["tab"]), filters, Sorting(Order(data["order"]), data["descending"]))
