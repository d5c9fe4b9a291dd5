"""Counting the calls of a client, so that quotas hold and its partner sees them. One statement a call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Case, F, Max, Q, Sum, When
from django.db.models.functions import Coalesce

from mob.identity.models import Client, ClientUse
from mob.identity.oidc import limits
from mob.identity.oidc.failures import Reason, record_failure
from mob.identity.oidc.limits import Quota, QuotaKind, QuotaSpent
from mob.kernel.clock import civil_date

KEPT = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Usage:
    """Calls of one kind. `last_at` None: never."""

    kind: QuotaKind
    quota: Quota
    today: int
    month: int
    last_at: datetime | None


def spend(row: Client, kind: QuotaKind, *, now: datetime) -> None:
    """Count one call. Raises QuotaSpent, and then counts nothing but the failure."""
    quota = limits.quota_of(kind, row.quotas)
    if _counted(row.id, kind, quota, now=now):
        return
    today = ClientUse.objects.filter(client_id=row.id, day=civil_date(now), kind=kind.value, count__gte=quota.day)
    is_day = today.exists()
    record_failure(row.id, kind.value, Reason.DAY_QUOTA if is_day else Reason.MINUTE_QUOTA, now)
    raise QuotaSpent(limits.wait(now, is_day=is_day))


def spend_for(client_id: UUID, kind: QuotaKind, *, now: datetime) -> None:
    """As `spend`, for who knows the id alone. Raises QuotaSpent."""
    row = Client.objects.filter(id=client_id).only("id", "quotas").first()
    if row is not None:
        spend(row, kind, now=now)


def _counted(client_id: UUID, kind: QuotaKind, quota: Quota, *, now: datetime) -> bool:
    """Whether the call found its place: a conditional UPDATE, so that two at once never pass for one."""
    minute, day = int(now.timestamp()) // 60, civil_date(now)
    rows = ClientUse.objects.filter(client_id=client_id, day=day, kind=kind.value)
    free = rows.filter(~Q(minute=minute) | Q(minute_count__lt=quota.minute), count__lt=quota.day)
    one_more = {
        "count": F("count") + 1,
        "minute_count": Case(When(minute=minute, then=F("minute_count") + 1), default=1),
        "minute": minute,
        "last_at": now,
    }
    if free.update(**one_more):
        return True
    fresh = ClientUse(
        client_id=client_id, day=day, kind=kind.value, count=0, minute=minute, minute_count=0, last_at=now
    )
    ClientUse.objects.bulk_create([fresh], ignore_conflicts=True)
    return bool(free.update(**one_more))


def usage_of(rows: Sequence[Client], *, now: datetime) -> dict[UUID, list[Usage]]:
    """By client, each kind of call: today, this civil month, and the last one. One question for all."""
    day = civil_date(now)
    found = ClientUse.objects.filter(client_id__in=[row.id for row in rows]).values("client_id", "kind")
    sums = found.annotate(
        today=Coalesce(Sum("count", filter=Q(day=day)), 0),
        month=Coalesce(Sum("count", filter=Q(day__gte=day.replace(day=1))), 0),
        seen_at=Max("last_at"),
    )
    known = {(each["client_id"], each["kind"]): (each["today"], each["month"], each["seen_at"]) for each in sums}
    return {
        row.id: [_usage(row, kind, *known.get((row.id, kind.value), (0, 0, None))) for kind in QuotaKind]
        for row in rows
    }


def _usage(row: Client, kind: QuotaKind, today: int, month: int, last_at: datetime | None) -> Usage:
    return Usage(kind, limits.quota_of(kind, row.quotas), today, month, last_at)


def forget(now: datetime) -> int:
    """Counts older than a year and a little."""
    return int(ClientUse.objects.filter(day__lt=oldest(now)).delete()[0])


def oldest(now: datetime) -> date:
    return civil_date(now - KEPT)
