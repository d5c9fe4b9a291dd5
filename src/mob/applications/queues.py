"""The delays of each queue, measured by a task and kept, so that no page counts anything."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from mob.applications import delays
from mob.applications.delays import Answered, Delay
from mob.applications.models import Application, Decision, QueueDelay
from mob.kernel.clock import civil_date

# The last decided files of an aid: enough for a tenth to mean something, recent enough to be true.
SAMPLE = 200


def delay_of(aid_id: UUID, *, community_id: UUID | None = None) -> Delay | None:
    """The delay of the community's part of an aid where it is known, else of the whole aid. Public: it names nobody."""
    keys = ["", str(community_id)] if community_id else [""]
    row = QueueDelay.objects.filter(aid_id=aid_id, community_key__in=keys).order_by("-community_key").first()
    return Delay(row.p50_days, row.p90_days, row.sample) if row else None


def refresh(now: datetime) -> int:
    """Measure every aid that has decided files. Returns how many queues have a delay to show."""
    return sum(_refresh(aid_id, now) for aid_id in _aids())


def _aids() -> Iterator[UUID]:
    """Each aid with a decided file: one short index walk an aid."""
    rows = Application.objects.filter(decided_at__isnull=False).order_by("aid_id").values_list("aid_id", flat=True)
    found = rows.first()
    while found is not None:
        yield found
        found = rows.filter(aid_id__gt=found).first()


def _refresh(aid_id: UUID, now: datetime) -> int:
    queues: dict[str, list[Answered]] = {"": []}
    for community_id, answer in _answers(aid_id):
        queues[""].append(answer)
        if community_id:
            queues.setdefault(str(community_id), []).append(answer)
    shown = [(key, delay) for key, answers in queues.items() if (delay := delays.measure(answers))]
    QueueDelay.objects.filter(aid_id=aid_id).exclude(community_key__in=[key for key, _delay in shown]).delete()
    for key, delay in shown:
        measured = {"p50_days": delay.p50_days, "p90_days": delay.p90_days, "sample": delay.sample}
        QueueDelay.objects.update_or_create(
            aid_id=aid_id, community_key=key, defaults={**measured, "refreshed_at": now}
        )
    return len(shown)


def _answers(aid_id: UUID) -> Iterable[tuple[UUID | None, Answered]]:
    rows = Application.objects.filter(aid_id=aid_id, decided_at__isnull=False, submitted_at__isnull=False)
    files = {row.id: row for row in rows.order_by("-decided_at")[:SAMPLE]}
    standing = Decision.objects.filter(application_id__in=files, reopened_at=None)
    for decision in standing.order_by("decided_at"):
        row = files.pop(decision.application_id, None)
        if row is None or row.submitted_at is None:
            continue
        elapsed = (decision.decided_at - row.submitted_at).total_seconds() / 86_400
        yield (
            row.community_id,
            Answered(
                days=max(0.0, elapsed - row.silence_paused_days),
                on=civil_date(decision.decided_at),
                author_id=decision.author_id,
                is_approval=decision.is_approval,
                words=hashlib.sha256(decision.text.encode()).hexdigest(),
            ),
        )
