"""Applications for tests, made by the product's own use cases: started, ready to send, sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings

from mob.applications import declaration, selectors, services
from mob.applications.types import Declaration, OpenRequest
from mob.applications.views import Detail
from mob.catalogue.models import Aid
from mob.config.demo import papers
from mob.identity import services as identity
from mob.identity.types import ProfileField
from mob.integrations.platform_key import FileSigningKey
from mob.kernel.actor import Actor
from mob.kernel.clock import civil_date
from tests.factories.world import World

PDF = papers.pdf("Devis", ["Cycles du Pont", "Prix TTC : 1490 euros"])


@dataclass
class Dossier:
    """An application with its author, as far as the test has taken it."""

    citizen: Actor
    id: UUID
    reference: str

    def detail(self, actor: Actor | None = None) -> Detail:
        return selectors.by_reference(actor or self.citizen, self.reference)

    def path(self, rest: str = "") -> str:
        return f"/demandes/{self.reference}" + (f"/{rest}" if rest else "")


def platform_key() -> None:
    """What the installation makes once at its start: the key that signs the list of papers."""
    FileSigningKey(settings.ENV.home).make()


def introduce(citizen: Actor, *, now: datetime) -> None:
    """Give the person the profile an ordinary aid needs."""
    answers = {
        ProfileField.FIRST_NAME: "Samira",
        ProfileField.BIRTH_NAME: "Haddad",
        ProfileField.BIRTH_DATE: "1994-09-08",
        ProfileField.COMMUNE: "99V01",
    }
    identity.declare(citizen, answers=answers, now=now)


def started(
    world: World, aid: Aid | None = None, citizen: Actor | None = None, *, now: datetime | None = None
) -> Dossier:
    """An empty draft."""
    citizen = citizen or world.citizen()
    aid = aid or world.aid()
    reference = services.start(citizen, slug=aid.slug, language="fr", now=now or world.now)
    return Dossier(citizen, selectors.id_of(citizen, reference), reference)


def ready(
    world: World, aid: Aid | None = None, citizen: Actor | None = None, *, now: datetime | None = None
) -> Dossier:
    """A draft of the ordinary aid that lacks nothing but its signature."""
    platform_key()
    moment = now or world.now
    dossier = started(world, aid, citizen, now=moment)
    introduce(dossier.citizen, now=moment)
    services.save_beneficiary(dossier.citizen, application_id=dossier.id, kind="self", now=moment)
    services.save_answers(dossier.citizen, application_id=dossier.id, values={"prix": ["1490"]}, now=moment)
    services.attach(dossier.citizen, application_id=dossier.id, code="devis", raw=PDF, now=moment)
    return dossier


def for_child(
    world: World,
    aid: Aid | None = None,
    citizen: Actor | None = None,
    *,
    first_name: str = "Léa",
    now: datetime | None = None,
) -> Dossier:
    """A draft for a child born in 2015, with the paper that lets it be made: it lacks nothing but its signature."""
    moment = now or world.now
    dossier = ready(world, aid, citizen, now=moment)
    services.save_beneficiary(
        dossier.citizen,
        application_id=dossier.id,
        kind="child",
        first_name=first_name,
        last_name="Haddad",
        birth_date=date(2015, 3, 6),
        now=moment,
    )
    if "representation" in dossier.detail().missing_proofs:
        services.attach(dossier.citizen, application_id=dossier.id, code="representation", raw=PDF, now=moment)
    return dossier


def signature(dossier: Dossier) -> Declaration:
    """The declaration asked of this person, signed."""
    words = declaration.words("fr", dossier.detail().aid.funder_name)
    return Declaration(words.version, words.digest, "code")


def sent(world: World, aid: Aid | None = None, citizen: Actor | None = None, *, now: datetime | None = None) -> Dossier:
    """An application its funder may examine."""
    dossier = ready(world, aid, citizen, now=now)
    services.submit(dossier.citizen, application_id=dossier.id, declaration=signature(dossier), now=now or world.now)
    return dossier


def sent_as_she_is(world: World, aid: Aid, citizen: Actor) -> Dossier:
    """As `sent`, by a person who has already introduced herself: nothing of her profile is changed."""
    platform_key()
    dossier = started(world, aid, citizen)
    services.save_beneficiary(citizen, application_id=dossier.id, kind="self", now=world.now)
    services.save_answers(citizen, application_id=dossier.id, values={"prix": ["1490"]}, now=world.now)
    services.attach(citizen, application_id=dossier.id, code="devis", raw=PDF, now=world.now)
    services.submit(citizen, application_id=dossier.id, declaration=signature(dossier), now=world.now)
    return dossier


def last_of(citizen: Actor, aid: Aid) -> Detail:
    """What the person last sent for an aid."""
    (row,) = [row for row in selectors.mine(citizen) if row.aid_slug == aid.slug]
    return selectors.by_reference(citizen, row.reference)


def asked_again(
    world: World, dossier: Dossier, agent: Actor, *, fields: tuple[str, ...] = (), proofs: tuple[str, ...] = ("devis",)
) -> None:
    """The funder asks for corrections of a sent application, one hour later."""
    now = world.later(hours=1)
    request = OpenRequest(frozenset(fields), frozenset(proofs), civil_date(now) + timedelta(days=30))
    services.request_changes(
        agent, application_id=dossier.id, request=request, message="L’adresse est coupée.", now=now
    )
