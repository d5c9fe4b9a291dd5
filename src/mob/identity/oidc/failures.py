"""Why calls of a client were refused: a code, an endpoint, a civil day and a count. Nothing here tells of anybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F

from mob.identity.models import ClientFailure
from mob.identity.oidc.reasons import Reason
from mob.kernel.clock import civil_date

__all__ = ["KEPT", "FailureLine", "Reason", "failures_of", "forget", "record_failure"]

KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class FailureLine:
    """Calls refused for one reason at one endpoint on one civil day."""

    day: date
    endpoint: str
    reason: str
    count: int
    last_at: datetime


def record_failure(client_id: UUID, endpoint: str, reason: str, now: datetime) -> None:
    """Count one refused call. `client_id`: of the client's row. `reason`: a code of `reasons.Reason`, or an edge's own.

    Outside the transaction of the call: a call that is undone was refused all the same.
    """
    key = {"client_id": client_id, "day": civil_date(now), "endpoint": endpoint[:40], "reason": str(reason)[:40]}
    once = {"count": F("count") + 1, "last_at": now}
    if ClientFailure.objects.filter(**key).update(**once):
        return
    ClientFailure.objects.bulk_create([ClientFailure(**key, count=0, last_at=now)], ignore_conflicts=True)
    ClientFailure.objects.filter(**key).update(**once)


def failures_of(client_ids: Sequence[UUID], *, days: int, now: datetime) -> dict[UUID, list[FailureLine]]:
    """Those of the last civil days, newest first, by client."""
    rows = ClientFailure.objects.filter(client_id__in=client_ids, day__gt=civil_date(now) - timedelta(days=days))
    found: dict[UUID, list[FailureLine]] = {}
    for row in rows.order_by("-day", "-last_at", "-count"):
        line = FailureLine(row.day, row.endpoint, row.reason, row.count, row.last_at)
        found.setdefault(row.client_id, []).append(line)
    return found


def forget(now: datetime) -> int:
    """Thirty days are enough to find out why; how many lines went."""
    return int(ClientFailure.objects.filter(day__lt=civil_date(now - KEPT)).delete()[0])
