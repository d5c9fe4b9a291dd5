"""Reading a list that comes back from who pays: CSV or ODS bytes in, outcomes and refused lines out. Pure.

A column is known by its title, whatever the order; other columns are left aside. Nothing is recorded here.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO

from mob.kernel.errors import Invalid
from mob.kernel.money import Cents, parse_euros
from mob.kernel.unicode import normal
from mob.payments import opendocument
from mob.payments.types import Outcome, Rejection

MAX_BYTES = 2_000_000
MAX_LINES = 2_000

_TITLES = {
    "code": {"numero", "payment number", "number", "n°"},
    "paid_on": {"verse le", "paid on", "date de versement", "date du versement"},
    "rejection": {"motif du rejet", "rejet", "reason of the rejection"},
    "amount": {"montant", "amount"},
}
# What banks and accountants write, folded; anything else is kept as it was written.
_REASONS = {
    Rejection.ACCOUNT_CLOSED: {"compte clos", "compte ferme", "compte cloture", "account closed", "ac04"},
    Rejection.ACCOUNT_UNKNOWN: {"compte inconnu", "iban incorrect", "compte inexistant", "account unknown", "ac01"},
    Rejection.HOLDER_DIFFERS: {"titulaire different", "nom different", "be01"},
    Rejection.BANK_REFUSED: {"rejet de la banque", "refus de la banque", "ms03", "ag01"},
}


@dataclass(frozen=True, slots=True)
class ReturnedLine:
    """One line of the file, by its number there. `error`: why it cannot be read, with `outcome` None."""

    number: int
    code: str
    outcome: Outcome | None = None
    error: Invalid | None = None


def read(content: bytes) -> list[ReturnedLine]:
    """Every line that names a payment and says something of it; those that say nothing are left out.

    Raises Invalid: `payments_file` (no such table), `payments_file_large`.
    """
    if len(content) > MAX_BYTES:
        raise Invalid("payments_file_large", "file", most=MAX_LINES)
    rows = opendocument.rows(content, most=MAX_LINES + 2) if content.startswith(b"PK") else _delimited(content)
    if len(rows) > MAX_LINES + 1:
        raise Invalid("payments_file_large", "file", most=MAX_LINES)
    places = _places(rows[0] if rows else [])
    found = [_line(number, row, places) for number, row in enumerate(rows[1:], start=2)]
    return _without_repeats([line for line in found if line])


def _delimited(content: bytes) -> list[list[str]]:
    text = _decoded(content)
    head = text.partition("\n")[0]
    separator = max(";,\t", key=head.count)
    try:
        return list(csv.reader(StringIO(text), delimiter=separator))[: MAX_LINES + 2]
    except csv.Error as error:
        raise Invalid("payments_file", "file") from error


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _places(titles: Sequence[str]) -> dict[str, int]:
    folded = [fold(title) for title in titles]
    places = {name: i for name, known in _TITLES.items() for i, title in enumerate(folded) if title in known}
    if "code" not in places or not {"paid_on", "rejection"} & set(places):
        raise Invalid("payments_file", "file")
    return places


def fold(text: str) -> str:
    """Small letters without accents, single spaces: how titles and reasons are compared."""
    plain = normal("NFKD", text[:200])
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).casefold().split())


def _line(number: int, row: Sequence[str], places: dict[str, int]) -> ReturnedLine | None:
    cells = {name: row[i].strip().removeprefix("'").strip() if i < len(row) else "" for name, i in places.items()}
    code, paid_on, rejection = cells["code"], cells.get("paid_on", ""), cells.get("rejection", "")
    if not code or not (paid_on or rejection):
        return None
    try:
        return ReturnedLine(number, code, _outcome(code, paid_on, rejection, cells.get("amount", "")))
    except Invalid as error:
        return ReturnedLine(number, code, error=error)


def _outcome(code: str, paid_on: str, rejection: str, amount: str) -> Outcome:
    cents = parse_euros(amount) if amount else None
    if rejection:
        return Outcome(code[:20], rejection=reason_of(rejection), text=rejection[:200], cents=cents)
    return Outcome(code[:20], paid_on=_day(paid_on), cents=cents)


def reason_of(text: str) -> Rejection:
    """The reason a text stands for, `other` when it is none we know."""
    folded = fold(text)
    return next((reason for reason, known in _REASONS.items() if folded in known), Rejection.OTHER)


def _day(text: str) -> date:
    for pattern in ("%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y"):
        try:
            return datetime.strptime(text[:10], pattern).date()  # noqa: DTZ007 - a civil date has no zone
        except ValueError:
            continue
    raise Invalid("answer_not_a_date", "paid_on", typed=text[:40])


def _without_repeats(lines: list[ReturnedLine]) -> list[ReturnedLine]:
    """A payment named twice is refused the second time: which line would hold?"""
    seen: set[str] = set()
    kept = []
    for line in lines:
        error = Invalid("payment_twice", "code") if line.code in seen else line.error
        kept.append(ReturnedLine(line.number, line.code, None if error else line.outcome, error))
        seen.add(line.code)
    return kept


def total(lines: Sequence[ReturnedLine]) -> Cents:
    """What the file says was paid, where it says amounts."""
    paid = [line.outcome for line in lines if line.outcome and line.outcome.paid_on]
    return Cents(sum(outcome.cents or 0 for outcome in paid))
