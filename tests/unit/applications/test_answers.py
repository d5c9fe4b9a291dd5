"""Answers as people type them: what is understood, what is refused, and nothing that breaks."""

from __future__ import annotations

import contextlib
import re
from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mob.applications import answers
from mob.catalogue.types import Choice, CustomField, FieldKind
from mob.kernel.errors import Invalid
from tests.timing import seconds_of


def _field(kind: FieldKind, *, required: bool = True, most: int = 1) -> CustomField:
    choices = tuple(Choice(code, code.upper()) for code in ("a", "b", "c"))
    return CustomField("q", kind, "Question", is_required=required, choices=choices, max_choices=most)


NUMBER, DATE, TEXT = _field(FieldKind.NUMBER), _field(FieldKind.DATE), _field(FieldKind.TEXT)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("1490", "1490"), ("1\u202f490,50 €", "1490.50"), ("1 490.5", "1490.5"), ("-3", "-3"), ("0,10", "0.10")],
)
def test_a_number_is_read_as_people_write_it(typed: str, kept: str) -> None:
    assert answers.parse(NUMBER, [typed]) == kept


@pytest.mark.parametrize("typed", ["1e5", "1_000", "NaN", "١٢", "1,2,3", "0x10", "1" * 40, "€", "douze", "--1"])
def test_what_is_not_a_plain_number_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        answers.parse(NUMBER, [typed])
    assert refused.value.pointer == "q"


@pytest.mark.parametrize("typed", ["6/3/2026", "06/03/2026", "6 3 2026", "6.3.2026", "6-3-2026", "2026-03-06"])
def test_a_date_is_read_as_people_write_it(typed: str) -> None:
    assert answers.parse(DATE, [typed]) == "2026-03-06"


@pytest.mark.parametrize("typed", ["31/2/2026", "6/3", "6/3/26", "//", "6/13/2026", "demain", "2026-W10", "20260306x"])
def test_what_is_not_a_date_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        answers.parse(DATE, [typed])


def test_choices_keep_their_order_and_their_maximum() -> None:
    several = _field(FieldKind.CHOICE, most=2)
    assert answers.parse(several, ["c", "a", "c"]) == ["c", "a"]
    for wrong in (["a", "b", "c"], ["z"]):
        with pytest.raises(Invalid):
            answers.parse(several, wrong)
    assert answers.parse(_field(FieldKind.CHOICE), ["b"]) == "b"


def test_no_is_an_answer() -> None:
    field = _field(FieldKind.YES_NO)
    assert answers.required(field, ["no"]) is False
    with pytest.raises(Invalid):
        answers.parse(field, ["maybe"])


def test_nothing_answered_is_refused_only_where_an_answer_is_required() -> None:
    assert answers.required(_field(FieldKind.TEXT, required=False), [" "]) is None
    with pytest.raises(Invalid) as refused:
        answers.required(TEXT, ["", "\u200b"])
    assert refused.value.code == "answer_missing"


def test_directions_and_controls_leave_a_text_and_accents_are_composed() -> None:
    assert answers.parse(TEXT, ["Zoe\u0301\u202e\x00 a\nb "]) == "Zoé a\nb"


def test_a_text_too_long_is_refused() -> None:
    with pytest.raises(Invalid):
        answers.parse(TEXT, ["x" * (answers.MAX_TEXT + 1)])


@given(st.sampled_from(list(FieldKind)), st.lists(st.text(max_size=60), max_size=4))
def test_whatever_is_typed_is_kept_or_refused_and_never_breaks(kind: FieldKind, typed: list[str]) -> None:
    field = _field(kind)
    try:
        kept = answers.parse(field, typed)
    except Invalid:
        return
    if kept is not None:
        assert answers.fits(field, kept)


@given(st.decimals(-(10**11), 10**11, allow_nan=False, places=2))
def test_a_number_keeps_its_exact_value(value: Decimal) -> None:
    kept = answers.parse(NUMBER, [f"{value:f}".replace(".", ",")])
    assert isinstance(kept, str)
    assert Decimal(kept) == value


@given(st.dates(date(1000, 1, 1), date(9999, 12, 31)))
def test_every_day_of_the_calendar_is_read(day: date) -> None:
    assert answers.parse(DATE, [f"{day.day}/{day.month}/{day.year}"]) == day.isoformat()


@pytest.mark.parametrize("field", [NUMBER, DATE, TEXT])
def test_no_text_makes_the_reader_slow(field: CustomField) -> None:
    for hostile in ("1" * 100_000, " 1" * 50_000, "1/" * 50_000, "\u200b" * 100_000):
        assert seconds_of(partial(_parse, field, hostile), under=1) < 1


def _parse(field: CustomField, text: str) -> None:
    with contextlib.suppress(Invalid):
        answers.parse(field, [text])


@pytest.mark.parametrize(
    ("kind", "value", "fits"),
    [
        (FieldKind.NUMBER, "12.5", True),
        (FieldKind.NUMBER, "douze", False),
        (FieldKind.DATE, "2026-03-06", True),
        (FieldKind.DATE, "6/3/2026", False),
        (FieldKind.CHOICE, "a", True),
        (FieldKind.CHOICE, ["a"], False),
        (FieldKind.CHOICE, "z", False),
        (FieldKind.YES_NO, False, True),
        (FieldKind.YES_NO, "yes", False),
        (FieldKind.TEXT, True, False),
        (FieldKind.TEXT, None, False),
    ],
)
def test_an_earlier_answer_is_proposed_only_where_it_fits(kind: FieldKind, value: object, fits: bool) -> None:
    assert answers.fits(_field(kind), value) is fits


def test_the_patterns_have_no_nested_repetition() -> None:
    for pattern in (answers._NUMBER, answers._DATE_FR, answers._CONTROL):
        assert not re.search(r"[+*}]\)[+*{]", pattern.pattern)
