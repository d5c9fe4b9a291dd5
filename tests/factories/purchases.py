"""A purchase that a linked service hands over, and a person who finds it."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse

from mob.applications.models import Purchase
from mob.applications.purchases import handing, plain
from mob.identity.oidc_types import Scope
from mob.kernel.actor import Actor
from tests.factories.bearers import Caller

HERE = "/api/v2/purchases"
KEY = "9d1e2f3a-0001"
SEASON = {"code": "abonnement", "proof_type": "season_ticket", "label_fr": "Abonnement"}
OPTIONAL = {"code": "facture", "proof_type": "invoice", "label_fr": "Facture", "is_required": False}

INVOICE: dict[str, Any] = {
    "number": "F-2026-1187",
    "date": "2026-02-20",
    "seller": {
        "name": "Transports de Valmont",
        "siret": "73282932000074",
        "siren": "732829320",
        "ape": "49.31Z",
        "address": {"street": "1 place de la Gare", "postcode": "38950", "city": "Valmont-sur-Isère"},
    },
    "customer": {
        "first_name": "Léa",
        "last_name": "QUOKKABLEU",
        "reference": "C-7781",
        "address": "12 rue des Tilleuls",
    },
    "products": [
        {
            "label": "Abonnement mensuel",
            "quantity": 1,
            "amount_cents": 4_990,
            "vat_rate": "10",
            "without_tax_cents": 4_536,
            "valid_from": "2026-03-01",
            "valid_to": "2026-03-31",
            "detail": "Zones 1 à 3",
        },
        {"label": "Carte sans contact", "quantity": 2, "amount_cents": 500},
    ],
    "total_cents": 5_490,
}


def body(aid: str = "", **changes: Any) -> dict[str, Any]:
    """A request; `changes` are members of its invoice."""
    said: dict[str, Any] = {"invoices": [deepcopy(INVOICE) | changes]}
    return said | ({"aid": aid} if aid else {})


def hand_over(service: Caller, asked: dict[str, Any] | None = None, *, key: str = KEY) -> HttpResponse:
    return service.post(HERE, body() if asked is None else asked, idempotency_key=key)


def handed(service: Caller, aid: str = "", *, key: str = KEY) -> Purchase:
    answer = hand_over(service, body(aid), key=key)
    assert answer.status_code == 201, answer.content
    return Purchase.objects.get(id=answer.json()["id"])


def kept(person: Actor, client_id: UUID, link_id: UUID, *, now: datetime) -> UUID:
    """The same without the wire."""
    actor = Actor.client(client_id, on_behalf_of=person.id, scopes=frozenset({Scope.METADATA.value}))
    found = plain.from_plain([INVOICE])
    return handing.hand_over(actor, link_id, aid="", invoices=found, key=KEY, now=now).id
