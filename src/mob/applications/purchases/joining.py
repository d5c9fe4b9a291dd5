"""What the person does with a proof of purchase: she reads it, makes a paper of it, or has it erased.

Joined, it is a paper like one she sends: a PDF that takes the same way in (`services.take_in`), sealed to the funder.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from mob.applications.events import PurchaseJoined
from mob.applications.models import Purchase
from mob.applications.purchases import paper, rows
from mob.applications.purchases.types import PAPERS, Offer
from mob.applications.services import dossier, proofs
from mob.applications.services.proofs import HandedOver
from mob.applications.types import PurchaseState
from mob.catalogue import selectors as catalogue
from mob.identity.permissions import person
from mob.kernel.actor import Actor, ActorKind
from mob.kernel.errors import Conflict, NotFound, Refused


def offers(actor: Actor, *, aid_id: UUID | None = None, now: datetime, language: str = "fr") -> list[Offer]:
    """What waits for the person, the last first; with an aid, what may be a paper of an application for it.

    Nothing to who acts for her: what she bought is hers to show.
    """
    if actor.kind is not ActorKind.CITIZEN:
        return []
    live = _waiting(actor, now).order_by("-received_at", "-id")
    mine = [row for row in live if aid_id is None or row.aid_id in (None, aid_id)]
    return [offer for row in mine if (offer := _offer(row, language))]


def offer(actor: Actor, purchase_id: UUID, *, now: datetime, language: str = "fr") -> Offer:
    """One of them. Raises NotFound for somebody else's, as for one that waits no more."""
    return _one(actor, purchase_id, now, language)[1]


def join(actor: Actor, purchase_id: UUID, *, application_id: UUID, code: str, now: datetime) -> UUID:
    """Make it a paper of an application that may be changed. Its sealed copy is gone with that. Returns the paper's id.

    Raises NotFound; Refused when it is for another aid or is no such paper; Conflict when it was joined meanwhile; what
    `services.take_in` raises, and nothing has changed then.
    """
    row, found = _one(actor, purchase_id, now)
    _check_fits(actor, row, application_id, code)
    client = row.link.client
    source = HandedOver(
        by=client.name,
        at=row.received_at,
        claim=lambda proof_id: _claim(actor, row, proof_id, now),
        facts=[PurchaseJoined(client.id, row.id, (code,))],
    )
    slot = proofs.check_slot(actor, application_id=application_id, code=code)
    return proofs.take_in(actor, slot, raw=paper.pdf(found), now=now, source=source)


def decline(actor: Actor, purchase_id: UUID, *, now: datetime) -> None:
    """Erase it, joined to nothing. Raises NotFound."""
    row, _found = _one(actor, purchase_id, now)
    with transaction.atomic():
        rows.close(actor, row, PurchaseState.DECLINED, now=now)


def _waiting(actor: Actor, now: datetime) -> QuerySet[Purchase]:
    mine = rows.waiting(rows.of_person(person(actor)), now)
    return mine.select_related("link__client", "aid")


def _one(actor: Actor, purchase_id: UUID, now: datetime, language: str = "fr") -> tuple[Purchase, Offer]:
    row = _waiting(actor, now).filter(id=purchase_id).first()
    found = _offer(row, language) if row else None
    if row is None or found is None:
        raise NotFound("purchase_unknown")
    return row, found


def _offer(row: Purchase, language: str) -> Offer | None:
    invoices = rows.content(row)
    if invoices is None:
        return None
    version = row.aid.current_id if row.aid else None
    return Offer(
        id=row.id,
        service=row.link.client.name,
        operator=row.link.client.operator,
        received_at=row.received_at,
        ends_at=row.ends_at,
        aid_id=row.aid_id,
        aid=catalogue.titles([version], language=language)[version] if version else None,
        invoices=invoices,
    )


def _check_fits(actor: Actor, row: Purchase, application_id: UUID, code: str) -> None:
    application, _app = dossier.peek_to_edit(actor, application_id)
    asked = dossier.terms_of(application).proof(code)
    if asked is None:
        raise NotFound("proof_unknown")
    if asked.proof_type not in PAPERS or row.aid_id not in (None, application.aid_id):
        raise Refused("purchase_not_asked")


def _claim(actor: Actor, row: Purchase, proof_id: UUID, now: datetime) -> None:
    """One request alone makes a paper of it."""
    if not rows.close(actor, row, PurchaseState.JOINED, now=now):
        raise Conflict("changed_meanwhile")
    Purchase.objects.filter(id=row.id).update(proof_id=proof_id)
