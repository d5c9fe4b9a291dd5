"""When an aid should be looked at again. Pure: what is watched and the day, nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from mob.catalogue.types import LinkState, LinkView, Watched, Worry

ENDS_WITHIN = timedelta(days=30)
STALE_AFTER = timedelta(days=180)
# A site may be down for a while: silence is told after three days of it, a page that is gone at once.
SILENT_FOR = timedelta(days=3)
FINE_FOR = timedelta(days=14)
FAILING_FOR = timedelta(days=1)
_PARIS = ZoneInfo("Europe/Paris")


def worries(watched: Watched, *, today: date) -> tuple[Worry, ...]:
    """Why to look at it, most pressing first. An aid that has ended is only looked at when somebody wrote."""
    return tuple(_worries(watched, today))


def _worries(watched: Watched, today: date) -> Iterator[Worry]:
    if watched.open_reports:
        yield Worry.REPORTED
    if watched.valid_to and watched.valid_to < today:
        return
    if watched.link and is_broken(watched.link, today=today):
        yield Worry.LINK
    if watched.valid_to and watched.valid_to - today <= ENDS_WITHIN:
        yield Worry.ENDING
    if watched.verified_on is None or today - watched.verified_on > STALE_AFTER:
        yield Worry.STALE


def is_broken(link: LinkView, *, today: date) -> bool:
    if link.state is LinkState.GONE:
        return True
    if link.state is not LinkState.SILENT or link.failing_since is None:
        return False
    return today - link.failing_since.astimezone(_PARIS).date() >= SILENT_FOR


def failing_since(state: LinkState, before: LinkView | None, *, now: datetime) -> datetime | None:
    """Since when a page does not answer, after one more look."""
    if state not in (LinkState.GONE, LinkState.SILENT):
        return None
    return (before.failing_since if before else None) or now
