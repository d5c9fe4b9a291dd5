"""When failed work is tried again."""

from datetime import UTC, datetime, timedelta

from mob.journal.retry import MAX_ATTEMPTS, next_attempt

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_waits_double_and_stop_at_six_hours() -> None:
    waits = [next_attempt(tries, now=NOW) - NOW for tries in range(1, MAX_ATTEMPTS)]
    assert waits[:3] == [timedelta(seconds=30), timedelta(seconds=60), timedelta(seconds=120)]
    assert waits == sorted(waits)
    assert max(waits) == timedelta(hours=6)


def test_a_night_of_outage_is_outlived() -> None:
    whole = sum((next_attempt(tries, now=NOW) - NOW for tries in range(1, MAX_ATTEMPTS)), timedelta())
    assert timedelta(hours=12) < whole < timedelta(hours=24)


def test_the_last_attempt_is_the_last() -> None:
    assert next_attempt(MAX_ATTEMPTS - 1, now=NOW) is not None
    assert next_attempt(MAX_ATTEMPTS, now=NOW) is None
    assert next_attempt(MAX_ATTEMPTS + 1, now=NOW) is None
