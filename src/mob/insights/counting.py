"""Counting for the public: exact numbers from the projection, then what may be shown of them.

Three tables share the same totals: by year of sending, by aid, and refusals by reason. They are safe together because
each is protected as if all the totals were known, and, given its totals, a table limits the others in nothing: any
years fit any aids. Where one of the totals is itself small, outcomes are not told apart anywhere.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Case as Switch
from django.db.models import Count, Value, When
from django.db.models.functions import ExtractYear

from mob.applications.types import State
from mob.catalogue import selectors as catalogue
from mob.geography import selectors as geography
from mob.geography.types import Territory, TerritoryKind
from mob.insights.disclosure import TOTAL, protect
from mob.insights.models import CaseFigures
from mob.insights.types import LEAST, Counts, Coverage, Outcome
from mob.kernel.clock import PARIS, day_ends

SENT = "sent"
"""The one column of a table that does not tell outcomes apart."""


@dataclass(frozen=True, slots=True)
class Exact:
    """Exact numbers: never shown as they are. `delays`: days from sending to decision, waiting for the person left out."""

    years: Counts
    aids: Counts
    reasons: Counts
    median_days: int | None = None
    medians: Mapping[str, int] = field(default_factory=dict)


def counts_until(day: date) -> Exact:
    """Applications sent up to the end of a day, as they stand now."""
    sent = CaseFigures.objects.filter(submitted_at__lt=day_ends(day))
    outcome = Switch(
        When(state=State.APPROVED.value, then=Value(Outcome.GRANTED.value)),
        When(state=State.REJECTED.value, then=Value(Outcome.REFUSED.value)),
        default=Value(Outcome.OTHER.value),
    )
    year = ExtractYear("submitted_at", tzinfo=PARIS)
    lines = sent.annotate(outcome=outcome, year=year).values_list("aid_id", "year", "outcome")
    found = list(lines.annotate(number=Count("application_id")).order_by())
    refused = sent.filter(state=State.REJECTED.value).values_list("reason").annotate(number=Count("application_id"))
    delays = _delays(sent.exclude(took=None).values_list("aid_id", "took"))
    every = [days for each in delays.values() for days in each]
    return Exact(
        years=_table((str(year), outcome, number) for _aid, year, outcome, number in found),
        aids=_table((str(aid), outcome, number) for aid, _year, outcome, number in found),
        reasons=_table((reason or "other", SENT, number) for reason, number in refused.order_by()),
        median_days=_median(every),
        medians={aid: median for aid, days in delays.items() if (median := _median(days)) is not None},
    )


def _table(lines: Iterable[tuple[str, str, int]]) -> Counts:
    table: dict[str, dict[str, int]] = {}
    for row, column, number in lines:
        cells = table.setdefault(row, {} if column == SENT else {outcome.value: 0 for outcome in Outcome})
        cells[column] = cells.get(column, 0) + number
    return table


def _delays(lines: Iterable[tuple[Any, timedelta | None]]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for aid, took in lines:
        if took is not None:
            found.setdefault(str(aid), []).append(took / timedelta(days=1))
    return found


def _median(days: list[float]) -> int | None:
    """Whole days, one at least. None below ten decisions."""
    return max(1, round(statistics.median(days))) if len(days) >= LEAST else None


def tables(exact: Exact) -> dict[str, Any]:
    """What may be shown, as JSON: a number kept back is null, a line without any number is left out."""
    outcomes = {o.value: sum(cells[o.value] for cells in exact.aids.values()) for o in Outcome}
    total = sum(outcomes.values())
    if total < LEAST:
        return {"total": None, "outcomes": dict.fromkeys(outcomes), "median_days": None, "lines": {}}
    kept = protect({name: {SENT: number} for name, number in outcomes.items()}, least=LEAST)
    told_apart = not kept
    parts = {"years": exact.years, "aids": exact.aids}
    lines = {name: _shown(counts if told_apart else _merged(counts), exact.medians) for name, counts in parts.items()}
    if told_apart:
        lines["reasons"] = _shown(exact.reasons, {})
    return {
        "total": total,
        "outcomes": {name: None if (name, SENT) in kept else number for name, number in outcomes.items()},
        "median_days": exact.median_days,
        "lines": lines,
    }


def _merged(counts: Counts) -> Counts:
    return {row: {SENT: sum(cells.values())} for row, cells in counts.items()}


def _shown(counts: Counts, medians: Mapping[str, int]) -> list[dict[str, Any]]:
    kept = protect(counts, least=LEAST)
    lines = []
    for row, cells in counts.items():
        shown = {c: None if (row, c) in kept else number for c, number in cells.items() if c != SENT}
        total = None if kept & {(row, TOTAL), (row, SENT)} else sum(cells.values())
        if total is not None or any(number is not None for number in shown.values()):
            median = None if total is None else medians.get(row)
            lines.append({"key": row, "cells": shown, "total": total, "median_days": median})
    return sorted(lines, key=lambda line: line["key"])


def coverage(today: date) -> Coverage:
    """Aids open today, who gives them, and the communes that have one of less than national reach."""
    offers = catalogue.offers(today)
    places = {place for offer in offers for place in offer.territories if place.kind != TerritoryKind.COUNTRY.value}
    communes = {code for place in places for code in _communes(TerritoryKind(place.kind), place.code)}
    return Coverage(len(offers), len({offer.funder_id for offer in offers}), len(communes))


def _communes(kind: TerritoryKind, code: str) -> list[str]:
    if kind is TerritoryKind.COMMUNE:
        return [code]
    return [commune.code for commune in geography.communes_in(Territory(kind, code))]
