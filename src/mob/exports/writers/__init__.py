"""A table written to a file, row after row: none of these holds more than a row, whatever the number of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from mob.exports.types import Cell, Format
from mob.exports.writers import delimited, opendocument, workbook

# (where, headings, rows, title, language): writes a new file.
Writer = Callable[[Path, Sequence[str], Iterable[Sequence[Cell]], str, str], None]

WRITERS: dict[Format, Writer] = {
    Format.XLSX: workbook.write,
    Format.ODS: opendocument.write,
    Format.CSV: delimited.write,
}
