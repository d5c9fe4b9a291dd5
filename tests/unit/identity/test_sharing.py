"""Who may read the accessibility profile, when, and why not: whatever the shares, an end is an end."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mob.identity.accessibility.sharing import (
    AFTER_ARRIVAL,
    Closed,
    ShareKind,
    ShareView,
    Trip,
    Wanted,
    check_trip,
    end_of,
    is_narrower,
    opened_by,
    why_closed,
)
from mob.identity.accessibility.vocabularies import Sharing
from mob.kernel.errors import Invalid

NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)
HOURS = st.integers(-2_000, 2_000).map(lambda hours: NOW + timedelta(hours=hours))
REFERENCES = st.sampled_from(["", "ALLER", "RETOUR"])


def share(begins: datetime, ends: datetime, ended: datetime | None, reference: str, kind: ShareKind) -> ShareView:
    arrives = ends - AFTER_ARRIVAL if kind is ShareKind.TRIP else None
    level, link = Sharing.CODES, uuid.UUID(int=1)
    return ShareView(uuid.uuid4(), link, "s", "o", level, kind, reference, arrives, begins, ends, ended)


@st.composite
def shares(draw: st.DrawFn) -> ShareView:
    begins, kind = draw(HOURS), draw(st.sampled_from(ShareKind))
    ends = begins + timedelta(hours=draw(st.integers(1, 3_000)))
    ended = draw(st.none() | st.just(begins + timedelta(minutes=1)) | st.just(ends))
    return share(begins, ends, ended, draw(REFERENCES) if kind is ShareKind.TRIP else "", kind)


@given(st.lists(shares(), max_size=6), REFERENCES)
def test_what_opens_is_live_and_about_that_trip_and_otherwise_a_reason_is_given(
    some: list[ShareView], reference: str
) -> None:
    found = opened_by(some, reference, now=NOW)
    fitting = [
        s for s in some if s.ended_at is None and s.begins_at <= NOW < s.ends_at and s.reference in ("", reference)
    ]
    assert (found is not None) == bool(fitting)
    if found is None:
        assert why_closed(some, reference, now=NOW) in Closed
    else:
        assert found in fitting
        assert found.reference == reference or not any(s.reference == reference for s in fitting)


@given(st.lists(shares(), max_size=6), REFERENCES)
def test_once_everything_is_ended_nothing_opens(some: list[ShareView], reference: str) -> None:
    ended = [replace(each, ended_at=each.begins_at + timedelta(seconds=1)) for each in some]
    assert opened_by(ended, reference, now=NOW) is None


@given(st.integers(1, 12), HOURS)
def test_a_standing_share_never_outlives_twelve_months(months: int, now: datetime) -> None:
    ends = end_of(Wanted(Sharing.CODES, ShareKind.STANDING, months=months), now=now)
    assert now < ends <= now + timedelta(days=366)


@pytest.mark.parametrize("months", [0, -1, 13])
def test_other_lengths_are_refused(months: int) -> None:
    with pytest.raises(Invalid, match="share_months"):
        end_of(Wanted(Sharing.CODES, ShareKind.STANDING, months=months), now=NOW)


def test_a_trip_is_shared_until_a_day_after_it_arrives() -> None:
    arrives = NOW + timedelta(hours=7)
    assert end_of(Wanted(Sharing.CODES, ShareKind.TRIP, arrives), now=NOW) == arrives + timedelta(hours=24)


@pytest.mark.parametrize("hours", [None, 0, -1, 24 * 365])
def test_a_trip_without_arrival_or_over_or_a_year_away_is_refused(hours: int | None) -> None:
    arrives = None if hours is None else NOW + timedelta(hours=hours)
    with pytest.raises(Invalid) as refused:
        end_of(Wanted(Sharing.CODES, ShareKind.TRIP, arrives), now=NOW)
    assert refused.value.pointer == "arrives"


@pytest.mark.parametrize(
    ("shift", "reason"),
    [
        ({}, Closed.OVER),
        ({"ended_at": NOW - timedelta(days=2)}, Closed.ENDED),
        ({"reference": "RETOUR", "ends_at": NOW + timedelta(days=1)}, Closed.OTHER_TRIP),
        ({"reference": "RETOUR"}, Closed.NEVER),
    ],
)
def test_the_reason_names_what_happened(shift: dict[str, object], reason: Closed) -> None:
    before = share(NOW - timedelta(days=3), NOW - timedelta(days=1), None, "ALLER", ShareKind.TRIP)
    assert why_closed([replace(before, **shift)], "ALLER", now=NOW) is reason  # type: ignore[arg-type]


TRIP = Trip("QX7K2P", "Lyon", "Nice", NOW + timedelta(hours=1), NOW + timedelta(hours=6), Sharing.CODES)


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"reference": ""}, "journey"),
        ({"reference": "x" * 61}, "journey"),
        ({"start": ""}, "from"),
        ({"end": "x" * 121}, "to"),
        ({"arrives_at": NOW}, "arrives"),
        ({"departs_at": NOW + timedelta(hours=6)}, "departs"),
        ({"departs_at": NOW - timedelta(days=8)}, "departs"),
    ],
)
def test_a_trip_that_makes_no_sense_names_the_member_at_fault(changes: dict[str, object], pointer: str) -> None:
    check_trip(TRIP, now=NOW)
    with pytest.raises(Invalid) as refused:
        check_trip(replace(TRIP, **changes), now=NOW)  # type: ignore[arg-type]
    assert refused.value.pointer == pointer


def test_levels_go_from_least_to_most() -> None:
    assert is_narrower(Sharing.CODES, Sharing.CONTACT)
    assert not is_narrower(Sharing.EQUIPMENT, Sharing.EQUIPMENT)
    assert share(NOW, NOW, None, "", ShareKind.STANDING).narrower == ()
