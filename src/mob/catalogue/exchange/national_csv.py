"""The national file of aids: 19 columns, whatever separator and column names its author used. Rows are `national_row`.

Schema `referentiel-aides-mobilite`: 0.1.0 has French column names, 0.2.0 English ones; both are read, 0.1.0 is written.
Codes are text here (`01004`, `2A004`), where the schema asks for whole numbers that cannot hold them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from mob.catalogue.exchange import national_row, typed_json
from mob.catalogue.exchange.national_row import Row
from mob.catalogue.exchange.types import AidRecord, FileFormat, LineError, ReadFile, RefusedLine
from mob.catalogue.types import Problem
from mob.kernel.errors import Invalid

COLUMNS = (
    "id",
    "nom",
    "description",
    "territoire",
    "territoire_insee",
    "type_financeur",
    "financeur",
    "condition_obtention",
    "modalite_versement",
    "montant",
    "montant_minimum",
    "mode_transport",
    "justificatifs",
    "info",
    "contact",
    "duree_validite",
    "date_fin_validite",
    "lien_souscription",
    "source",
)
REQUIRED = COLUMNS[:3] + COLUMNS[5:7]
_ENGLISH = {
    "title": "nom",
    "territoryname": "territoire",
    "incentivetype": "type_financeur",
    "fundername": "financeur",
    "conditions": "condition_obtention",
    "paymentmethod": "modalite_versement",
    "allocatedamount": "montant",
    "minamount": "montant_minimum",
    "transportlist": "mode_transport",
    "attachments": "justificatifs",
    "additionalinfos": "info",
    "validityduration": "duree_validite",
    "validitydate": "date_fin_validite",
    "ismcmstaff": "souscription_ici",
    "subscriptionlink": "lien_souscription",
}
_SEPARATORS = ";,\tµ|"
MAX_ROWS = 20_000
# A spreadsheet runs a cell that starts so; an apostrophe before it makes it a text, and is taken off on the way back.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def read(text: str, encoding: str) -> ReadFile:
    """Every row of the file, or why it cannot be read. Raises Invalid when the file as a whole cannot be."""
    records: list[AidRecord] = []
    refused: list[RefusedLine] = []
    for line, row in _rows(text):
        try:
            records.append(_record(line, row))
        except LineError as error:
            refused.append(RefusedLine(line, row.get("id", ""), row.get("nom", "")[:160], error.problems))
    return ReadFile(FileFormat.CSV, encoding, records, refused)


def _rows(text: str) -> Iterator[tuple[int, Row]]:
    """Each row by column name, with the line it starts on. A row that is too long says so under the name `""`."""
    csv.field_size_limit(1_000_000)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    header = _header(reader)
    line = reader.line_num
    try:
        for number, cells in enumerate(reader):
            start, line = line + 1, reader.line_num
            if number >= MAX_ROWS:
                raise Invalid("aid_file_too_long", limit=MAX_ROWS)
            if any(cell.strip() for cell in cells):
                yield start, _row(header, cells)
    except csv.Error as error:
        raise Invalid("aid_file_bad_csv", line=line + 1) from error


def _separator(text: str) -> str:
    first = text.splitlines()[0]
    return max(_SEPARATORS, key=first.count)


def _header(reader: Iterator[list[str]]) -> list[str]:
    cells = [cell.strip().strip("\ufeff").casefold() for cell in next(reader, [])]
    header = [_ENGLISH.get(cell, cell) for cell in cells]
    missing = [name for name in REQUIRED if name not in header]
    if missing:
        raise Invalid("aid_file_columns", columns=", ".join(missing))
    return header


def _row(header: Sequence[str], cells: Sequence[str]) -> Row:
    row = {name: _thawed(cell) for name, cell in zip(header, cells, strict=False)}
    if len(cells) > len(header):
        row[""] = cells[len(header)]
    return row


def _record(line: int, row: Row) -> AidRecord:
    problems = [Problem("aid_csv_required", name) for name in REQUIRED if not row.get(name)]
    if "" in row:
        problems.append(Problem("aid_csv_too_many_cells", ""))
    if problems:
        raise LineError(problems)
    funder = national_row.funder_of(row)
    return AidRecord(
        number=line,
        key=f"csv:{funder.name.casefold()}:{row['id']}"[:160],
        title=row["nom"][:160],
        digest=typed_json.digest(row),
        funder=funder,
        content=national_row.reader_of(row),
        slug=row["id"] if not row["id"].isdecimal() else None,
    )


def write(rows: Sequence[Row]) -> str:
    """The text of a file: comma, CRLF, every cell inert in a spreadsheet."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([_frozen(row.get(name, "")) for name in COLUMNS] for row in rows)
    return out.getvalue()


def _frozen(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _thawed(cell: str) -> str:
    bare = cell.strip().replace("\\n", "\n").replace("\r\n", "\n")
    return bare[1:] if bare.startswith("'") and bare[1:].startswith(_FORMULA) else bare
