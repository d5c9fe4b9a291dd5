"""What anybody may send or say without signing in, slowed like everything of that kind."""

from __future__ import annotations

from datetime import datetime

from mob.identity import throttle
from mob.identity.network import network_of
from mob.identity.services import throttling
from mob.identity.types import Visit


def admit_report(visit: Visit, *, page: str, now: datetime) -> None:
    """Count one message about a page. Raises Slowed("too_many_reports"): too many from there, or about it."""
    buckets = [(throttle.REPORT_NETWORK, network_of(visit.address)), (throttle.REPORT_PAGE, page)]
    throttling.spend(buckets, code="too_many_reports", now=now)


def admit_spoken_code(subject: str, *, now: datetime) -> None:
    """Count one try of a code said on the telephone. Raises Slowed("too_many_guesses"): too many about this person."""
    throttling.spend([(throttle.SPOKEN_CODE, subject)], code="too_many_guesses", now=now)
