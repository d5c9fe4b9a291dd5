"""A person whose account a counter opened: she has no address to sign in with, and a postal address or not."""

from __future__ import annotations

import json
from datetime import datetime
from uuid import UUID, uuid4

from mob.applications import services, visiting
from mob.applications.models import Application
from mob.directory.models import Funder
from mob.identity import services as identity
from mob.identity.mandate_types import MandateKind
from mob.identity.mandates import selectors as mandates
from mob.identity.types import ProfileField
from mob.kernel.actor import Actor
from mob.kernel.clock import civil_date
from mob.notifications.models import Letter
from tests.factories.world import World

HOME = "12 rue des Tilleuls\n38950 VALMONT SUR ISERE"
ODETTE = {
    ProfileField.FIRST_NAME: "Odette",
    ProfileField.BIRTH_NAME: "Marchal",
    ProfileField.BIRTH_DATE: "1948-02-17",
    ProfileField.COMMUNE: "99V01",
}


def person_of(agent: Actor, world: World, reach: dict[ProfileField, str] | None = None) -> Actor:
    """The person herself, as a test acts for her."""
    given = {ProfileField.POSTAL_ADDRESS: HOME} if reach is None else reach
    return Actor.citizen(identity.open_account(agent, answers=ODETTE | given, language="fr", now=world.now))


def visit(agent: Actor, *, now: datetime) -> UUID:
    """Somebody the agent receives; she has not signed."""
    return visiting.receive_new(agent, answers=ODETTE | {ProfileField.POSTAL_ADDRESS: HOME}, language="fr", now=now)


def begun(world: World, agent: Actor, visit_id: UUID, *, now: datetime) -> str:
    """She signs, and an application is begun with her. Its reference."""
    assert agent.id is not None
    aid = world.aid(Funder.objects.get(id=agent.funder_id))
    mandate = visiting.sign(agent, visit_id=visit_id, place="Mairie de Valmont", with_bank=False, now=now)
    helper = mandates.acting(agent.id, mandate, kind=MandateKind.DESK, on=civil_date(now))
    return services.start(helper, slug=aid.slug, language="fr", now=now)


def letter(application: Application, *, printed_at: datetime | None, now: datetime) -> UUID:
    """A letter about a file, in its funder's queue."""
    sheet = {
        "language": "fr",
        "title": "Courrier",
        "sender": ["Valmont"],
        "recipient": ["Odette"],
        "date": "",
        "facts": [],
    }
    return Letter.objects.create(
        key=str(uuid4()),
        kind="application_submitted",
        funder_id=application.funder_id,
        community_id=application.community_id,
        person_id=application.citizen_id,
        application_id=application.id,
        reference=application.reference,
        recipient=f"Odette Marchal\n{HOME}",
        subject="Confirmation d’envoi",
        sheet=json.dumps(sheet | {"blocks": [], "signature": ["Valmont"]}),
        created_at=now,
        printed_at=printed_at,
    ).id
