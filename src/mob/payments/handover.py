"""The money of one funder, for the funder itself: envelopes, ledger, payments; bank details stay as they were sealed to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from mob.kernel.actor import Actor, ActorKind
from mob.kernel.errors import Forbidden
from mob.payments.models import Award, BankDetails, Envelope, Movement

_ENVELOPE = ("id", "aid_id", "year", "cap_cents", "committed_cents", "paid_cents", "budget_line", "deliberation")
_MOVEMENT = ("envelope_id", "kind", "source", "target", "cents", "award_id", "order_id", "key", "actor", "at")
_ORDER = ("code", "cents", "due_on", "state", "handed_at", "paid_on", "rejection", "rejection_text")


@dataclass(frozen=True, slots=True)
class HandedMoney:
    """`accounts`: (file name, id of the sealed document) of the bank details in force."""

    content: dict[str, Any]
    accounts: tuple[tuple[str, UUID], ...]


def money_of(actor: Actor, funder_id: UUID) -> HandedMoney:
    """Everything the installation holds of a funder's money. For the system alone."""
    if actor.kind is not ActorKind.SYSTEM:
        raise Forbidden("not_allowed")
    awards = Award.objects.filter(funder_id=funder_id).select_related("application").prefetch_related("orders")
    details = BankDetails.objects.filter(award__funder_id=funder_id, document__isnull=False)
    content = {
        "envelopes": list(Envelope.objects.filter(funder_id=funder_id).order_by("year", "id").values(*_ENVELOPE)),
        "ledger": list(Movement.objects.filter(envelope__funder_id=funder_id).order_by("at", "id").values(*_MOVEMENT)),
        "awards": [_award(award) for award in awards.order_by("granted_at", "id")],
        "bank_details": list(
            details.order_by("given_at", "id").values("award_id", "document_id", "masked", "manifest")
        ),
    }
    sealed = details.exclude(document=None).values_list("award_id", "document_id")
    return HandedMoney(content, tuple((f"{award}.jwe", document) for award, document in sealed if document))


def _award(award: Award) -> dict[str, Any]:
    return {
        "id": award.id,
        "application": award.application.reference,
        "envelope": award.envelope_id,
        "total_cents": award.total_cents,
        "to_recover_cents": award.to_recover_cents,
        "granted_at": award.granted_at,
        "ended_at": award.ended_at,
        "payments": [{name: getattr(order, name) for name in _ORDER} for order in award.orders.all()],
    }
