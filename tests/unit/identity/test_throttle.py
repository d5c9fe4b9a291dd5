"""Throttling: never more than the limit in any window, whatever the rhythm."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from mob.identity.throttle import Limit, admit

LIMIT = Limit("test", 10, timedelta(minutes=15))


@given(st.lists(st.floats(min_value=0, max_value=600), max_size=60))
def test_no_window_ever_holds_more_than_the_limit(pauses: list[float]) -> None:
    stamps: list[float] = []
    accepted: list[float] = []
    now = 1_000_000.0
    for pause in pauses:
        now += pause
        stamps, wait = admit(stamps, now=now, limit=LIMIT)
        if not wait:
            accepted.append(now)
    for start in accepted:
        assert sum(start <= moment < start + 900 for moment in accepted) <= 10


def test_the_wait_announced_is_enough_and_not_more() -> None:
    stamps: list[float] = []
    for second in range(10):
        stamps, wait = admit(stamps, now=float(second), limit=LIMIT)
        assert wait == 0
    stamps, wait = admit(stamps, now=100.0, limit=LIMIT)
    assert wait == 800
    assert admit(stamps, now=899.0, limit=LIMIT)[1] == 1
    assert admit(stamps, now=900.5, limit=LIMIT)[1] == 0
