"""The three formats, opened with a reader that is not ours: the same cells, typed, in each."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from python_calamine import load_workbook

from mob.exports.types import Cell, Format
from mob.exports.writers import WRITERS

HEADINGS = ["Numéro", "Personne", "Reçue le", "Montant", "Enfants"]
ROWS: list[list[Cell]] = [
    ["49Q6-P46T", '=HYPERLINK("http://x")', date(2026, 3, 1), Decimal("1234.50"), 2],
    ["7BSR-MJGT", "Élodie <b>&amp; O’Neill</b>\n2e ligne\x00\x0b", None, None, None],
    ["R8XP-9P9U", "＝1+1", date(1999, 12, 31), Decimal("0.05"), 0],
]


def written(tmp_path: Path, kind: Format, rows: Any = ROWS, language: str = "fr") -> Path:
    target = tmp_path / f"liste.{kind.value}"
    WRITERS[kind](target, HEADINGS, iter(rows), "moB", language)
    return target


@pytest.mark.parametrize("kind", [Format.XLSX, Format.ODS])
def test_a_workbook_opens_with_typed_cells_and_no_formula(tmp_path: Path, kind: Format) -> None:
    sheet = load_workbook(str(written(tmp_path, kind))).get_sheet_by_index(0)
    heading, first, second, third = sheet.to_python()
    assert heading == HEADINGS
    assert first == ["49Q6-P46T", '\'=HYPERLINK("http://x")', date(2026, 3, 1), 1234.5, 2.0]
    assert second[:2] == ["7BSR-MJGT", "Élodie <b>&amp; O’Neill</b> 2e ligne "]
    assert second[2:] == ["", "", ""]
    assert third == ["R8XP-9P9U", "'＝1+1", date(1999, 12, 31), 0.05, 0.0]


def test_a_workbook_of_microsoft_holds_no_formula_link_or_macro(tmp_path: Path) -> None:
    with ZipFile(written(tmp_path, Format.XLSX)) as book:
        everything = "".join(book.read(name).decode() for name in book.namelist())
        assert not [name for name in book.namelist() if "external" in name.lower() or name.endswith(".bin")]
    assert "<f>" not in everything
    assert "<hyperlink" not in everything


def test_an_open_document_says_what_it_is_first(tmp_path: Path) -> None:
    target = written(tmp_path, Format.ODS)
    assert target.read_bytes()[30:38] == b"mimetype"
    with ZipFile(target) as book:
        assert book.read("mimetype") == b"application/vnd.oasis.opendocument.spreadsheet"
        assert b"of:=" not in book.read("content.xml")
        assert b"table:formula" not in book.read("content.xml")


def test_a_csv_is_what_a_french_spreadsheet_opens(tmp_path: Path) -> None:
    content = written(tmp_path, Format.CSV).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(content.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert rows[0] == HEADINGS
    assert rows[1] == ["49Q6-P46T", '\'=HYPERLINK("http://x")', "01/03/2026", "1234,50", "2"]
    assert rows[2][1:] == ["Élodie <b>&amp; O’Neill</b> 2e ligne ", "", "", ""]
    assert rows[3][1] == "'＝1+1"


def test_a_csv_in_english_writes_iso_dates_and_points(tmp_path: Path) -> None:
    rows = written(tmp_path, Format.CSV, language="en").read_text("utf-8-sig").splitlines()
    assert rows[1].endswith('"2026-03-01";"1234.50";"2"')


@pytest.mark.parametrize("kind", list(Format))
def test_an_empty_list_is_its_headings(tmp_path: Path, kind: Format) -> None:
    target = written(tmp_path, kind, rows=[])
    if kind is not Format.CSV:
        assert load_workbook(str(target)).get_sheet_by_index(0).to_python() == [HEADINGS]


@pytest.mark.parametrize("kind", list(Format))
def test_a_writer_holds_no_more_than_a_row(tmp_path: Path, kind: Format) -> None:
    """Rows come from a generator that would notice being read ahead, and memory does not follow their number."""
    alive = 0

    class Text(str):
        def __del__(self) -> None:
            nonlocal alive
            alive -= 1

    most = 0

    def rows() -> Iterator[list[Cell]]:
        nonlocal alive, most
        for number in range(3_000):
            alive += 1
            most = max(most, alive)
            yield [Text(f"Personne {number}"), None, None, None, None]

    written(tmp_path, kind, rows())
    assert most <= 5
