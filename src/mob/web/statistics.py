"""What moB does, in figures anybody may read: a page, and the same numbers as CSV and JSON for who reuses them.

A number that could point at somebody is kept back in `mob.insights`, never here.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from mob.applications.types import RejectionReason
from mob.catalogue import selectors as catalogue
from mob.catalogue.types import AidTitle
from mob.insights import selectors
from mob.insights.types import LEAST, Outcome, PublicFigures, PublicRow
from mob.web.requests import Request

LICENCE = {
    "name": "Licence Ouverte / Open Licence 2.0 (Etalab)",
    "url": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
REASONS = {
    RejectionReason.CONDITIONS_NOT_MET: gettext_lazy("The conditions of the aid are not met"),
    RejectionReason.PROOF_MISSING: gettext_lazy("A paper is missing"),
    RejectionReason.PROOF_INVALID: gettext_lazy("A paper is not valid"),
    RejectionReason.ACCOUNT_NOT_FRANCECONNECT: gettext_lazy("The identity was not certified by FranceConnect"),
    RejectionReason.RPC_CEE_REQUEST_INVALID: gettext_lazy("The carpool register refused the request (CEE bonus)"),
    RejectionReason.ALREADY_GRANTED: gettext_lazy("The aid was already granted to this person"),
    RejectionReason.OTHER: gettext_lazy("Another reason"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line as the page draws it. A number is None where it is kept back. `href`: the page of the aid."""

    label: str
    sent: int | None
    granted: int | None = None
    refused: int | None = None
    days: int | None = None
    href: str = ""


@require_safe
def page(request: Request) -> HttpResponse:
    figures = selectors.public_figures()
    context: dict[str, Any] = {"figures": figures, "least": LEAST, "licence": LICENCE}
    if figures:
        titles = _titles(figures, request.LANGUAGE_CODE or "fr")
        context |= {
            "granted": figures.outcomes[Outcome.GRANTED],
            "refused": figures.outcomes[Outcome.REFUSED],
            "years": [_line(row, row.key) for row in figures.years],
            "aids": [_aid_line(row, titles) for row in _largest_first(figures.aids)],
            "reasons": [_line(row, _reason(row.key)) for row in _largest_first(figures.reasons)],
        }
    return render(request, "statistics.html", context)


def _titles(figures: PublicFigures, language: str) -> dict[UUID, AidTitle]:
    return catalogue.titles_of_aids((UUID(row.key) for row in figures.aids), language=language)


def _largest_first(rows: tuple[PublicRow, ...]) -> list[PublicRow]:
    return sorted(rows, key=lambda row: -(row.total or 0))


def _line(row: PublicRow, label: str, href: str = "") -> Line:
    cells = row.cells
    return Line(label, row.total, cells.get(Outcome.GRANTED), cells.get(Outcome.REFUSED), row.median_days, href)


def _aid_line(row: PublicRow, titles: dict[UUID, AidTitle]) -> Line:
    aid = titles.get(UUID(row.key))
    return _line(row, aid.title, f"/aides/{aid.slug}") if aid else _line(row, _("An aid that is no longer published"))


def _reason(key: str) -> str:
    known = key if key in set(RejectionReason) else RejectionReason.OTHER.value
    return str(REASONS[RejectionReason(known)])


@require_safe
def as_json(request: Request) -> HttpResponse:
    """Nothing is said of a number kept back but that it is: null."""
    figures = selectors.public_figures()
    data: dict[str, Any] = {
        "title": "moB, Mon Compte Mobilité : statistiques",
        "source": f"{settings.ENV.public_url}/statistiques",
        "licence": LICENCE,
        "least": LEAST,
        "as_of": figures.as_of.isoformat() if figures else None,
        "refreshed_at": figures.refreshed_at.isoformat() if figures else None,
        "figures": [dict(zip(COLUMNS, line, strict=True)) for line in _flat(figures)] if figures else [],
    }
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.is_public = True  # type: ignore[attr-defined]
    response.headers["Cache-Control"] = "max-age=3600, public"
    return response


COLUMNS = ("table", "key", "label", "measure", "value", "as_of", "licence")


@require_safe
def as_csv(request: Request) -> HttpResponse:
    """One number a line, each with its date and licence; an empty value is a number kept back (UTF-8, comma, CRLF)."""
    figures = selectors.public_figures()
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([_inert(cell) for cell in line] for line in (_flat(figures) if figures else ()))
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="mob-statistiques.csv"'
    response.is_public = True  # type: ignore[attr-defined]
    response.headers["Cache-Control"] = "max-age=3600, public"
    return response


def _inert(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _flat(figures: PublicFigures) -> Iterator[tuple[Any, ...]]:
    """Every number, one a line, in the order of COLUMNS. Labels are French: the file is the same for everybody."""
    day, name = figures.as_of.isoformat(), LICENCE["name"]
    for table, key, label, measure, value in _numbers(figures):
        yield table, key, label, measure, value, day, name


def _numbers(figures: PublicFigures) -> Iterator[tuple[str, str, str, str, int | None]]:
    coverage = figures.coverage
    for measure, value in (("aids", coverage.aids), ("funders", coverage.funders), ("communes", coverage.communes)):
        yield "coverage", "", "", measure, value
    yield "all", "", "", "sent", figures.total
    for measure, number in figures.outcomes.items():
        yield "all", "", "", measure, number
    yield "all", "", "", "median_days", figures.median_days
    titles = _titles(figures, "fr")
    for row in figures.years:
        yield from _measures("year", row, row.key)
    for row in figures.aids:
        aid = titles.get(UUID(row.key))
        yield from _measures("aid", row, aid.title if aid else "")
    for row in figures.reasons:
        yield "reason", row.key, "", "refused", row.total


def _measures(table: str, row: PublicRow, label: str) -> Iterator[tuple[str, str, str, str, int | None]]:
    yield table, row.key, label, "sent", row.total
    for measure, number in row.cells.items():
        yield table, row.key, label, measure, number
    if table == "aid":
        yield table, row.key, label, "median_days", row.median_days
