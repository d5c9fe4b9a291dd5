"""From files to rows of cells: the columns of the inbox, the decision, and the answers when the list is of one aid.

Nothing is here that the person who asks cannot read at the desk. Papers, messages and notes are never taken away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from mob.applications import selectors as applications
from mob.applications.types import RejectionReason, State
from mob.applications.views import Row
from mob.catalogue import selectors as catalogue
from mob.catalogue.types import CustomField, FieldKind
from mob.directory import selectors as directory
from mob.exports import words
from mob.exports.types import Cell
from mob.kernel.actor import Actor
from mob.kernel.clock import civil_date


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds. `rows` is read once, as it is written."""

    headings: list[str]
    rows: Iterator[list[Cell]]


@dataclass(frozen=True, slots=True)
class Names:
    """Whose keys are said in words: communities and staff of the funder."""

    communities: Mapping[UUID, str]
    staff: Mapping[UUID, str]


def table(actor: Actor, batches: Iterable[list[Row]], *, aid_id: UUID | None, language: str) -> Table:
    """The table of a list. With one aid, a column for each question any of its versions asked."""
    fields = _fields(actor, aid_id, language) if aid_id else {}
    headings = [str(heading) for heading in words.HEADINGS] + [field.label for field in fields.values()]
    return Table(headings, _rows(actor, batches, fields))


def _fields(actor: Actor, aid_id: UUID, language: str) -> dict[str, CustomField]:
    """Questions by code, as the latest version that asks each of them puts it."""
    found: dict[str, CustomField] = {}
    for version in applications.versions_of(actor, aid_id):
        for field in catalogue.terms(version, language=language).fields:
            found.setdefault(field.code, field)
    return found


def _rows(actor: Actor, batches: Iterable[list[Row]], fields: Mapping[str, CustomField]) -> Iterator[list[Cell]]:
    names = _names(actor)
    for batch in batches:
        keys = [row.id for row in batch]
        refused = [row.id for row in batch if row.state is State.REJECTED]
        reasons = applications.reasons_of(actor, refused) if refused else {}
        answers = applications.answers_of(actor, keys) if fields else {}
        for row in batch:
            given = answers[row.id][1] if row.id in answers else {}
            told = [_answer(field, given.get(code)) for code, field in fields.items()]
            yield _cells(row, names, reasons.get(row.id)) + told


def _names(actor: Actor) -> Names:
    if actor.funder_id is None:
        return Names({}, {})
    communities = {found.id: found.name for found in directory.communities_of(actor.funder_id)}
    return Names(communities, {card.user_id: card.full_name for card in directory.staff_of(actor.funder_id)})


def _cells(row: Row, names: Names, reason: RejectionReason | None) -> list[Cell]:
    award = row.award
    return [
        row.reference,
        row.applicant_name,
        row.aid_title,
        names.communities.get(row.community_id, "") if row.community_id else "",
        _day(row.submitted_at),
        str(words.STATES[row.state]),
        names.staff.get(row.assignee_id, "") if row.assignee_id else "",
        row.due_on,
        _day(row.decided_at),
        Decimal(award.amount).scaleb(-2) if award and award.amount is not None else None,
        str(words.MODES[award.mode]) if award else "",
        str(words.FREQUENCIES[award.frequency]) if award and award.frequency else "",
        award.last_payment_on if award else None,
        str(words.REASONS[reason]) if reason else "",
    ]


def _day(moment: datetime | None) -> date | None:
    return civil_date(moment) if moment else None


def _answer(field: CustomField, value: Any) -> Cell:
    """A stored answer, typed where it can be; what does not fit its question any more is given as text."""
    if value in (None, "", []):
        return None
    match field.kind:
        case FieldKind.YES_NO:
            return str(words.YES if value else words.NO)
        case FieldKind.CHOICE:
            return ", ".join(_labels(field, value if isinstance(value, list) else [value]))
        case FieldKind.DATE:
            return _typed_date(str(value))
        case FieldKind.NUMBER:
            return _typed_number(str(value))
        case _:
            return str(value)


def _labels(field: CustomField, codes: Sequence[Any]) -> list[str]:
    labels = {choice.code: choice.label for choice in field.choices}
    return [str(labels.get(code, code)) for code in codes]


def _typed_date(text: str) -> Cell:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _typed_number(text: str) -> Cell:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return number if number.is_finite() and abs(number) < 10**15 else text
