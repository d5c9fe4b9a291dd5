"""XLSX, through XlsxWriter in constant memory: one row at a time, no formula, link or macro is ever written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from mob.exports.cells import inert
from mob.exports.types import Cell

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_WIDTH = 18  # characters
_DAY_FORMATS = {"fr": "dd/mm/yyyy", "en": "yyyy-mm-dd"}


def write(target: Path, headings: Sequence[str], rows: Iterable[Sequence[Cell]], title: str, language: str) -> None:
    """One sheet, its headings frozen. Temporary files stay in the folder of the target."""
    with xlsxwriter.Workbook(str(target), {**_OPTIONS, "tmpdir": str(target.parent)}) as book:
        book.set_properties({"title": inert(title), "author": "moB"})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        money = book.add_format({"num_format": "#,##0.00"})
        day = book.add_format({"num_format": _DAY_FORMATS.get(language, _DAY_FORMATS["en"])})
        sheet = book.add_worksheet("Demandes" if language == "fr" else "Applications")
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(0, len(headings) - 1), _WIDTH)
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, inert(heading), bold)
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                _put(sheet, number, column, cell, money, day)


def _put(sheet: Worksheet, row: int, column: int, cell: Cell, money: Format, day: Format) -> None:
    if isinstance(cell, str):
        if cell:
            sheet.write_string(row, column, inert(cell))
    elif isinstance(cell, Decimal):
        sheet.write_number(row, column, float(cell), money)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, datetime.combine(cell, time.min), day)
    elif cell is not None:
        sheet.write_number(row, column, cell)
