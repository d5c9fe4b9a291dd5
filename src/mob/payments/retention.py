"""How long bank details are kept, and why. A rule that `mob purge` and the nightly task apply."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from mob.documents import services as documents
from mob.identity.types import RetentionRule
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.payments.models import BankDetails, Order
from mob.payments.types import UNPAID

# A credit transfer may be contested for thirteen months (Code monétaire et financier, article L133-24).
MONTHS_KEPT = 13


def rules() -> list[RetentionRule]:
    """Every rule of this context."""
    return [
        RetentionRule(
            "payments.bank-details",
            "bank details of awards with nothing left to pay; their masked form stays with the payments",
            f"{MONTHS_KEPT} months after the last payment (Code monétaire et financier, article L133-24)",
            due=lambda now: _useless(_limit(now)).count(),
            erase=lambda now: sum(forget(row, now) for row in list(_useless(_limit(now)))),
        )
    ]


def _limit(now: datetime) -> date:
    return clock.add_months(clock.civil_date(now), -MONTHS_KEPT)


def _useless(before: date) -> QuerySet[BankDetails]:
    orders = Order.objects.filter(award=OuterRef("award"))
    unpaid = orders.filter(state__in=[state.value for state in UNPAID])
    recent = orders.filter(paid_on__gt=before)
    given = BankDetails.objects.filter(document__isnull=False, given_at__lt=clock.day_starts(before))
    return given.exclude(Exists(unpaid) | Exists(recent))


def forget(row: BankDetails, now: datetime) -> int:
    """Erase one account; that it was given, and its masked form, stay with the payment. Returns how many it erased."""
    document_id = row.document_id
    if document_id is None:
        return 0
    with transaction.atomic():
        BankDetails.objects.filter(id=row.id).update(document_id=None, manifest="")
        documents.remove(Actor.system(), document_id=document_id, now=now)
    return 1
