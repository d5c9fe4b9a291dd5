"""Rights held by one process for a time: the scheduler's turn, a worker's heartbeat. Not the lease of a delivery."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from mob.journal.models import Lease

HEARTBEAT = "worker"
SCHEDULER = "scheduler"
# No lease is ever longer. One that claims more was written by a clock that ran ahead, and holds nothing.
_LONGEST = timedelta(minutes=10)


def hold(name: str, *, holder: str, now: datetime, span: timedelta) -> bool:
    """Take or renew the lease. False while somebody else holds it."""
    free = Q(holder=holder) | Q(until__lte=now) | Q(until__gt=now + _LONGEST)
    if Lease.objects.filter(free, name=name).update(holder=holder, until=now + span):
        return True
    made, was_made = Lease.objects.get_or_create(name=name, defaults={"holder": holder, "until": now + span})
    return was_made and made.holder == holder


def is_held(name: str, *, now: datetime) -> bool:
    """Whether anybody holds the lease at this moment."""
    return Lease.objects.filter(name=name, until__gt=now, until__lte=now + _LONGEST).exists()


def beat(name: str, *, holder: str, now: datetime, span: timedelta) -> None:
    """Say "alive until then" under a name that several processes share: the last to speak is enough."""
    Lease.objects.update_or_create(name=name, defaults={"holder": holder, "until": now + span})
