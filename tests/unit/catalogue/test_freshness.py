"""An aid is looked at again when somebody wrote, its page is gone, its end comes, or nobody checked it for long."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mob.catalogue.freshness import failing_since, is_broken, worries
from mob.catalogue.types import LinkState, LinkView, Watched, Worry

TODAY = date(2026, 3, 11)
NOW = datetime(2026, 3, 11, 12, tzinfo=UTC)
FRESH = Watched(None, TODAY, None, 0)


def watched(**changes: object) -> Watched:
    return Watched(**{name: changes.get(name, getattr(FRESH, name)) for name in Watched.__slots__})  # type: ignore[arg-type]


def link(state: LinkState, days: int = 0) -> LinkView:
    return LinkView(state, NOW, NOW - timedelta(days=days))


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, ()),
        ({"verified_on": TODAY - timedelta(days=180)}, ()),
        ({"verified_on": TODAY - timedelta(days=181)}, (Worry.STALE,)),
        ({"verified_on": None}, (Worry.STALE,)),
        ({"valid_to": TODAY + timedelta(days=30)}, (Worry.ENDING,)),
        ({"valid_to": TODAY}, (Worry.ENDING,)),
        ({"valid_to": TODAY + timedelta(days=31)}, ()),
        ({"open_reports": 1}, (Worry.REPORTED,)),
        ({"link": link(LinkState.GONE)}, (Worry.LINK,)),
        ({"link": link(LinkState.SILENT, 2)}, ()),
        ({"link": link(LinkState.SILENT, 3)}, (Worry.LINK,)),
        ({"link": link(LinkState.UNSURE, 9)}, ()),
        (
            {"open_reports": 1, "verified_on": None, "link": link(LinkState.GONE)},
            (Worry.REPORTED, Worry.LINK, Worry.STALE),
        ),
    ],
)
def test_why_an_aid_is_looked_at_again(changes, found):
    assert worries(watched(**changes), today=TODAY) == found


@settings(max_examples=40, deadline=None)
@given(days=st.integers(1, 2000), state=st.sampled_from(LinkState), reports=st.integers(0, 3))
def test_an_aid_that_has_ended_is_looked_at_only_when_somebody_wrote(days, state, reports):
    ended = watched(valid_to=TODAY - timedelta(days=days), verified_on=None, link=link(state, 30), open_reports=reports)
    assert worries(ended, today=TODAY) == ((Worry.REPORTED,) if reports else ())


def test_silence_is_counted_from_its_first_day_and_forgotten_once_the_page_answers():
    first = failing_since(LinkState.SILENT, None, now=NOW)
    later = LinkView(LinkState.SILENT, NOW, first)
    assert failing_since(LinkState.GONE, later, now=NOW + timedelta(days=5)) == NOW
    assert failing_since(LinkState.FINE, later, now=NOW) is None
    assert not is_broken(LinkView(LinkState.FINE, NOW), today=TODAY)
