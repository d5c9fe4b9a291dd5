"""Until when somebody may be represented: a minor to the day before majority, an adult as a judge said, never for ever."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mob.applications.representation import (
    KINDS,
    RepresentationKind,
    Represented,
    check_end,
    last_day_of_minority,
    must_be_represented,
    of,
)
from mob.kernel.clock import age_on
from mob.kernel.errors import Invalid

TODAY = date(2026, 3, 2)


@given(st.dates(date(2000, 1, 1), date(2026, 3, 2)))
def test_minority_ends_the_day_before_the_eighteenth_birthday(birth: date) -> None:
    last = last_day_of_minority(birth)
    assert age_on(birth, last) == 17
    assert age_on(birth, date.fromordinal(last.toordinal() + 1)) == 18


@given(st.dates(date(2008, 3, 4), date(2026, 3, 1)), st.none() | st.dates(date(2020, 1, 1), date(2080, 1, 1)))
def test_no_minor_is_represented_once_of_age(birth: date, typed: date | None) -> None:
    try:
        last = check_end(Represented.CHILD, RepresentationKind.PARENTAL, birth, typed, today=TODAY)
    except Invalid:
        assert typed is not None
        assert typed < TODAY
    else:
        assert TODAY <= last <= last_day_of_minority(birth)
        assert typed is None or last <= typed


def test_a_judgement_has_an_end_that_is_neither_past_nor_for_ever() -> None:
    judged = (Represented.PROTECTED, RepresentationKind.GUARDIANSHIP, date(1950, 1, 1))
    assert check_end(*judged, date(2030, 1, 1), today=TODAY) == date(2030, 1, 1)
    for wrong in (None, date(2026, 3, 1), date(2046, 3, 3)):
        with pytest.raises(Invalid):
            check_end(*judged, wrong, today=TODAY)


@pytest.mark.parametrize("who", Represented)
def test_each_person_has_papers_of_her_own(who: Represented) -> None:
    for kind in RepresentationKind:
        if kind not in KINDS[who]:
            with pytest.raises(Invalid):
                check_end(who, kind, date(2015, 1, 1), date(2027, 1, 1), today=TODAY)


def test_nobody_is_represented_unless_it_was_said() -> None:
    assert of({}) is None
    assert of({"kind": "self"}) is None
    assert of({"kind": "child"}) is Represented.CHILD


@given(st.dates(date(1950, 1, 1), date(2010, 3, 2)), st.booleans())
def test_nobody_of_age_ever_needs_a_parent(birth: date, asks_for_a_parent: bool) -> None:
    needs = must_be_represented(birth, minors_represented=asks_for_a_parent, today=TODAY)
    assert needs is (asks_for_a_parent and age_on(birth, TODAY) < 18)
