"""Telling a service, at its own address and signed, that a link ended or that needs changed: deliveries of the journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from mob.identity.events import AccessibilityChangeTold, ServiceUnlinked
from mob.identity.models import Client, WebhookCall
from mob.identity.oidc import webhook_signing
from mob.identity.oidc.credentials import take
from mob.identity.oidc.failures import Reason, record_failure
from mob.identity.oidc.subjects import subject
from mob.identity.ports import WebhookCaller
from mob.journal import services as journal
from mob.journal.types import FactView, Subscriber, TaskKind
from mob.kernel import clock, ports
from mob.kernel.actor import Actor
from mob.kernel.errors import NotFound, Refused
from mob.kernel.ids import uuid7
from mob.kernel.ports import PortRefused, PortUnavailable

AGAIN = "webhook_again"
LINK_ENDED, NEEDS_CHANGED, TRIAL = "link.ended", "accessibility.changed", "webhook.test"
# What a service is told of which fact: that it happened, never more.
_KINDS = {ServiceUnlinked.kind: LINK_ENDED, AccessibilityChangeTold.kind: NEEDS_CHANGED}
# After another secret was made, messages bear both signatures for so long.
BOTH_SIGN = timedelta(hours=24)
_GONE = 410


@dataclass(frozen=True, slots=True)
class CallView:
    """One message as its partner sees it. `outcome`: an HTTP status, or a code of `Reason`; empty before the first try."""

    id: UUID
    fact: UUID
    kind: str
    happened_at: datetime
    attempts: int
    last_at: datetime | None
    outcome: str
    is_done: bool


def subscriber() -> Subscriber:
    return Subscriber("oidc.webhook", frozenset(_KINDS), _tell)


def again_task() -> TaskKind:
    return TaskKind(AGAIN, _again)


def _tell(fact: FactView) -> None:
    row = Client.objects.filter(id=UUID(fact.data["client"]), closed_at=None).exclude(webhook_uri="").first()
    if row is None:
        return
    told = subject(fact.owner_id, sector=row.sector)
    call = _call_of(row, fact.id, _KINDS[fact.kind], told, at=fact.at)
    if call.done_at is None:
        _send(row, call)


def _call_of(row: Client, fact_id: UUID, kind: str, told: str, *, at: datetime) -> WebhookCall:
    """The row of a message, made once whatever the number of calls."""
    fresh = WebhookCall(client_id=row.id, fact=fact_id, kind=kind, subject=told, happened_at=at)
    WebhookCall.objects.bulk_create([fresh], ignore_conflicts=True)
    found: WebhookCall = WebhookCall.objects.get(client_id=row.id, fact=fact_id)
    return found


def _send(row: Client, call: WebhookCall) -> None:
    """One try. Raises PortUnavailable when it must be tried again: the queue does."""
    now = clock.now()
    content = webhook_signing.body(call.kind, client_id=row.client_id, subject=call.subject, at=call.happened_at)
    headers = webhook_signing.headers(_secrets(row, now=now), message_id=str(call.fact), at=now, content=content)
    caller = ports.serve(WebhookCaller)  # type: ignore[type-abstract]
    try:
        status = caller.call(row.webhook_uri, headers, content)
    except PortRefused:
        _keep(row, call, Reason.ADDRESS_REFUSED, is_done=False, now=now)
        return
    except PortUnavailable:
        _keep(row, call, Reason.SERVICE_AWAY, is_done=False, now=now)
        raise
    is_done = 200 <= status < 300
    _keep(row, call, str(status), is_done=is_done, now=now)
    if not is_done and status != _GONE:
        raise PortUnavailable(f"the service answered {status}")


def _keep(row: Client, call: WebhookCall, outcome: str, *, is_done: bool, now: datetime) -> None:
    done = {"done_at": now} if is_done else {}
    WebhookCall.objects.filter(id=call.id).update(attempts=F("attempts") + 1, last_at=now, outcome=outcome, **done)
    if not is_done:
        why = outcome if outcome == Reason.ADDRESS_REFUSED else Reason.SERVICE_AWAY
        record_failure(row.id, "webhook", why, now)


def _secrets(row: Client, *, now: datetime) -> list[str]:
    changed = row.webhook_changed_at
    older = [row.webhook_generation - 1] if changed is not None and now < changed + BOTH_SIGN else []
    return [_secret(row, each) for each in (row.webhook_generation, *older)]


def _secret(row: Client, generation: int) -> str:
    return webhook_signing.secret(row.id, generation, of=settings.SECRET_KEY)


def secret_of(actor: Actor, client_id: UUID) -> str:
    """What the service checks signatures with. Raises NotFound."""
    with transaction.atomic():
        row = take(actor, client_id)
    return _secret(row, row.webhook_generation)


def calls_of(client_id: UUID, *, most: int = 50) -> list[CallView]:
    """The last messages, newest first. The caller checked who asks."""
    rows = WebhookCall.objects.filter(client_id=client_id).order_by("-happened_at", "-id")[:most]
    return [
        CallView(
            row.id,
            row.fact,
            row.kind,
            row.happened_at,
            row.attempts,
            row.last_at,
            row.outcome,
            row.done_at is not None,
        )
        for row in rows
    ]


def try_out(actor: Actor, client_id: UUID, *, now: datetime) -> None:
    """Send a message of trial. Raises NotFound, Refused `webhook_none`."""
    with transaction.atomic():
        row = take(actor, client_id)
        if not row.webhook_uri:
            raise Refused("webhook_none")
        call = _call_of(row, uuid7(), TRIAL, "", at=now)
        _plan(call, now=now)


def send_again(actor: Actor, client_id: UUID, call_id: UUID, *, now: datetime) -> None:
    """Tell the same thing once more, under the same number. Raises NotFound, Refused `webhook_none`."""
    with transaction.atomic():
        row = take(actor, client_id)
        call = WebhookCall.objects.filter(id=call_id, client_id=row.id).first()
        if call is None:
            raise NotFound("webhook_call_unknown")
        if not row.webhook_uri:
            raise Refused("webhook_none")
        _plan(call, now=now)


def _plan(call: WebhookCall, *, now: datetime) -> None:
    journal.plan(AGAIN, key=f"{AGAIN}:{call.id}:{int(now.timestamp())}", payload={"call": str(call.id)}, at=now)


def _again(payload: Mapping[str, Any], now: datetime) -> None:
    call = WebhookCall.objects.select_related("client").filter(id=UUID(str(payload["call"]))).first()
    if call is not None and call.client.closed_at is None and call.client.webhook_uri:
        _send(call.client, call)
