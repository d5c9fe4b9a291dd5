"""Words written without an account, slowed like everything that anybody may send."""

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
