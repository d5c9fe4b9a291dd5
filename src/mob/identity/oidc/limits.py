"""Pure rules of quotas: how often a client may call, and how long it waits when it calls too often."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from mob.kernel import clock
from mob.kernel.errors import Refused


class QuotaKind(StrEnum):
    """What is counted: tokens asked for, and everything asked with a token."""

    TOKEN = "token"  # noqa: S105
    API = "api"


@dataclass(frozen=True, slots=True)
class Quota:
    """At most so many calls in one minute of the clock, and on one civil day of Paris."""

    minute: int
    day: int


# The defaults, here alone. A platform's administrators change them for one client.
DEFAULTS: Mapping[QuotaKind, Quota] = {
    QuotaKind.TOKEN: Quota(minute=300, day=50_000),
    QuotaKind.API: Quota(minute=600, day=200_000),
}
MOST = Quota(minute=100_000, day=50_000_000)


class QuotaSpent(Refused):
    """Called too often. `seconds`: how long to wait."""

    status: ClassVar[int] = 429

    def __init__(self, seconds: int) -> None:
        super().__init__("quota_spent", seconds=seconds)
        self.seconds = seconds


def quota_of(kind: QuotaKind, own: Mapping[str, Sequence[int]]) -> Quota:
    """What holds for a client. `own`: what was set for it, by kind: [a minute, a day]."""
    said = own.get(kind.value)
    return Quota(said[0], said[1]) if said else DEFAULTS[kind]


def is_sensible(quota: Quota) -> bool:
    return 1 <= quota.minute <= MOST.minute and quota.minute <= quota.day <= MOST.day


def wait(now: datetime, *, is_day: bool) -> int:
    """Seconds until the next minute of the clock, or until the next civil day."""
    if not is_day:
        return 60 - now.second
    ends = clock.day_ends(clock.civil_date(now))
    return max(1, math.ceil((ends - now).total_seconds()))
