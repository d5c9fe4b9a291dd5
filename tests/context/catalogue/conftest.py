"""A town that receives applications, its author, and the platform's administrator."""

import pytest

from mob.directory.models import Funder
from mob.kernel.actor import Actor, ActorKind, Role
from mob.kernel.ids import uuid7
from tests.factories.world import World


@pytest.fixture
def town(world: World) -> Funder:
    return world.funder("Métropole de Valmont")


@pytest.fixture
def author(world: World, town: Funder) -> Actor:
    return world.staff(town, Role.CONTENT_EDITOR)


@pytest.fixture
def platform() -> Actor:
    return Actor(ActorKind.STAFF, id=uuid7(), roles=frozenset({Role.ADMINISTRATOR}))
