"""What the clock does to money to pay: bank details are forgotten once they are of no use, or were never named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from mob.documents import selectors as documents
from mob.documents import services as document_services
from mob.journal.types import TaskKind
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.payments.models import BankDetails, Order
from mob.payments.types import UNPAID

# A bank may still be asked about a credit transfer for thirteen months (Code monétaire et financier, article L133-24).
MONTHS_KEPT = 13
_BATCH = 500


def kinds() -> Iterator[TaskKind]:
    """Tasks of this context."""
    yield TaskKind("payments.forget_details", forget_details, every=timedelta(hours=24))
    yield TaskKind("payments.unnamed", forget_unnamed, every=timedelta(hours=6))


def forget_details(payload: Mapping[str, Any], now: datetime) -> None:
    """Erase the bank details of awards with nothing left to pay, thirteen months after their last payment."""
    for row in list(_useless(clock.add_months(clock.civil_date(now), -MONTHS_KEPT))[:_BATCH]):
        forget(row, now)


def _useless(before: date) -> QuerySet[BankDetails]:
    orders = Order.objects.filter(award=OuterRef("award"))
    unpaid = orders.filter(state__in=[state.value for state in UNPAID])
    recent = orders.filter(paid_on__gt=before)
    return BankDetails.objects.filter(document__isnull=False, given_at__date__lt=before).exclude(
        Exists(unpaid) | Exists(recent)
    )


def forget(row: BankDetails, now: datetime) -> None:
    """Erase one person's bank details; that they were given, and their masked form, stay with the payment."""
    document_id = row.document_id
    if document_id is None:
        return
    with transaction.atomic():
        BankDetails.objects.filter(id=row.id).update(document_id=None, manifest="")
        document_services.remove(Actor.system(), document_id=document_id, now=now)


def forget_unnamed(payload: Mapping[str, Any], now: datetime) -> None:
    """Remove sealed values nothing names: a process died between storing and naming them. The last day is left."""
    found = set(documents.live_values_between(now - timedelta(days=3), now - timedelta(days=1)))
    named = BankDetails.objects.filter(document_id__in=found).values_list("document_id", flat=True)
    for document_id in found - set(named):
        document_services.remove(Actor.system(), document_id=document_id, now=now)
