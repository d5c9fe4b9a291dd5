"""A linked service hands over what a person bought there. Any wire calls `hand_over`: it only translates.

Nothing is joined to anything: the person is told, reads it, and decides. Each hand-over carries a key of the service's
own: asked again with it, nothing is kept twice.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

import mob.journal.services as journal
from mob.applications.events import PurchaseReceived
from mob.applications.linked_services.rights import person_of, service_of
from mob.applications.models import Purchase
from mob.applications.purchases import plain, rows, rules, sealing
from mob.applications.purchases.types import KEPT, MOST_WAITING, PAPERS, Invoice, Received
from mob.applications.services import drafts
from mob.applications.types import PurchaseState
from mob.catalogue import selectors as catalogue
from mob.catalogue.types import AidView
from mob.directory import closing
from mob.identity import throttle
from mob.identity.oidc import links
from mob.identity.oidc_types import Scope
from mob.identity.services import throttling
from mob.kernel.actor import Actor
from mob.kernel.clock import civil_date
from mob.kernel.errors import Conflict, Invalid, NotFound, Refused
from mob.kernel.ids import uuid7


def hand_over(
    actor: Actor, link_id: UUID, *, aid: str, invoices: Sequence[Invoice], key: str, now: datetime
) -> Received:
    """Keep invoices for the person until she joins them, or for seven days. `aid`: its address here, or empty.

    Raises Forbidden; Invalid with a pointer; NotFound or Refused where she could not apply for that aid; Refused
    `purchase_not_asked` when it asks for no such paper, `purchase_too_many` when as many wait as may; Slowed; Invalid
    `api_key_reused` for a key that served another request.
    """
    person_of(actor, Scope.METADATA)
    asked = _asked(link_id, aid, invoices)
    if known := _known(link_id, key):
        return _again(known, asked, now)
    rules.check(invoices, today=civil_date(now))
    view = _view(actor, aid, now)
    throttling.spend([(throttle.PURCHASES, str(link_id))], code="api_slowed", now=now)
    try:
        with transaction.atomic():
            return received(_kept(actor, link_id, view, invoices, (_digest(key), asked), now=now), now=now, is_new=True)
    except IntegrityError as error:
        # The same request at the same instant: the other one kept its answer. Else her account was written meanwhile.
        if known := _known(link_id, key):
            return _again(known, asked, now)
        raise Conflict("changed_meanwhile") from error


def _view(actor: Actor, aid: str, now: datetime) -> AidView | None:
    """The aid, when one was named, asked here, and takes such a paper."""
    closing.check_is_open(now)
    if not aid:
        return None
    view = catalogue.published(aid, actor=actor)
    if view is None:
        raise NotFound("aid_unknown")
    drafts.check_open(view, now)
    if not any(proof.proof_type in PAPERS for proof in view.proofs):
        raise Refused("purchase_not_asked")
    return view


def _kept(
    actor: Actor,
    link_id: UUID,
    view: AidView | None,
    invoices: Sequence[Invoice],
    key_and_asked: tuple[str, str],
    *,
    now: datetime,
) -> Purchase:
    person, number = person_of(actor, Scope.METADATA), uuid7()
    key, asked = key_and_asked
    row = Purchase(
        id=number,
        link_id=link_id,
        aid_id=view.id if view else None,
        key=key,
        asked=asked,
        sealed=sealing.seal(invoices, link=link_id, row=number, secret=settings.SECRET_KEY),
        state=PurchaseState.WAITING.value,
        received_at=now,
        ends_at=now + KEPT,
    )
    links.hold(link_id, Scope.METADATA)
    if rows.waiting(Purchase.objects.filter(link_id=link_id), now).count() >= MOST_WAITING:
        raise Refused("purchase_too_many", most=MOST_WAITING)
    row.save(force_insert=True)
    fact = PurchaseReceived(service_of(actor), row.id)
    journal.append(actor, stream=f"account:{person}", events=[fact], now=now)
    return row


def found(actor: Actor, link_id: UUID, purchase_id: UUID, *, now: datetime) -> Received:
    """One that this service handed over under this link. Raises Forbidden; NotFound for any other."""
    return received(_of_service(actor, link_id, purchase_id), now=now)


def take_back(actor: Actor, link_id: UUID, purchase_id: UUID, *, now: datetime) -> None:
    """The service was wrong, or the person changed her mind there. What she joined is hers. Raises as `found`."""
    row = _of_service(actor, link_id, purchase_id)
    with transaction.atomic():
        rows.close(actor, row, PurchaseState.TAKEN_BACK, now=now)


def _of_service(actor: Actor, link_id: UUID, purchase_id: UUID) -> Purchase:
    person = person_of(actor, Scope.METADATA)
    mine = rows.of_person(person).filter(link_id=link_id, link__client_id=service_of(actor))
    row = mine.select_related("aid", "link").filter(id=purchase_id).first()
    if row is None:
        raise NotFound("purchase_unknown")
    return row


def received(row: Purchase, *, now: datetime, is_new: bool = False) -> Received:
    """What the service is told: that it waits or not. What the person did with it is between her and the funder."""
    version = row.aid.current_id if row.aid else None
    aid = catalogue.titles([version])[version] if version else None
    is_waiting = row.state == PurchaseState.WAITING.value and now < row.ends_at
    return Received(row.id, aid, row.received_at, row.ends_at, is_waiting, is_new)


def _known(link_id: UUID, key: str) -> Purchase | None:
    return Purchase.objects.select_related("aid").filter(link_id=link_id, key=_digest(key)).first()


def _again(known: Purchase, asked: str, now: datetime) -> Received:
    """What was answered the first time, as it stands now."""
    if known.asked != asked:
        raise Invalid("api_key_reused", "Idempotency-Key")
    return received(known, now=now)


def _asked(link_id: UUID, aid: str, invoices: Sequence[Invoice]) -> str:
    text = json.dumps([aid, plain.to_plain(invoices)], sort_keys=True)
    return sealing.fingerprint(text, link=link_id, secret=settings.SECRET_KEY)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
