"""The pace a body must keep, and the room it takes."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mob.config import limits
from mob.config.bodies import BodyRefusedError, Budget, Pace, Room

SHARE = limits.MIN_RATE * limits.WINDOW_SECONDS


def cut_after(arrivals: list[tuple[float, int]]) -> float:
    """When a body is given up whose bytes arrive so (seconds, bytes), and then no more."""
    pace, now = Pace(0.0), 0.0
    for at, size in arrivals:
        if at > pace.deadline(now):
            break
        now = at
        pace.came(size, now)
    return pace.deadline(now)


def test_nothing_at_all_is_cut_after_a_window() -> None:
    assert cut_after([]) == limits.WINDOW_SECONDS


def test_just_under_the_rate_is_cut_after_a_window() -> None:
    drip = [(float(second), limits.MIN_RATE - 1) for second in range(1, 1000)]
    assert cut_after(drip) == limits.WINDOW_SECONDS


def test_just_over_the_rate_goes_on_until_the_whole_deadline() -> None:
    drip = [(float(second), limits.MIN_RATE + 50) for second in range(1, 2000)]
    assert cut_after(drip) == limits.BODY_SECONDS


def test_a_body_that_stops_is_cut_within_two_windows() -> None:
    assert cut_after([(1.0, 10 * SHARE)]) == 2 * limits.WINDOW_SECONDS


@given(st.lists(st.integers(0, 400), max_size=30))
def test_room_is_given_back_to_the_byte(sizes: list[int]) -> None:
    budget = Budget(1_000)
    rooms = [Room(budget) for _ in sizes]
    for room, size in zip(rooms, sizes, strict=True):
        with contextlib.suppress(BodyRefusedError):
            room.hold(size)
        assert 0 <= budget.left <= 1_000
    for room in rooms:
        room.release()
        room.release()
    assert budget.left == 1_000


def test_a_share_only_grows() -> None:
    budget = Budget(100)
    room = Room(budget)
    room.hold(60)
    room.hold(40)
    assert (room.held, budget.left) == (60, 40)
    with pytest.raises(BodyRefusedError):
        room.hold(101)
