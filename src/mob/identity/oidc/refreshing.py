"""Pure rule of a refresh token that comes back: a first use, an answer asked for again, or a stolen one."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from mob.identity.oidc_types import REFRESH_GRACE


class Verdict(StrEnum):
    FRESH = "fresh"
    AGAIN = "again"  # the answer was lost on the way: another successor, once more
    ENDED = "ended"  # refused, and nothing else follows
    STOLEN = "stolen"  # two hold it: the whole family ends


def judge(*, used_at: datetime | None, revoked: datetime | None, expires: datetime, now: datetime) -> Verdict:
    """What to make of a token of which we kept these moments.

    A revoked token that was never used was replaced by a sibling or ended with its link; shown again after it was
    used, past the grace, it has two holders (RFC 9700 §4.14.2).
    """
    if expires <= now:
        return Verdict.ENDED
    if used_at is not None:
        is_late = now > used_at + REFRESH_GRACE
        return Verdict.STOLEN if is_late else Verdict.ENDED if revoked else Verdict.AGAIN
    if revoked is not None:
        return Verdict.STOLEN
    return Verdict.FRESH
