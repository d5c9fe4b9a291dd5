"""A funder that receives applications."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from mob.catalogue.models import Aid
from mob.directory.models import Funder
from mob.kernel.actor import Actor
from tests.factories import dossiers
from tests.factories.world import World


@dataclass
class Office:
    world: World
    funder: Funder
    aid: Aid
    agent: Actor


@pytest.fixture
def office(world: World) -> Office:
    dossiers.platform_key()
    funder = world.funder("Métropole de Valmont")
    return Office(world, funder, world.aid(funder), world.staff(funder))
