"""A process beside the product that opens a town's house for a story: its staff, two aids with their money, twenty files.

`python -m tests.faults.town`: commands as for `tests.faults.inspector`. What people and agents then do, they do over HTTP.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.faults.inspector import answer, inspect

if TYPE_CHECKING:
    from datetime import datetime

    from mob.catalogue.models import Aid
    from mob.kernel.actor import Actor
    from tests.factories.world import World

FILES = 20
# The last ones bought something: their payment waits for an invoice.
WITH_INVOICE = 4
INVOICE_DAYS = 60
FUNDER = "Métropole de Valmont"


def open_town(files: str) -> dict[str, Any]:
    """Everything there is before the first proposal. Returns the references, in order, and the funder's private key.

    `files`: how many were sent, twenty unless told.
    """
    from mob.kernel import clock
    from mob.kernel.actor import Role
    from tests.factories import dossiers
    from tests.factories.world import World, key_pair

    world, now = World(), clock.now()
    dossiers.platform_key()
    funder = world.funder(FUNDER)
    world.staff(funder, user=world.person("paul.petit@exemple.fr"), decides=False, first_name="Paul", last_name="Petit")
    user = world.person("claire.vasseur@exemple.fr")
    supervisor = world.staff(funder, Role.SUPERVISOR, user=user, first_name="Claire", last_name="Vasseur")
    service = world.aid(funder, fields=[], proofs=[])
    bicycle = world.aid(funder, fields=[], proofs=[], purchase="after_agreement", invoice_days=INVOICE_DAYS)
    for aid in (service, bicycle):
        _envelope(supervisor, aid, now)
    aids = [service] * (int(files or FILES) - WITH_INVOICE) + [bicycle] * WITH_INVOICE
    return {"files": [_sent(world, aid, n, now) for n, aid in enumerate(aids)], "key": key_pair("main")[1]}


def _envelope(supervisor: Actor, aid: Aid, now: datetime) -> None:
    from mob.kernel.money import Cents
    from mob.payments import services
    from mob.payments.types import EnvelopeTerms

    terms = EnvelopeTerms(Cents(1_000_000), Cents(50_000), "6574", "2026-014")
    services.set_envelope(supervisor, aid_id=aid.id, year=now.year, terms=terms, expected_version=None, now=now)


def _sent(world: World, aid: Aid, number: int, now: datetime) -> str:
    """A file sent by a person of her own name. Returns its reference."""
    from mob.applications import services
    from mob.identity import services as identity
    from mob.identity.types import ProfileField
    from tests.factories import dossiers

    citizen = world.citizen(world.person(f"{number}@exemple.fr"))
    answers = {
        ProfileField.FIRST_NAME: "Samira",
        ProfileField.BIRTH_NAME: f"Haddad-{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[number]}",
        ProfileField.BIRTH_DATE: "1994-09-08",
        ProfileField.COMMUNE: "99V01",
    }
    identity.declare(citizen, answers=answers, now=now)
    dossier = dossiers.started(world, aid, citizen, now=now)
    services.save_beneficiary(citizen, application_id=dossier.id, kind="self", now=now)
    services.submit(citizen, application_id=dossier.id, declaration=dossiers.signature(dossier), now=now)
    return dossier.reference


def sign_in(addresses: str) -> list[dict[str, str]]:
    """Cookies of these people, each of whom has just proved a second factor."""
    from mob.identity.models import User
    from tests.factories.sessions import strong_client

    clients = [strong_client(User.objects.get(email=address)) for address in addresses.split()]
    return [{name: morsel.value for name, morsel in client.cookies.items()} for client in clients]


def money(_: str) -> dict[str, Any]:
    """What the ledger, the envelopes and the payments say, in cents, and every promise of the money that is broken."""
    from django.db.models import Sum

    from mob.payments.invariants import invariants
    from mob.payments.models import Envelope, Movement, Order

    def moved(**only: str) -> int:
        total: int = Movement.objects.filter(**only).aggregate(total=Sum("cents"))["total"] or 0
        return total

    envelopes = Envelope.objects.aggregate(committed=Sum("committed_cents"), paid=Sum("paid_cents"))
    return {
        **envelopes,
        "ledger_paid": moved(target="paid") - moved(source="paid"),
        "ledger_committed": moved(target="committed") - moved(source="committed"),
        "orders_paid": Order.objects.filter(state="paid").aggregate(total=Sum("cents"))["total"] or 0,
        "broken": invariants(),
    }


def broken(_: str) -> list[str]:
    """Every promise of the whole product that does not hold."""
    from mob.config import invariants

    return [f"{part}: {sentence}" for part, sentence in invariants.broken()]


def mails(address: str) -> list[dict[str, str]]:
    """What was written to an address, oldest first."""
    from mob.notifications.models import OutgoingMail

    rows = OutgoingMail.objects.filter(to=address).order_by("created_at", "id")
    return [{"kind": row.kind, "subject": row.subject, "text": row.text} for row in rows]


if __name__ == "__main__":
    answer(
        {"open": open_town, "sign_in": sign_in, "money": money, "broken": broken, "mails": mails, "inspect": inspect}
    )
