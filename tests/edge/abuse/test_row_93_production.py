"""What a demonstration shows does not exist in production, and nothing it left behind is served there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.conf import settings
from django.test import Client, override_settings

from mob.config import leftovers
from mob.config.demo.people import CARDS
from tests.factories.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.abuse(93)]


@pytest.fixture
def production() -> Iterator[None]:
    with override_settings(ENV=replace(settings.ENV, env="production")):
        yield


@pytest.mark.usefixtures("production")
@pytest.mark.parametrize(
    "path", ["/demo/", "/demo/courriels/", "/demo/courriels.json", "/demo/cles/mob-valmont.jwe", "/composants"]
)
def test_no_page_of_the_demonstration_exists(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.usefixtures("production")
def test_no_page_says_that_this_is_a_demonstration(client: Client) -> None:
    assert "démonstration" not in client.get("/").content.decode()


@pytest.mark.parametrize(
    "path", ["/admin/", "/docs", "/openapi.json", "/__debug__/", "/metrics", "/.env", "/.git/config"]
)
def test_no_door_is_left_open_by_habit(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_nothing_is_debugged() -> None:
    assert settings.DEBUG is False


@pytest.mark.usefixtures("production")
def test_a_database_that_held_the_demonstration_is_not_served(world: World) -> None:
    world.person()
    assert leftovers.problem() == ""
    world.person(CARDS[0].email)
    assert CARDS[0].email in leftovers.problem()
    assert "MOB_DATABASE_URL" in leftovers.problem()


def test_a_demonstration_serves_its_own_people(world: World) -> None:
    world.person(CARDS[0].email)
    assert leftovers.problem() == ""
