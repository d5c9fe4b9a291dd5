"""CSV as a French spreadsheet opens it with two clicks: UTF-8 with its mark, semicolons, decimal commas, every cell quoted."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from mob.exports.cells import inert
from mob.exports.types import Cell


def write(target: Path, headings: Sequence[str], rows: Iterable[Sequence[Cell]], title: str, language: str) -> None:
    """The title has no place in this format. Amounts and dates follow the language."""
    say = _french if language == "fr" else _english
    with target.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL)
        writer.writerow([inert(heading) for heading in headings])
        writer.writerows([say(cell) for cell in row] for row in rows)


def _french(cell: Cell) -> str:
    if isinstance(cell, str):
        return inert(cell)
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return "" if cell is None else str(cell).replace(".", ",")


def _english(cell: Cell) -> str:
    if isinstance(cell, str):
        return inert(cell)
    if isinstance(cell, (int, Decimal, date)):
        return str(cell)
    return ""
