"""Rows of hand-overs: finding those that wait, closing one, in words of the tables alone."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

import mob.journal.services as journal
from mob.applications.events import PurchaseEnded
from mob.applications.models import Purchase
from mob.applications.purchases import sealing
from mob.applications.purchases.types import Invoice
from mob.applications.types import PurchaseState
from mob.identity.oidc_types import Scope
from mob.kernel.actor import Actor


def of_person(user_id: UUID) -> QuerySet[Purchase]:
    return Purchase.objects.filter(link__user_id=user_id)


def waiting(rows: QuerySet[Purchase], now: datetime) -> QuerySet[Purchase]:
    """Those the person may still join. Not once its link ended or allows it no more, be its content there or not."""
    live = rows.filter(state=PurchaseState.WAITING.value, ends_at__gt=now, link__ended_at=None)
    # No other scope contains this word.
    return live.filter(link__scope__contains=Scope.METADATA.value)


def content(row: Purchase) -> tuple[Invoice, ...] | None:
    """What was bought. None for what cannot be read any more: the installation's secret changed. It is handed over again."""
    if row.sealed is None:
        return None
    try:
        return sealing.unseal(row.sealed, link=row.link_id, row=row.id, secret=settings.SECRET_KEY)
    except sealing.BrokenSealError:
        return None


def close(actor: Actor, row: Purchase, state: PurchaseState, *, now: datetime) -> bool:
    """Its content goes; that it was handed over stays for a while. False when it waited no more. In a transaction."""
    live = Purchase.objects.filter(id=row.id, state=PurchaseState.WAITING.value)
    if not live.update(state=state.value, closed_at=now, sealed=None):
        return False
    fact = PurchaseEnded(row.id, state)
    journal.append(actor, stream=f"account:{row.link.user_id}", events=[fact], now=now)
    return True
