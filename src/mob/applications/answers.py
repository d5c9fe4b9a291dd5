"""Reading answers to an aid's questions: text in, typed JSON value out, or `Invalid` that says the remedy."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from mob.catalogue.types import AidTerms, CustomField, FieldKind
from mob.kernel.errors import Invalid
from mob.kernel.unicode import normal

MAX_TEXT = 2000
_NUMBER = re.compile(r"-?[0-9]{1,12}(?:[.,][0-9]{1,6})?")
_SPACES = re.compile("[ \u00a0\u202f]")
_DATE_FR = re.compile(r"([0-9]{1,2})[/. -]([0-9]{1,2})[/. -]([0-9]{4})")
_DATE_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")

Answer = str | bool | list[str]


def parse(field: CustomField, values: Sequence[str]) -> Answer | None:
    """One answer as it is stored, or None when nothing was answered. Numbers and dates stay exact text.

    Raises Invalid(code, field.code).
    """
    filled = [clean(value) for value in values if clean(value)]
    if not filled:
        return None
    return _PARSERS[field.kind](field, filled)


def required(field: CustomField, values: Sequence[str]) -> Answer | None:
    """As `parse`, and an answer must be there when the question asks for one. Raises Invalid(code, field.code)."""
    answer = parse(field, values)
    if answer is None and field.is_required:
        raise Invalid("answer_missing", field.code)
    return answer


def fits(field: CustomField, value: Any) -> bool:
    """Whether a value stored for another version of a question may be proposed as this one's answer."""
    if field.kind is FieldKind.YES_NO:
        return isinstance(value, bool)
    if isinstance(value, bool) or not value:
        return False
    if isinstance(value, list) != (field.kind is FieldKind.CHOICE and field.max_choices > 1):
        return False
    try:
        return bool(parse(field, value if isinstance(value, list) else [str(value)]) == value)
    except Invalid:
        return False


def clean(text: str) -> str:
    """NFC, control and direction characters dropped, ends trimmed."""
    return _CONTROL.sub("", normal("NFC", text)).strip()


def missing(view: AidTerms, answers: Mapping[str, Any]) -> frozenset[str]:
    """Codes of required questions without an answer."""
    return frozenset(f.code for f in view.fields if f.is_required and answers.get(f.code) in (None, "", []))


def missing_proofs(view: AidTerms, present: frozenset[str]) -> frozenset[str]:
    """Codes of required papers of which none was sent."""
    return frozenset(p.code for p in view.proofs if p.is_required and p.code not in present)


def _text(field: CustomField, values: list[str]) -> Answer:
    if len(values[0]) > MAX_TEXT:
        raise Invalid("answer_too_long", field.code, most=MAX_TEXT)
    return values[0]


def _number(field: CustomField, values: list[str]) -> Answer:
    plain = _SPACES.sub("", values[0].removesuffix("€").strip())
    if not _NUMBER.fullmatch(plain):
        raise Invalid("answer_not_a_number", field.code, typed=values[0][:40])
    return format(Decimal(plain.replace(",", ".")), "f")


def _date(field: CustomField, values: list[str]) -> Answer:
    french, iso = _DATE_FR.fullmatch(values[0]), _DATE_ISO.fullmatch(values[0])
    parts = (french[3], french[2], french[1]) if french else iso.groups() if iso else ("0", "0", "0")
    try:
        return date(*(int(part) for part in parts)).isoformat()
    except ValueError:
        raise Invalid("answer_not_a_date", field.code, typed=values[0][:40]) from None


def _choice(field: CustomField, values: list[str]) -> Answer:
    known = {choice.code for choice in field.choices}
    chosen = list(dict.fromkeys(values))
    if not known.issuperset(chosen):
        raise Invalid("answer_not_a_choice", field.code)
    if len(chosen) > field.max_choices:
        raise Invalid("answer_too_many_choices", field.code, most=field.max_choices)
    return chosen if field.max_choices > 1 else chosen[0]


def _yes_no(field: CustomField, values: list[str]) -> Answer:
    if values[0] not in ("yes", "no"):
        raise Invalid("answer_not_a_choice", field.code)
    return values[0] == "yes"


_PARSERS = {
    FieldKind.TEXT: _text,
    FieldKind.NUMBER: _number,
    FieldKind.DATE: _date,
    FieldKind.CHOICE: _choice,
    FieldKind.YES_NO: _yes_no,
}
