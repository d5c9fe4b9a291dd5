"""Counting the calls of a client, so that quotas hold and its partner sees them. One statement a call.

A call that keeps something is counted in that transaction: one turn of the writer and not two, and neither is ever
there without the other, however the process ends. One that keeps nothing is counted in a transaction of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max, Q, Sum
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


class _NoPlaceError(Exception):
    """The quota was spent by others before this call. Undoes the transaction it is raised in."""


@dataclass(slots=True)
class Call:
    """One call of a client, which takes one place of its quota. `is_due`: it was not tried yet."""

    row: Client
    kind: QuotaKind
    now: datetime
    is_due: bool = True

    @contextmanager
    def counted(self) -> Iterator[None]:
        """A transaction, at the end of which the call is counted, unless it is already. Without a place, it is undone.

        At the end, so that the row that all calls of the client share is locked for one statement.
        """
        with transaction.atomic():
            yield
            if self.is_due:
                self._take_place()
        self.is_due = False

    def _take_place(self) -> None:
        if not _counted(self.row.id, self.kind, limits.quota_of(self.kind, self.row.quotas), now=self.now):
            self.is_due = False
            raise _NoPlaceError


@contextmanager
def counting(row: Client, kind: QuotaKind, *, now: datetime) -> Iterator[Call]:
    """One call, counted whatever becomes of it: with what it keeps first, else when it ends, refused or broken off.

    Raises QuotaSpent, and then keeps and counts nothing but the failure.
    """
    call = Call(row, kind, now)
    try:
        try:
            yield call
        finally:
            if call.is_due:
                with call.counted():
                    pass
    except _NoPlaceError as full:
        raise _refused(row, kind, now=now) from full


def _refused(row: Client, kind: QuotaKind, *, now: datetime) -> QuotaSpent:
    day = limits.quota_of(kind, row.quotas).day
    today = ClientUse.objects.filter(client_id=row.id, day=civil_date(now), kind=kind.value, count__gte=day)
    is_day = today.exists()
    record_failure(row.id, kind.value, Reason.DAY_QUOTA if is_day else Reason.MINUTE_QUOTA, now)
    return QuotaSpent(limits.wait(now, is_day=is_day))


def spend(row: Client, kind: QuotaKind, *, now: datetime) -> None:
    """Count one call that keeps nothing here. Raises QuotaSpent, and then counts nothing but the failure."""
    with counting(row, kind, now=now):
        pass


def spend_for(client_id: UUID, kind: QuotaKind, *, now: datetime) -> None:
    """As `spend`, for who knows the id alone. Raises QuotaSpent."""
    row = Client.objects.filter(id=client_id).only("id", "quotas").first()
    if row is not None:
        spend(row, kind, now=now)


def _counted(client_id: UUID, kind: QuotaKind, quota: Quota, *, now: datetime) -> bool:
    """Whether the call found its place: conditional UPDATEs, so that two at once never pass for one.

    Nearly every call finds its minute begun, and asks once. The first of a minute begins it, that of a day makes the row.
    """
    minute, day = int(now.timestamp()) // 60, civil_date(now)
    rows = ClientUse.objects.filter(client_id=client_id, day=day, kind=kind.value)
    free = rows.filter(count__lt=quota.day)
    this_minute = free.filter(minute=minute, minute_count__lt=quota.minute)
    one_more = {"count": F("count") + 1, "last_at": now}
    if this_minute.update(**one_more, minute_count=F("minute_count") + 1):
        return True
    if free.exclude(minute=minute).update(**one_more, minute=minute, minute_count=1):
        return True
    fresh = ClientUse(
        client_id=client_id, day=day, kind=kind.value, count=0, minute=minute, minute_count=0, last_at=now
    )
    ClientUse.objects.bulk_create([fresh], ignore_conflicts=True)
    return bool(this_minute.update(**one_more, minute_count=F("minute_count") + 1))


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
