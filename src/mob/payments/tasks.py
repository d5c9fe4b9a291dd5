"""What the clock does to money to pay: sealed values nothing names are removed. How long others are kept: `retention`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from mob.documents import selectors as documents
from mob.documents import services as document_services
from mob.journal.types import TaskKind
from mob.kernel.actor import Actor
from mob.payments.models import BankDetails


def kinds() -> Iterator[TaskKind]:
    """Tasks of this context."""
    yield TaskKind("payments.unnamed", forget_unnamed, every=timedelta(hours=6))


def forget_unnamed(payload: Mapping[str, Any], now: datetime) -> None:
    """Remove sealed values nothing names: a process died between storing and naming them. The last day is left."""
    found = set(documents.live_values_between(now - timedelta(days=3), now - timedelta(days=1)))
    named = BankDetails.objects.filter(document_id__in=found).values_list("document_id", flat=True)
    for document_id in found - set(named):
        document_services.remove(Actor.system(), document_id=document_id, now=now)
