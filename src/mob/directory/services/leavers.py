"""A file of people who left: read line by line, tried first, then done. Each line stands alone.

CSV in UTF-8 (or Windows-1252), `,` or `;`, with a column `adresse` (of work) or `matricule`, or both.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mob.directory.models import Affiliation
from mob.directory.ports import OpenFiles
from mob.directory.rules import may_manage_affiliations
from mob.directory.services.affiliation_ending import end_affiliation
from mob.directory.types import AffiliationEnd, LeaverLine
from mob.directory.work_addresses import mailbox_of
from mob.kernel import ports
from mob.kernel.actor import Actor
from mob.kernel.errors import Invalid, MobError, NotFound

MOST_BYTES = 500_000
MOST_LINES = 5_000
_ADDRESS = ("adresse", "email", "e-mail", "mail", "courriel", "work_address")
_NUMBER = ("matricule", "numero", "numéro", "number")


@dataclass(frozen=True, slots=True)
class Ended:
    """What was done of a list: how many ended, and the lines that could not."""

    done: int
    refused: tuple[LeaverLine, ...]


def try_leavers(actor: Actor, *, content: bytes) -> list[LeaverLine]:
    """What each line would do; nothing is changed. Raises NotFound, Invalid(pointer `file`)."""
    funder_id = actor.funder_id
    if funder_id is None or not may_manage_affiliations(actor, funder_id):
        raise NotFound("affiliation_unknown")
    people = _People(funder_id)
    seen: set[UUID] = set()
    lines = [_tried(actor, number, values, people, seen) for number, values in _rows(content)]
    if not lines:
        raise Invalid("leavers_empty", "file")
    return lines


def end_leavers(actor: Actor, *, affiliation_ids: Sequence[UUID], now: datetime) -> Ended:
    """End those the trial found. What changed since is refused, person by person."""
    funder_id = actor.funder_id
    if funder_id is None:
        raise NotFound("affiliation_unknown")
    refused, done = [], 0
    for number, key in enumerate(dict.fromkeys(affiliation_ids), 1):
        row = Affiliation.objects.filter(id=key, funder_id=funder_id).first()
        try:
            end_affiliation(actor, affiliation_id=key, reason=AffiliationEnd.IMPORT, now=now)
            done += 1
        except MobError as error:
            refused.append(LeaverLine(number, _name(row), key, _name(row), error.code, _params(error)))
    return Ended(done, tuple(refused))


class _People:
    """The live affiliations of an employer, found by mailbox or by number."""

    def __init__(self, funder_id: UUID) -> None:
        rows = list(Affiliation.objects.live().filter(funder_id=funder_id))
        self.by_mailbox = _grouped((mailbox_of(row.work_address), row) for row in rows)
        self.by_number = _grouped((row.number.casefold(), row) for row in rows)

    def found(self, values: Mapping[str, str]) -> list[Affiliation]:
        if address := values["address"]:
            return self.by_mailbox.get(mailbox_of(address), [])
        return self.by_number.get(values["number"].casefold(), [])


def _grouped(pairs: Iterable[tuple[str, Affiliation]]) -> dict[str, list[Affiliation]]:
    groups: dict[str, list[Affiliation]] = {}
    for key, row in pairs:
        if key:
            groups.setdefault(key, []).append(row)
    return groups


def _tried(actor: Actor, number: int, values: Mapping[str, str], people: _People, seen: set[UUID]) -> LeaverLine:
    text = values["address"] or values["number"]
    if not text:
        return LeaverLine(number, "", code="leaver_blank")
    rows = people.found(values)
    if len(rows) != 1:
        return LeaverLine(number, text, code="leaver_ambiguous" if rows else "leaver_unknown")
    row = rows[0]
    code, params = _obstacle(actor, row, seen)
    seen.add(row.id)
    return LeaverLine(number, text, row.id, _name(row), code, params)


def _obstacle(actor: Actor, row: Affiliation, seen: set[UUID]) -> tuple[str, tuple[tuple[str, str], ...]]:
    if row.id in seen:
        return "leaver_twice", ()
    if row.user_id == actor.id:
        return "own_affiliation", ()
    files = ports.serve(OpenFiles).open_files(row.user_id, row.funder_id)  # type: ignore[type-abstract]
    if files:
        return "affiliation_has_files", (("files", ", ".join(file.reference for file in files)),)
    return "", ()


def _params(error: MobError) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(value)) for name, value in error.params.items())


def _name(row: Affiliation | None) -> str:
    return f"{row.first_name} {row.last_name}".strip() if row else ""


def _rows(content: bytes) -> list[tuple[int, dict[str, str]]]:
    """Each line with its number in the file. Raises Invalid when the file or its heading cannot be read."""
    lines = list(csv.reader(io.StringIO(text := _text(content), newline=""), delimiter=_delimiter(text)))
    if not lines:
        raise Invalid("leavers_empty", "file")
    if len(lines) > MOST_LINES + 1:
        raise Invalid("leavers_too_many", "file", most=MOST_LINES)
    heading = [cell.strip().casefold() for cell in lines[0]]
    address, number = _column(heading, _ADDRESS), _column(heading, _NUMBER)
    if address is None and number is None:
        raise Invalid("leavers_heading", "file")
    read = ((at, _values(cells, address, number)) for at, cells in enumerate(lines[1:], 2) if any(cells))
    return list(read)


def _values(cells: Sequence[str], address: int | None, number: int | None) -> dict[str, str]:
    return {"address": _cell(cells, address), "number": _cell(cells, number)}


def _cell(cells: Sequence[str], at: int | None) -> str:
    return cells[at].strip()[:254] if at is not None and at < len(cells) else ""


def _column(heading: Sequence[str], names: Sequence[str]) -> int | None:
    return next((at for at, name in enumerate(heading) if name in names), None)


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return ";" if first.count(";") > first.count(",") else ","


def _text(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise Invalid("leavers_too_large", "file")
    if b"\x00" in content:
        raise Invalid("leavers_unreadable", "file")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
