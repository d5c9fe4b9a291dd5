"""The first table of an ODS file as rows of texts, read as a hostile file would have it: bounded in every direction. Pure.

Sizes are counted while decompressing, repeats are never unrolled beyond what a list of payments holds, and the XML
parser of the standard library resolves nothing outside and limits what entities may grow to (expat 2.4.1 and later).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError, iterparse
from zipfile import BadZipFile, ZipFile

from mob.kernel.errors import Invalid

_MOST_BYTES = 30_000_000
_MOST_COLUMNS = 64
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def rows(content: bytes, *, most: int) -> list[list[str]]:
    """At most so many rows that are not empty. Dates as `2026-03-12`, numbers with a decimal point.

    Raises Invalid("payments_file").
    """
    found: list[list[str]] = []
    try:
        for row in _tables_rows(_content(content)):
            if any(row):
                found.append(row)
            if len(found) >= most:
                break
    except (BadZipFile, KeyError, ParseError, ValueError, zlib.error, NotImplementedError, RuntimeError) as error:
        raise Invalid("payments_file", "file") from error
    return found


def _content(content: bytes) -> bytes:
    with ZipFile(BytesIO(content)) as book, book.open("content.xml") as stream:
        text = stream.read(_MOST_BYTES + 1)
    if len(text) > _MOST_BYTES:
        raise Invalid("payments_file_large", "file", most=_MOST_BYTES)
    if b"<!DOCTYPE" in text[:2_000] or b"<!ENTITY" in text:
        raise ValueError("a table declares nothing")
    return text


def _tables_rows(text: bytes) -> Iterator[list[str]]:
    for _, element in iterparse(BytesIO(text), events=("end",)):  # noqa: S314 - see above
        if element.tag == f"{_TABLE}table-row":
            yield _row(element)
            element.clear()
        elif element.tag == f"{_TABLE}table":
            return


def _row(element: Element) -> list[str]:
    cells: list[str] = []
    for cell in element:
        if cell.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            times = min(int(cell.get(f"{_TABLE}number-columns-repeated", "1")), _MOST_COLUMNS - len(cells))
            cells += [_value(cell)] * times
    return cells


def _value(cell: Element) -> str:
    kind = cell.get(f"{_OFFICE}value-type")
    if kind == "date":
        return cell.get(f"{_OFFICE}date-value", "")[:10]
    if kind in ("float", "currency"):
        return _plain(cell.get(f"{_OFFICE}value", ""))
    return "\n".join("".join(each.itertext()) for each in cell.iter(f"{_TEXT}p"))[:1_000]


def _plain(number: str) -> str:
    """`500.0` as `500`, `333.3` as it is: what an amount's reader takes."""
    whole, point, decimals = number.partition(".")
    return whole if not point or not decimals.strip("0") else f"{whole}.{decimals.rstrip('0')}"
