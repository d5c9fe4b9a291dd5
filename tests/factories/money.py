"""Files about to be decided and awards, made without the long way of an application: no paper, no signature."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from mob.applications import services as applications
from mob.applications.models import Application
from mob.applications.types import AwardTerms, Frequency, PaymentMode, State
from mob.catalogue.models import Aid
from mob.directory.models import Community, Funder
from mob.kernel.actor import Actor, Role
from mob.kernel.ids import new_reference
from mob.kernel.money import Cents
from mob.payments import services
from mob.payments.models import Award, Envelope
from mob.payments.types import EnvelopeTerms
from tests.factories import dossiers
from tests.factories.world import World

IBAN = "FR76 3000 6000 0112 3456 7890 189"
OTHER_IBAN = "DE89 3704 0044 0532 0130 00"


@dataclass
class Town:
    """A funder with its aid, an agent and a supervisor."""

    world: World
    funder: Funder
    aid: Aid
    agent: Actor
    supervisor: Actor

    def envelope(self, cap: int | None, *, grant: int = 50_000, year: int = 2026) -> Envelope:
        """Its money for a year, in cents."""
        terms = EnvelopeTerms(None if cap is None else Cents(cap), Cents(grant), "6574", "2026-014")
        made = services.set_envelope(
            self.supervisor, aid_id=self.aid.id, year=year, terms=terms, expected_version=None, now=self.world.now
        )
        return Envelope.objects.get(id=made)

    def file(self, citizen: Actor | None = None, *, at: datetime | None = None, **changes: Any) -> Application:
        """A complete file under examination."""
        at = at or self.world.now
        person = citizen.id if citizen else self.world.person().id
        columns: dict[str, Any] = {
            "reference": new_reference(),
            "state": State.UNDER_REVIEW.value,
            "applicant_name": "Samira Haddad",
            "contact_email": "samira@exemple.fr",
            "created_at": at,
            "updated_at": at,
            "submitted_at": at,
        }
        return Application.objects.create(
            citizen_id=person,
            aid=self.aid,
            aid_version_id=self.aid.current_id,
            funder=self.funder,
            **(columns | changes),
        )

    def approve(self, file: Application, terms: AwardTerms | None = None, *, now: datetime | None = None) -> None:
        moment = now or self.world.later(hours=1)
        applications.approve(self.agent, application_id=file.id, terms=terms or single(), now=moment)

    def granted(
        self, terms: AwardTerms | None = None, *, citizen: Actor | None = None, community: Community | None = None
    ) -> Award:
        """An award with its payments."""
        file = self.file(citizen, community=community)
        self.approve(file, terms)
        return Award.objects.get(application_id=file.id, ended_at=None)

    def owner(self, award: Award) -> Actor:
        citizen_id = award.application.citizen_id
        assert citizen_id is not None
        return Actor.citizen(citizen_id)

    def payable(self, award: Award, *, now: datetime | None = None) -> UUID:
        """Give bank details; the key of the first payment."""
        moment = now or self.world.later(hours=2)
        services.give_bank_details(self.owner(award), award_id=award.id, holder="Samira Haddad", iban=IBAN, now=moment)
        return award.orders.order_by("number").values_list("id", flat=True)[0]


def town(world: World, name: str = "Métropole de Valmont", **version: Any) -> Town:
    """A metropolis that gives up to 500 €."""
    dossiers.platform_key()
    funder = world.funder(name)
    aid = world.aid(funder, proofs=[], fields=[], **version)
    return Town(world, funder, aid, world.staff(funder), world.staff(funder, Role.SUPERVISOR))


def single(cents: int = 50_000) -> AwardTerms:
    return AwardTerms(PaymentMode.SINGLE, Cents(cents))


def monthly(cents: int, last: date) -> AwardTerms:
    return AwardTerms(PaymentMode.RECURRING, Cents(cents), Frequency.MONTHLY, last)
