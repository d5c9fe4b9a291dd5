"""Lists that come back: read strictly, bounded, each line by itself."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mob.kernel.errors import Invalid
from mob.payments import returns
from mob.payments.types import Rejection

HEAD = "Numéro;Bénéficiaire;Montant;Versé le;Motif du rejet"
OASIS = "urn:oasis:names:tc:opendocument:xmlns"


def ods(rows: str) -> bytes:
    content = (
        f'<office:document-content xmlns:office="{OASIS}:office:1.0" xmlns:table="{OASIS}:table:1.0" '
        f'xmlns:text="{OASIS}:text:1.0"><office:body><office:spreadsheet><table:table>{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped(content.encode())


def zipped(content: bytes, name: str = "content.xml") -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as book:
        book.writestr(name, content)
    return target.getvalue()


def row(*cells: str) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def text(value: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'


def told(content: bytes) -> list[tuple[int, str, object]]:
    return [(line.number, line.code, line.error.code if line.error else line.outcome) for line in returns.read(content)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_list_is_read_in_any_usual_writing(encoding: str, separator: str) -> None:
    lines = [HEAD, 'ABCD-1234/1;Haddad;"500,00";12/03/2026;', "ABCD-1234/2;Haddad;500;;compte clos", "ABCD-1234/3;;;;"]
    content = "\r\n".join(line.replace(";", separator) for line in lines).encode(encoding)
    first, second = returns.read(content)
    assert first.outcome
    assert (first.outcome.paid_on, first.outcome.cents) == (date(2026, 3, 12), 50_000)
    assert second.outcome
    assert second.outcome.rejection is Rejection.ACCOUNT_CLOSED
    assert second.outcome.text == "compte clos"


def test_a_spreadsheet_is_read_with_its_own_dates_and_amounts() -> None:
    day = '<table:table-cell office:value-type="date" office:date-value="2026-03-12T00:00:00"/>'
    amount = '<table:table-cell office:value-type="float" office:value="333.3"/>'
    gap = '<table:table-cell table:number-columns-repeated="16380"/>'
    content = ods(
        row(*map(text, ("Numéro", "Montant", "Versé le")))
        + row(text("ABCD-1234/1"), amount, day, gap)
        + '<table:table-row table:number-rows-repeated="1048574"><table:table-cell/></table:table-row>'
    )
    (line,) = returns.read(content)
    assert line.outcome
    assert (line.outcome.cents, line.outcome.paid_on) == (33_330, date(2026, 3, 12))


def test_what_is_wrong_with_a_line_is_said_at_its_number_and_the_others_stand() -> None:
    content = "\n".join(
        [HEAD, "A/1;;;31/02/2026;", "B/1;;1e5;12/03/2026;", "C/1;;;12/03/2026;", "C/1;;;13/03/2026;"]
    ).encode()
    wrong = [(number, code, what) for number, code, what in told(content) if isinstance(what, str)]
    assert wrong == [(2, "A/1", "answer_not_a_date"), (3, "B/1", "amount_format"), (5, "C/1", "payment_twice")]
    assert len(told(content)) == 4


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Nom;Montant\nA;1",
        "Numéro;Montant\nA/1;1".encode(),
        b"PK\x03\x04 not a zip",
        zipped(b"<x/>", "other.xml"),
        zipped(b"<x><y></x>"),
        zipped(b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'),
        zipped(b" " * 31_000_000),
        b"\x00" * 5_000,
        b'"' * 200_000,
    ],
)
def test_what_is_no_list_of_payments_is_refused_as_a_whole(content: bytes) -> None:
    with pytest.raises(Invalid, match="payments_file"):
        returns.read(content)


def test_a_list_is_bounded_in_lines_and_bytes() -> None:
    with pytest.raises(Invalid, match="payments_file_large"):
        returns.read((HEAD + "\n" + "A/1;;;12/03/2026;\n" * (returns.MAX_LINES + 1)).encode())
    with pytest.raises(Invalid, match="payments_file_large"):
        returns.read(b"x" * (returns.MAX_BYTES + 1))


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for sent in (content, zipped(content)):
        with suppress(Invalid):
            assert len(returns.read(sent)) <= returns.MAX_LINES
