"""ODS (OpenDocument 1.3, ISO/IEC 26300), written by ourselves: a zip of four files, the table streamed into one of them.

Text is typed `string`, so no spreadsheet evaluates it; amounts are `float` with two decimals, days are `date`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from mob.exports.cells import inert
from mob.exports.types import Cell

_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="{_OASIS}:manifest:1.0" manifest:version="1.3">\
<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{_TYPE}"/>\
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>\
<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/></manifest:manifest>"""
_META = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-meta xmlns:office="{_OASIS}:office:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" \
office:version="1.3"><office:meta><dc:title>%s</dc:title><dc:creator>moB</dc:creator></office:meta>\
</office:document-meta>"""
_DAYS = {
    "fr": '<number:day number:style="long"/><number:text>/</number:text><number:month number:style="long"/>'
    '<number:text>/</number:text><number:year number:style="long"/>',
    "en": '<number:year number:style="long"/><number:text>-</number:text><number:month number:style="long"/>'
    '<number:text>-</number:text><number:day number:style="long"/>',
}
_HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="{_OASIS}:office:1.0" xmlns:style="{_OASIS}:style:1.0" \
xmlns:table="{_OASIS}:table:1.0" xmlns:text="{_OASIS}:text:1.0" xmlns:number="{_OASIS}:datastyle:1.0" \
xmlns:fo="{_OASIS}:xsl-fo-compatible:1.0" office:version="1.3"><office:automatic-styles>\
<style:style style:name="c" style:family="table-column"><style:table-column-properties style:column-width="4cm"/>\
</style:style><style:style style:name="h" style:family="table-cell">\
<style:text-properties fo:font-weight="bold"/></style:style>\
<number:number-style style:name="nm"><number:number number:decimal-places="2" number:min-decimal-places="2" \
number:min-integer-digits="1" number:grouping="true"/></number:number-style>\
<number:date-style style:name="nd">%(day)s</number:date-style>\
<style:style style:name="m" style:family="table-cell" style:data-style-name="nm"/>\
<style:style style:name="d" style:family="table-cell" style:data-style-name="nd"/></office:automatic-styles>\
<office:body><office:spreadsheet><table:table table:name="%(sheet)s">\
<table:table-column table:style-name="c" table:number-columns-repeated="%(columns)d"/>"""
_TAIL = "</table:table></office:spreadsheet></office:body></office:document-content>"


def write(target: Path, headings: Sequence[str], rows: Iterable[Sequence[Cell]], title: str, language: str) -> None:
    """One sheet, its headings repeated on each printed page."""
    with ZipFile(target, "w", ZIP_DEFLATED) as book:
        # First, bare, so that the kind of file is read at a fixed place (OpenDocument 1.3, part 2, §3.3).
        book.writestr(ZipInfo("mimetype"), _TYPE, ZIP_STORED)
        book.writestr("META-INF/manifest.xml", _MANIFEST)
        book.writestr("meta.xml", _META % escape(inert(title)))
        with book.open("content.xml", "w", force_zip64=True) as stream:
            stream.write(_head(len(headings), language).encode())
            heading = "".join(_text(text, ' table:style-name="h"') for text in headings)
            stream.write(_line(heading, "table:table-header-rows").encode())
            for row in rows:
                stream.write(_line("".join(map(_cell, row))).encode())
            stream.write(_TAIL.encode())


def _head(columns: int, language: str) -> str:
    sheet = "Demandes" if language == "fr" else "Applications"
    return _HEAD % {"day": _DAYS.get(language, _DAYS["en"]), "sheet": sheet, "columns": max(1, columns)}


def _line(cells: str, around: str = "") -> str:
    row = f"<table:table-row>{cells}</table:table-row>"
    return f"<{around}>{row}</{around}>" if around else row


def _cell(cell: Cell) -> str:
    if isinstance(cell, str):
        return _text(cell) if cell else "<table:table-cell/>"
    if isinstance(cell, Decimal):
        return f'<table:table-cell table:style-name="m" office:value-type="float" office:value="{cell}"/>'
    if isinstance(cell, date):
        return f'<table:table-cell table:style-name="d" office:value-type="date" office:date-value="{cell}"/>'
    if cell is None:
        return "<table:table-cell/>"
    return f'<table:table-cell office:value-type="float" office:value="{cell}"/>'


def _text(text: str, style: str = "") -> str:
    return (
        f'<table:table-cell{style} office:value-type="string"><text:p>{escape(inert(text))}</text:p></table:table-cell>'
    )
