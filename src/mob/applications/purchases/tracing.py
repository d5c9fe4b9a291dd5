"""What stays of hand-overs for the person to look back on, and what the clock, a link that ends and a deletion erase."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from mob.applications.models import Purchase
from mob.applications.purchases import plain, rows
from mob.applications.purchases.types import KEPT, Trace
from mob.applications.types import PurchaseState
from mob.identity.events import ServiceLinked, ServiceUnlinked
from mob.identity.oidc_types import Scope
from mob.identity.permissions import person
from mob.identity.types import ExportFile, RetentionRule
from mob.journal.types import FactView, Subscriber
from mob.kernel.actor import Actor
from mob.kernel.clock import add_months, civil_date, day_starts

# Long enough for the person to look back on a year, as for what a service read.
MONTHS_TRACED = 12


def traces(actor: Actor, *, now: datetime) -> Mapping[UUID, list[Trace]]:
    """What each linked service handed over, by the link, the last first."""
    found: dict[UUID, list[Trace]] = defaultdict(list)
    mine = rows.of_person(person(actor)).select_related("proof__application", "link")
    for row in mine.order_by("-received_at", "-id"):
        found[row.link_id].append(_trace(row, now))
    return found


def _trace(row: Purchase, now: datetime) -> Trace:
    """What has passed its end or its link is told so before the clock comes by."""
    state = PurchaseState(row.state)
    link = row.link
    if state is PurchaseState.WAITING and (link.ended_at or Scope.METADATA not in link.scope.split()):
        state = PurchaseState.UNLINKED
    if state is PurchaseState.WAITING and row.ends_at <= now:
        state = PurchaseState.EXPIRED
    reference = row.proof.application.reference if row.proof else ""
    return Trace(row.id, row.received_at, row.ends_at, state, row.closed_at, reference)


def export(user_id: UUID) -> list[ExportFile]:
    """What was handed over, with the content of what still waits; no file when nothing ever was."""
    mine = rows.of_person(user_id).select_related("link__client").order_by("received_at", "id")
    said = [_said(row) for row in mine]
    text = json.dumps(said, ensure_ascii=False, indent=2)
    return [ExportFile("demandes/justificatifs-remis.json", text.encode())] if said else []


def _said(row: Purchase) -> dict[str, Any]:
    content = rows.content(row)
    return {
        "service": row.link.client.name,
        "operator": row.link.client.operator,
        "received": row.received_at.isoformat(),
        "kept_until": row.ends_at.isoformat(),
        "state": row.state,
        "closed": row.closed_at.isoformat() if row.closed_at else None,
        "invoices": plain.to_plain(content) if content else None,
    }


def forget_person(user_id: UUID) -> None:
    """The account is erased: nothing is left."""
    rows.of_person(user_id).delete()


def subscriber() -> Subscriber:
    """When a link ends, or the person no longer allows it, what she had not joined is erased."""
    kinds = frozenset({ServiceUnlinked.kind, ServiceLinked.kind})
    return Subscriber("applications.purchases", kinds, _unlinked)


def _unlinked(fact: FactView) -> None:
    """Nothing is offered from that moment on (`rows.waiting`); this makes the content go. Twice, nothing is left to do."""
    if fact.kind == ServiceLinked.kind and Scope.METADATA in fact.data["scopes"]:
        return
    live = Purchase.objects.filter(state=PurchaseState.WAITING.value, link__client_id=UUID(fact.data["client"]))
    if fact.kind == ServiceUnlinked.kind:
        # Whosever: a link that ended with one account may be kept by the account it was brought into.
        gone = live.filter(link__ended_at__isnull=False)
    else:
        gone = live.filter(link__user_id=fact.owner_id, received_at__lte=fact.at)
    for row in gone.select_related("link"):
        with transaction.atomic():
            rows.close(Actor.system(), row, PurchaseState.UNLINKED, now=fact.at)


def rule() -> RetentionRule:
    return RetentionRule(
        "applications.purchases",
        "proofs of purchase that a linked service handed over and that nobody joined; then that they were handed over",
        f"{KEPT.days} days for what was bought, {MONTHS_TRACED} months for the trace",
        due=lambda now: _overdue(now).count() + _old(now).count(),
        erase=_forget,
    )


def _overdue(now: datetime) -> QuerySet[Purchase]:
    return Purchase.objects.filter(state=PurchaseState.WAITING.value, ends_at__lte=now)


def _old(now: datetime) -> QuerySet[Purchase]:
    limit = day_starts(add_months(civil_date(now), -MONTHS_TRACED))
    return Purchase.objects.filter(received_at__lt=limit).exclude(state=PurchaseState.WAITING.value)


def _forget(now: datetime) -> int:
    gone = 0
    for row in list(_overdue(now).select_related("link")):
        with transaction.atomic():
            gone += rows.close(Actor.system(), row, PurchaseState.EXPIRED, now=now)
    return gone + _old(now).delete()[0]
