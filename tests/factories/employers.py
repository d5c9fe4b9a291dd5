"""An employer that affiliates people, and people at each step, for tests."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from mob.directory import selectors, services
from mob.directory.models import Funder
from mob.directory.types import AffiliationRequest, FunderKind
from mob.kernel.actor import Actor, Role
from tests.factories.world import World

DOMAIN = "duverne.exemple"


@dataclass
class Employer:
    """Its funder, its supervisor, and what makes a person one of its people."""

    world: World
    funder: Funder
    supervisor: Actor

    def ask(self, person: Actor, address: str = f"lea.petit@{DOMAIN}", number: str = "", **names: str) -> UUID:
        request = AffiliationRequest(names.get("first", "Léa"), names.get("last", "Petit"), address, number)
        return services.ask_affiliation(person, funder_id=self.funder.id, request=request, now=self.world.now)

    def token(self, affiliation_id: UUID) -> str:
        """What the mail holds."""
        mail = selectors.affiliation_mail(affiliation_id)
        assert mail is not None
        return mail.token

    def affiliate(self, person: Actor, address: str = f"lea.petit@{DOMAIN}", **names: str) -> UUID:
        key = self.ask(person, address, **names)
        services.confirm_affiliation(person, token=self.token(key), now=self.world.now)
        return key


def employer(world: World, name: str = "Ateliers Duverne", *, domains: str = DOMAIN, by_hand: bool = False) -> Employer:
    funder = world.funder(name, kind=FunderKind.EMPLOYER)
    services.set_affiliation_rules(
        Actor.system(),
        funder_id=funder.id,
        domains=domains,
        accepts_by_hand=by_hand,
        expected_version=0,
        now=world.now,
    )
    return Employer(world, funder, world.staff(funder, Role.SUPERVISOR))
