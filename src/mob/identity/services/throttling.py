"""Counting attempts in the database, so that every process sees the same count."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.crypto import salted_hmac

from mob.identity import throttle
from mob.identity.models import Throttle
from mob.identity.network import network_of
from mob.identity.rules import email_key
from mob.identity.throttle import Limit, Slowed
from mob.identity.types import Visit

Buckets = Sequence[tuple[Limit, str]]

_TRIES = 20


def guess_buckets(visit: Visit, *, subject: str, user_id: UUID | None) -> Buckets:
    """Where a guess counts: in the browser's own bucket when it is known, else in the account's and the network's."""
    if user_id is not None and user_id in visit.known_for:
        return [(throttle.GUESS_DEVICE, f"{user_id}:{visit.device}")]
    return [(throttle.GUESS_NETWORK, network_of(visit.address)), (throttle.GUESS_ACCOUNT, subject)]


def mail_buckets(visit: Visit, *, email: str, user_id: UUID | None) -> Buckets:
    """Where a mailed code counts, on the same principle."""
    if user_id is not None and user_id in visit.known_for:
        return [(throttle.MAIL_DEVICE, f"{user_id}:{visit.device}")]
    subject = email_key(email)
    return [
        (throttle.MAIL_NETWORK, network_of(visit.address)),
        (throttle.MAIL_ADDRESS, subject),
        (throttle.MAIL_ADDRESS_DAY, subject),
    ]


def spend(buckets: Buckets, *, code: str, now: datetime) -> None:
    """Count one attempt in each bucket, before it is known whether it succeeds. Raises `Slowed(code)` when one is full.

    Called outside the transaction of the attempt: a refused attempt still counts.
    """
    for limit, subject in buckets:
        wait = _spend(limit, subject, now=now)
        if wait:
            raise Slowed(code, minutes=-(-wait // 60))


def give_back(buckets: Buckets, *, now: datetime) -> None:
    """Take the last attempt out: it was the owner's. Earlier wrong ones stay counted."""
    for limit, subject in buckets:
        row = Throttle.objects.filter(key=_key(limit, subject)).first()
        stamps: list[float] = json.loads(row.stamps) if row else []
        if row and now.timestamp() in stamps:
            stamps.remove(now.timestamp())
            Throttle.objects.filter(key=row.key, stamps=row.stamps).update(stamps=json.dumps(stamps))


def _spend(limit: Limit, subject: str, *, now: datetime) -> int:
    """Seconds to wait, or 0 once counted. The row changes only if nobody else changed it, else it is read again."""
    key = _key(limit, subject)
    Throttle.objects.bulk_create([Throttle(key=key, expires_at=now + limit.window)], ignore_conflicts=True)
    for _try in range(_TRIES):
        before = Throttle.objects.values_list("stamps", flat=True).get(key=key)
        stamps, wait = throttle.admit(json.loads(before), now=now.timestamp(), limit=limit)
        if wait:
            return wait
        after = {"stamps": json.dumps(stamps), "expires_at": now + limit.window}
        if Throttle.objects.filter(key=key, stamps=before).update(**after):
            return 0
    return 60


def _key(limit: Limit, subject: str) -> str:
    return salted_hmac("mob.identity.throttle", f"{limit.name}:{subject}", algorithm="sha256").hexdigest()
