"""Browsers of the people of the administration."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from mob.directory import services
from mob.directory.models import Funder
from mob.kernel.actor import Actor, Role
from tests.factories.sessions import strong_client
from tests.factories.world import World

Staff = Callable[..., Client]


@pytest.fixture
def platform(world: World) -> Client:
    """An administrator of the platform."""
    user = world.person()
    services.appoint_administrator(
        Actor.system(), user_id=user.id, first_name="Camille", last_name="Durand", now=world.now
    )
    return strong_client(user)


@pytest.fixture
def funder(world: World) -> Funder:
    return world.funder("Métropole de Valmont")


@pytest.fixture
def staff(world: World, funder: Funder) -> Staff:
    """A member of the funder with a role."""

    def sign_in(role: Role, at: Funder | None = None) -> Client:
        user = world.person()
        world.staff(at or funder, role, user=user)
        return strong_client(user)

    return sign_in
