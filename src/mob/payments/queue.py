"""The order of complete files: fed from facts, read when the money of an aid runs short."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from mob.applications import events as e
from mob.journal.types import FactView
from mob.payments.models import Envelope, WaitingPlace

# A file is complete from the last time its person sent something; it leaves when it is no longer the funder's turn.
_COMPLETE = frozenset({e.ApplicationSubmitted.kind, e.ApplicationResubmitted.kind, e.ApplicationResumed.kind})
_BACK = frozenset({e.ApplicationReopened.kind, "award_withdrawn"})
_LEAVES = frozenset(
    {
        e.ChangesRequested.kind,
        e.ApplicationLapsed.kind,
        e.ApplicationApproved.kind,
        e.ApplicationRejected.kind,
        e.ApplicationWithdrawn.kind,
    }
)
KINDS = _COMPLETE | _BACK | _LEAVES


def follow(fact: FactView) -> None:
    """Move an application's place. Facts of one application come in order; told twice, nothing changes."""
    if fact.kind in _COMPLETE:
        _complete(fact.owner_id, fact.at)
    else:
        WaitingPlace.objects.filter(application_id=fact.owner_id).update(is_open=fact.kind in _BACK)


def _complete(application_id: UUID, at: datetime) -> None:
    moved = WaitingPlace.objects.filter(application_id=application_id).update(complete_at=at, is_open=True)
    if not moved:
        place = WaitingPlace(application_id=application_id, complete_at=at)
        place.aid_id = place.application.aid_id
        WaitingPlace.objects.bulk_create([place], ignore_conflicts=True)


def is_spent(envelope: Envelope) -> bool:
    """Whether another usual grant no longer fits."""
    if envelope.cap_cents is None:
        return False
    left = envelope.cap_cents - envelope.committed_cents - envelope.paid_cents
    return left < max(1, envelope.grant_cents)


def ahead_of(application_id: UUID, aid_id: UUID) -> int:
    """How many files of the aid were complete before this one. One not seen here yet comes after all."""
    others = WaitingPlace.objects.filter(aid_id=aid_id, is_open=True).exclude(application_id=application_id)
    mine = WaitingPlace.objects.filter(application_id=application_id).values_list("complete_at", flat=True).first()
    return others.filter(complete_at__lt=mine).count() if mine else others.count()


def first_of(aid_id: UUID) -> UUID | None:
    """The file of the aid that was complete first."""
    rows = WaitingPlace.objects.filter(aid_id=aid_id, is_open=True).order_by("complete_at", "application_id")
    return rows.values_list("application_id", flat=True).first()


def length(aid_id: UUID) -> int:
    """How many complete files of the aid wait."""
    return WaitingPlace.objects.filter(aid_id=aid_id, is_open=True).count()
