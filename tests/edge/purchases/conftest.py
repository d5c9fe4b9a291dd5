"""The day of the world, a person, a service she linked, and an aid that asks for a season ticket."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mob.catalogue.models import Aid
from mob.identity.models import User
from tests.factories.accounts import Mailbox, plugged_mailbox
from tests.factories.bearers import Caller, caller
from tests.factories.purchases import SEASON
from tests.factories.world import World


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    monkeypatch.setattr("mob.kernel.clock.now", lambda: world.now)


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with plugged_mailbox() as mailbox:
        yield mailbox


@pytest.fixture
def person(world: World, mailbox: Mailbox) -> User:
    return world.person("samira@exemple.fr")


@pytest.fixture
def service(person: User) -> Caller:
    return caller(person)


@pytest.fixture
def aid(world: World) -> Aid:
    return world.aid(
        fields=[], proofs=[SEASON, {"code": "domicile", "proof_type": "residence", "label_fr": "Domicile"}]
    )
