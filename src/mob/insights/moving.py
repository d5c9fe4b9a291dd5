"""Cells as tables: moved with the figures they count, in the same transaction, and counted again from them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.db import connection, transaction
from django.db.models import F, QuerySet

from mob.insights import cells, people
from mob.insights.cells import CellKey, DelayKey
from mob.insights.models import CaseFigures, DelayCell, FunderCell, PeopleCell
from mob.insights.people import PeopleKey
from mob.insights.rows import case_of
from mob.insights.types import Case

_BATCH = 2000


def move(before: Case | None, after: Case | None) -> None:
    """Take an application out of one cell and put it into another. The caller holds the transaction and its row."""
    found = [(columns_of(each.key), each.count, each.cents) for each in cells.moves(before, after)]
    # Always in the same order, so that two workers never wait for each other.
    for columns, count, cents in sorted(found, key=lambda each: sorted(map(str, each[0].values()))):
        _add(FunderCell, columns, count=count, cents=cents)
    delays = [(delay_columns_of(key), count) for key, count in cells.delay_moves(before, after)]
    for columns, count in sorted(delays, key=lambda each: sorted(map(str, each[0].values()))):
        _add(DelayCell, columns, count=count)


def follow_people(others: list[Case], before: Case | None, after: Case | None) -> None:
    """Count the author of an application where she now is. `others`: hers at that funder, held by the caller too."""
    found = [(people_columns_of(key), step) for key, step in people.steps(others, before, after).items()]
    for columns, step in sorted(found, key=lambda each: sorted(map(str, each[0].values()))):
        _add(PeopleCell, columns, count=step)


def _add(table: type[FunderCell] | type[DelayCell] | type[PeopleCell], columns: dict[str, Any], **steps: int) -> None:
    changes = {name: F(name) + step for name, step in steps.items()}
    rows: QuerySet[Any] = table._default_manager.filter(**columns)
    if rows.update(**changes):
        return
    table._default_manager.bulk_create([table(**columns)], ignore_conflicts=True)  # type: ignore[list-item]
    rows.update(**changes)


def recount() -> None:
    """Count every cell again from the figures, which nobody changes meanwhile."""
    with transaction.atomic():
        _hold_figures()
        counted, delays = cells.added(_cases())
        FunderCell.objects.all().delete()
        DelayCell.objects.all().delete()
        PeopleCell.objects.all().delete()
        made = [FunderCell(**columns_of(key), count=count, cents=cents) for key, (count, cents) in counted.items()]
        FunderCell.objects.bulk_create(made, batch_size=_BATCH)
        slow = [DelayCell(**delay_columns_of(key), count=count) for key, count in delays.items()]
        DelayCell.objects.bulk_create(slow, batch_size=_BATCH)
        counts = people.counted(cases for _, cases in groupby(_by_person(), lambda case: case.citizen_id))
        several = [PeopleCell(**people_columns_of(key), count=count) for key, count in counts.items()]
        PeopleCell.objects.bulk_create(several, batch_size=_BATCH)


def _hold_figures() -> None:
    """SQLite has one writer, and this transaction is it; PostgreSQL is asked to let nobody else write figures."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f'LOCK TABLE "{CaseFigures._meta.db_table}" IN SHARE ROW EXCLUSIVE MODE')


def _cases() -> Iterator[Case]:
    for row in CaseFigures.objects.order_by().iterator(_BATCH):
        yield case_of(row)


def _by_person() -> Iterator[Case]:
    """What was sent, the applications of one person to one funder together."""
    rows = CaseFigures.objects.filter(citizen_id__isnull=False, submitted_at__isnull=False)
    for row in rows.order_by("citizen_id", "funder_id").iterator(_BATCH):
        yield case_of(row)


def columns_of(key: CellKey) -> dict[str, Any]:
    return {
        "funder_id": key.funder_id,
        "aid_id": key.aid_id,
        "community_key": str(key.community_id or ""),
        "year": key.when.year,
        "half": key.when.half,
        "state": key.state.value,
        "reason": key.reason.value if key.reason else "",
    }


def delay_columns_of(key: DelayKey) -> dict[str, Any]:
    return {
        "funder_id": key.funder_id,
        "aid_id": key.aid_id,
        "community_key": str(key.community_id or ""),
        "year": key.when.year,
        "half": key.when.half,
        "days": key.days,
    }


def people_columns_of(key: PeopleKey) -> dict[str, Any]:
    return {
        "funder_id": key.funder_id,
        "aid_key": str(key.aid_id or ""),
        "community_key": str(key.community_id or ""),
        "year": key.year or 0,
        "half": key.half or 0,
    }
