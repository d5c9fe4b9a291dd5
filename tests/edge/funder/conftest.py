"""An agent at her desk, signed in with a second factor, on the day of the tests."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.test import Client

from mob.catalogue.models import Aid
from mob.directory.models import Funder
from mob.identity.models import User
from mob.kernel.actor import Actor, Role
from tests.factories import dossiers
from tests.factories.accounts import sign_in
from tests.factories.dossiers import Dossier
from tests.factories.world import World


@dataclass
class Desk:
    """The funder, its aid, its agent and her browser."""

    world: World
    funder: Funder
    aid: Aid
    agent: Actor
    browser: Client

    def received(self) -> Dossier:
        """An application that was sent to this funder."""
        return dossiers.sent(self.world, self.aid)

    def browser_of(self, actor: Actor, *, strong: bool = True) -> Client:
        return sign_in(Client(), User.objects.get(id=actor.id), strong=strong)

    def colleague(self, role: Role = Role.CASE_MANAGER) -> Actor:
        return self.world.staff(self.funder, role, first_name="Claire", last_name="Vasseur")


def path(dossier: Dossier, rest: str = "") -> str:
    """The address of a file at the desk."""
    return f"/gestion/demandes/{dossier.reference}" + (f"/{rest}" if rest else "")


@pytest.fixture
def desk(world: World, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr("mob.kernel.clock.now", lambda: world.now)
    dossiers.platform_key()
    funder = world.funder("Métropole de Valmont")
    agent = world.staff(funder)
    browser = sign_in(Client(), User.objects.get(id=agent.id), strong=True)
    return Desk(world, funder, world.aid(funder), agent, browser)
