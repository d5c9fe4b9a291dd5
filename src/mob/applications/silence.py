"""The time after which a public funder's silence is a refusal: two months, stopped while the person is asked something.

Two months make silence a refusal because an aid is a demand of a financial kind (CRPA, art. L231-4, 3°). The time
stops while missing papers are waited for, and goes on as soon as they come (CRPA, art. L114-5). A file set aside for
want of an answer keeps it stopped until the person takes it up again; a file opened again after a decision gets a
whole new time. No such rule binds an employer: whether the date means anything is told by `FunderKind`.

Everything here is pure. A day is a civil date in Europe/Paris; the last day ends at 24:00.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from mob.applications import events as e
from mob.kernel.clock import add_months, civil_date

MONTHS = 2

_STARTS = frozenset(
    {e.ApplicationSubmitted.kind, e.ApplicationReopened.kind, e.HumanReviewAsked.kind, e.AwardWithdrawn.kind}
)
_STOPS = frozenset({e.ChangesRequested.kind})
_GOES_ON = frozenset({e.ApplicationResubmitted.kind, e.ApplicationResumed.kind})
_ENDS = frozenset({e.ApplicationApproved.kind, e.ApplicationRejected.kind, e.ApplicationWithdrawn.kind})


@dataclass(frozen=True, slots=True)
class Silence:
    """Where the time stands. `paused_days` counts whole stops that ended; `paused_on` is the day of one under way.

    `since` None: nothing runs (not sent yet, decided, withdrawn).
    """

    since: date | None = None
    paused_days: int = 0
    paused_on: date | None = None

    @property
    def refused_on(self) -> date | None:
        """The civil date at whose end silence is a refusal; None while nothing runs or the time is stopped."""
        if self.since is None or self.paused_on is not None:
            return None
        return add_months(self.since, MONTHS) + timedelta(days=self.paused_days)

    def refused_if_answered_on(self, day: date) -> date | None:
        """The date it would be, were the open request answered that day."""
        return _resumed(self, day).refused_on


def after(silence: Silence, kind: str, at: datetime) -> Silence:
    """Where the time stands once a fact of this kind is known; facts that do not matter change nothing."""
    day = civil_date(at)
    if kind in _STARTS:
        return Silence(since=day)
    if kind in _STOPS:
        return replace(silence, paused_on=silence.paused_on or day)
    if kind in _GOES_ON:
        return _resumed(silence, day)
    if kind in _ENDS:
        # What was stopped stays counted: delays are measured without it.
        return replace(_resumed(silence, day), since=None)
    return silence


def _resumed(silence: Silence, day: date) -> Silence:
    if silence.paused_on is None:
        return silence
    stopped = max(0, (day - silence.paused_on).days)
    return replace(silence, paused_days=silence.paused_days + stopped, paused_on=None)


def told(facts: Iterable[tuple[str, datetime]]) -> Silence:
    """The same from a whole history, oldest first."""
    silence = Silence()
    for kind, at in facts:
        silence = after(silence, kind, at)
    return silence
