"""Keeping the figures: told fact by fact, derived again from the journal, counted once a day for the public."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from mob.applications import stops
from mob.applications.types import State
from mob.insights import counting, moving
from mob.insights.disclosure import has_moved
from mob.insights.models import CaseFigures, PublishedFigures, StoppedDrafts
from mob.insights.projection import replay
from mob.insights.rows import case_of, columns_of
from mob.insights.types import LEAST, Case
from mob.journal import selectors as journal
from mob.journal.types import FactView
from mob.kernel.actor import Actor
from mob.kernel.clock import civil_date

_PREFIX = "application:"
_BATCH = 500
_UNTOUCHED = timedelta(days=7)


def tell(fact: FactView) -> None:
    """Bring the figures of one application up to a fact. Figures that are missing are read from the beginning."""
    with transaction.atomic():
        row, others = _held(fact.owner_id)
        facts = journal.stream_facts(Actor.system(), fact.stream) if row is None else [fact]
        before = case_of(row) if row else None
        case = replay(facts, before)
        if row is None and case is not None and case.state is not State.DRAFT:
            others = list(CaseFigures.objects.filter(funder_id=case.funder_id, citizen_id=case.citizen_id))
        if case is not None and (row is None or case.seq > row.seq):
            moving.move(before, case)
            _follow_people([case_of(each) for each in others], before, case)
            CaseFigures(**columns_of(case)).save(force_insert=row is None)


def _follow_people(others: list[Case], before: Case | None, case: Case) -> None:
    """One person or, when the application was handed from an account to another, two."""
    if before is None or before.citizen_id == case.citizen_id:
        moving.follow_people(others, before, case)
        return
    moving.follow_people(others, before, None)
    rows = CaseFigures.objects.filter(funder_id=case.funder_id, citizen_id=case.citizen_id)
    moving.follow_people([case_of(each) for each in rows], None, case)


def _held(application_id: UUID) -> tuple[CaseFigures | None, list[CaseFigures]]:
    """The figures of an application and of its author's others at that funder, locked in one order."""
    found = CaseFigures.objects.filter(application_id=application_id).values("funder_id", "citizen_id").first()
    if found is None:
        return None, []
    hers = Q(**found) if found["citizen_id"] else Q()
    rows = CaseFigures.objects.select_for_update().filter(Q(application_id=application_id) | hers)
    held = {row.application_id: row for row in rows.order_by("application_id")}
    return held.pop(application_id, None), list(held.values())


def rebuild() -> int:
    """Derive every row again from the journal, beside running workers. Returns how many applications were read."""
    count, last = 0, _PREFIX
    while streams := journal.streams(_PREFIX, after=last, limit=_BATCH):
        _rebuild(streams)
        count, last = count + len(streams), streams[-1]
    moving.recount()
    return count


def count_stopped_drafts(*, now: datetime) -> None:
    """Count again where drafts stopped that nobody touched for a week."""
    found = stops.where_drafts_stopped(now - _UNTOUCHED)
    rows = [
        StoppedDrafts(funder_id=funder, aid_id=aid, stop=stop.value, count=count)
        for (funder, aid, stop), count in found.items()
    ]
    with transaction.atomic():
        StoppedDrafts.objects.all().delete()
        StoppedDrafts.objects.bulk_create(rows)


def _rebuild(streams: Sequence[str]) -> None:
    """Rows are locked before their facts are read: what a worker is told meanwhile comes after."""
    ids = [UUID(stream.partition(":")[2]) for stream in streams]
    with transaction.atomic():
        known = set(
            CaseFigures.objects.select_for_update()
            .filter(application_id__in=ids)
            .values_list("application_id", flat=True)
        )
        cases = [replay(facts) for facts in journal.facts_of(streams).values()]
        rows = [CaseFigures(**columns_of(case)) for case in cases if case]
        names = [name.name for name in CaseFigures._meta.concrete_fields if not name.primary_key]
        CaseFigures.objects.bulk_update([row for row in rows if row.application_id in known], names)
        CaseFigures.objects.bulk_create([row for row in rows if row.application_id not in known], ignore_conflicts=True)


def refresh(*, now: datetime) -> None:
    """Count what the public reads, up to the end of yesterday. Tables stay as they are until enough has changed.

    Figures that an older version of the program wrote are derived again first.
    """
    if CaseFigures.objects.filter(citizen_id=None).exists():
        rebuild()
    day = civil_date(now) - timedelta(days=1)
    counts = counting.counts_until(day)
    shown = {"refreshed_at": now, "coverage": dataclasses.asdict(counting.coverage(civil_date(now)))}
    row = PublishedFigures.objects.first()
    if row is None or has_moved(row.counts["aids"], counts.aids, least=LEAST):
        shown |= {"as_of": day, "counts": dataclasses.asdict(counts), "tables": counting.tables(counts)}
    PublishedFigures.objects.update_or_create(id=1, defaults=shown)
