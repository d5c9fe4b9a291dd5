"""An employer that affiliates by work address, and somebody who may ask it."""

from __future__ import annotations

import pytest

from mob.kernel.actor import Actor
from tests.factories.employers import Employer, employer
from tests.factories.world import World


@pytest.fixture
def house(world: World) -> Employer:
    return employer(world)


@pytest.fixture
def person(world: World) -> Actor:
    return world.citizen()
