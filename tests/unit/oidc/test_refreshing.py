"""A refresh token that comes back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from mob.identity.oidc.refreshing import Verdict, judge
from mob.identity.oidc_types import REFRESH_GRACE

NOW = datetime(2026, 3, 11, 9, 20, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
MOMENTS = st.none() | st.integers(0, 3600).map(lambda seconds: NOW - timedelta(seconds=seconds))


def test_unused_it_is_fresh() -> None:
    assert judge(used_at=None, revoked=None, expires=LATER, now=NOW) is Verdict.FRESH


def test_just_used_its_answer_may_have_been_lost() -> None:
    assert judge(used_at=NOW - REFRESH_GRACE, revoked=None, expires=LATER, now=NOW) is Verdict.AGAIN


def test_used_longer_ago_it_is_stolen() -> None:
    used = NOW - REFRESH_GRACE - timedelta(microseconds=1)
    assert judge(used_at=used, revoked=None, expires=LATER, now=NOW) is Verdict.STOLEN


def test_replaced_by_a_sibling_it_is_stolen() -> None:
    assert judge(used_at=None, revoked=NOW, expires=LATER, now=NOW) is Verdict.STOLEN


@given(MOMENTS, MOMENTS)
@settings(max_examples=50)
def test_what_ended_is_never_exchanged(used_at: datetime | None, revoked: datetime | None) -> None:
    assert judge(used_at=used_at, revoked=revoked, expires=NOW, now=NOW) is Verdict.ENDED
    if revoked is not None:
        verdict = judge(used_at=used_at, revoked=revoked, expires=LATER, now=NOW)
        assert verdict in (Verdict.ENDED, Verdict.STOLEN)
