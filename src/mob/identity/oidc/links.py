"""Links between a person and a service: what she allowed, whether she must be asked, what was read, how it ends."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from mob.identity.events import ServiceLinked, ServiceUnlinked
from mob.identity.models import Link, Reading, User
from mob.identity.oidc import tokens
from mob.identity.oidc_types import ClientView, LinkedService, Scope
from mob.identity.permissions import check_may_read, person
from mob.identity.services import sharing
from mob.identity.services.receipts import keep_receipt, withdraw_receipt
from mob.identity.types import ReceiptKind
from mob.journal import services as journal
from mob.kernel.actor import Actor
from mob.kernel.clock import civil_date
from mob.kernel.errors import Forbidden, NotFound, Refused

# Changed with any sentence of the consent screen, so that everybody is asked again.
TEXT_VERSION = 1
# By the last a service hands over: what it did so is told to her apart.
_READ_NOTHING = {Scope.OPENID, Scope.OFFLINE, Scope.METADATA}


def terms_of(client: ClientView) -> str:
    """A fingerprint of what a person is told about a service. Another one: she is asked again."""
    said = [TEXT_VERSION, client.name, client.operator, sorted(client.required), client.may_know_identity]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def allowed_already(user_id: UUID, client: ClientView, asked: Iterable[str]) -> tuple[UUID, tuple[str, ...]] | None:
    """The link and the scopes it gives when she has nothing new to decide, else None."""
    row = _open(user_id, client)
    if row is None or row.terms != terms_of(client) or set(asked) - set(row.decided.split()):
        return None
    allowed = set(row.scope.split())
    return row.id, tuple(scope for scope in asked if scope in allowed)


def check_meets(client: ClientView, user_id: UUID) -> None:
    """A sandbox meets its partner's test people alone, and they meet nothing else. Raises Refused."""
    test_of = User.objects.values_list("test_of", flat=True).get(id=user_id)
    if client.is_sandbox and (test_of is None or test_of != client.owner):
        raise Refused("sandbox_real_account")
    if not client.is_sandbox and test_of is not None:
        raise Refused("sandbox_test_account")


def allowed_before(user_id: UUID, client: ClientView) -> frozenset[str]:
    """What a person already said yes to: shown so when she is asked again."""
    row = _open(user_id, client)
    return frozenset(row.scope.split()) if row else frozenset()


def _open(user_id: UUID, client: ClientView) -> Link | None:
    return Link.objects.filter(user_id=user_id, client_id=client.id, ended_at=None).first()


def allow(
    actor: Actor,
    client: ClientView,
    *,
    asked: Iterable[str],
    chosen: Iterable[str],
    text: str,
    language: str,
    now: datetime,
) -> tuple[UUID, tuple[str, ...]]:
    """Link the account, or change what the link allows: what the service requires, and what she chose among the rest.

    `text`: the words she read, kept as a receipt. Returns the link and the scopes it gives to this request.
    """
    user_id, asked = person(actor), tuple(asked)
    check_meets(client, user_id)
    granted = [scope for scope in asked if scope in client.required or scope in set(chosen)]
    with transaction.atomic():
        row = _opened(user_id, client, now=now)
        withdraw_receipt(user_id, kind=ReceiptKind.SERVICE, subject=row.id, now=now)
        kept = [scope for scope in row.scope.split() if scope not in asked]
        row.scope = " ".join([*kept, *granted])
        row.decided = " ".join(sorted({*row.decided.split(), *asked}))
        row.terms, row.changed_at = terms_of(client), now
        row.save(update_fields=["scope", "decided", "terms", "changed_at"])
        if Scope.CMS_ACCESSIBILITY not in row.scope.split():
            sharing.stop_link(actor, row.id, now=now)
        keep_receipt(user_id, kind=ReceiptKind.SERVICE, subject=row.id, text=text, language=language, now=now)
        fact = ServiceLinked(client.id, tuple(row.scope.split()))
        journal.append(actor, stream=f"account:{user_id}", events=[fact], now=now)
    return row.id, tuple(granted)


def _opened(user_id: UUID, client: ClientView, *, now: datetime) -> Link:
    """The open link, locked, or a new one: two windows at once end with one."""
    rows = Link.objects.select_for_update().filter(user_id=user_id, client_id=client.id, ended_at=None)
    found = rows.first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            fresh = {"scope": "", "decided": "", "terms": "", "linked_at": now, "changed_at": now}
            return Link.objects.create(user_id=user_id, client_id=client.id, **fresh)
    except IntegrityError:
        return rows.get()


def hold(link_id: UUID, scope: Scope) -> None:
    """Lock an open link that allows this scope, in the caller's transaction: it cannot end meanwhile. Raises Forbidden."""
    row = Link.objects.select_for_update().filter(id=link_id, ended_at=None).first()
    if row is None or scope not in row.scope.split():
        raise Forbidden("api_scope_missing", scope=scope.value)


def end_link(actor: Actor, link_id: UUID, *, now: datetime) -> None:
    """End one of the actor's own links: its tokens die with it, and the service is told by a delivery.

    Raises NotFound for somebody else's link; ended already, nothing happens.
    """
    row = Link.objects.filter(id=link_id, user_id=person(actor)).first()
    if row is None:
        raise NotFound("service_unknown")
    with transaction.atomic():
        _end(actor, row, now=now)


def _end(actor: Actor, row: Link, *, now: datetime) -> None:
    if not Link.objects.filter(id=row.id, ended_at=None).update(ended_at=now):
        return
    tokens.end_all(link_id=row.id, now=now)
    sharing.stop_link(actor, row.id, now=now)
    withdraw_receipt(row.user_id, kind=ReceiptKind.SERVICE, subject=row.id, now=now)
    fact = ServiceUnlinked(row.client_id)
    journal.append(actor, stream=f"account:{row.user_id}", events=[fact], now=now)


def end_row(actor: Actor, row: Link, *, now: datetime) -> None:
    """The service closed, or knows another account of hers. In the caller's transaction, who tells the person."""
    _end(actor, row, now=now)


def end_everything(actor: Actor, user_id: UUID, *, now: datetime) -> None:
    """The account is erased: links end, the services are told, then nothing is left of what linked her to them."""
    for row in Link.objects.filter(user_id=user_id, ended_at=None).order_by("id"):
        _end(actor, row, now=now)
    tokens.forget(user_id)
    Link.objects.filter(user_id=user_id).delete()


def services_of(actor: Actor, user_id: UUID) -> list[LinkedService]:
    """Every service a person linked, those still linked first, with what each read lately."""
    check_may_read(actor, user_id)
    rows = Link.objects.filter(user_id=user_id).select_related("client").prefetch_related("readings")
    views = [_view(row) for row in rows.order_by("-linked_at", "-id")]
    return sorted(views, key=lambda view: view.ended_at is not None)


def service_of(actor: Actor, link_id: UUID) -> LinkedService:
    """One of the actor's own. Raises NotFound."""
    found = next((view for view in services_of(actor, person(actor)) if view.id == link_id), None)
    if found is None:
        raise NotFound("service_unknown")
    return found


def _view(row: Link) -> LinkedService:
    scopes = tuple(scope for scope in Scope if scope in set(row.scope.split()))
    readings = sorted(row.readings.all(), key=lambda each: each.last_at, reverse=True)
    return LinkedService(
        id=row.id,
        name=row.client.name,
        operator=row.client.operator,
        homepage=row.client.homepage,
        scopes=tuple(scope for scope in scopes if scope is not Scope.OFFLINE),
        is_standing=Scope.OFFLINE in scopes,
        linked_at=row.linked_at,
        ended_at=row.ended_at,
        readings=tuple((each.last_at, tuple(each.scope.split())) for each in readings),
    )


def record_reading(link_id: UUID, scopes: Iterable[str], *, now: datetime) -> None:
    """Keep that a service read what these scopes give: a line a day, not one a request."""
    told = " ".join(sorted(set(scopes) - _READ_NOTHING)) or Scope.OPENID.value
    day = civil_date(now)
    if not Reading.objects.filter(link_id=link_id, day=day, scope=told).update(last_at=now):
        rows = [Reading(link_id=link_id, day=day, scope=told, last_at=now)]
        Reading.objects.bulk_create(rows, ignore_conflicts=True)
