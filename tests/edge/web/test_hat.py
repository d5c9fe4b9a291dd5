"""One request, one hat, chosen by the address."""

from __future__ import annotations

import pytest
from django.test import Client

from mob.identity.models import User
from mob.kernel import clock
from mob.kernel.actor import Role
from tests.factories.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.edge.web.routes")]


def _sign_in_with_two_factors(client: Client, user: User, **session_values: str) -> None:
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": clock.now().timestamp()}]
    session["account_authentication_methods_user"] = str(user.pk)
    session["signed_in_at"] = clock.now().timestamp()
    session.update(session_values)
    session.save()


def test_nobody_signed_in_is_anonymous_everywhere(client: Client) -> None:
    for address in ("/qui", "/gestion/qui", "/administration/qui"):
        assert client.get(address).content == b"anonymous|"


def test_a_person_is_a_citizen_even_under_the_staff_addresses(client: Client, world: World) -> None:
    user = world.person()
    client.force_login(user)
    for address in ("/qui", "/gestion/qui", "/administration/qui"):
        assert client.get(address).content.decode() == f"citizen:{user.pk}|"


def test_staff_are_staff_at_their_desk_and_citizens_elsewhere(client: Client, world: World) -> None:
    user = world.person()
    world.staff(world.funder(), Role.CASE_MANAGER, user=user)
    _sign_in_with_two_factors(client, user)
    assert client.get("/gestion/qui").content.decode() == f"staff:{user.pk}|case_manager"
    assert client.get("/qui").content.decode() == f"citizen:{user.pk}|"


@pytest.mark.parametrize("rubbish", ["", "not-a-uuid", "00000000-0000-0000-0000-000000000000"])
def test_a_damaged_choice_of_funder_never_breaks_nor_gives_rights(client: Client, world: World, rubbish: str) -> None:
    user = world.person()
    world.staff(world.funder(), user=user)
    _sign_in_with_two_factors(client, user, funder=rubbish)
    response = client.get("/gestion/qui")
    assert response.status_code == 200
    assert ("staff" in response.content.decode()) == (not rubbish.startswith("0"))


def test_the_language_of_the_profile_is_spoken_and_the_switch_changes_it(client: Client, world: World) -> None:
    user = world.person(language="en")
    client.force_login(user)
    assert client.get("/aide").headers["Content-Language"] == "en"
    client.post("/langue", {"language": "fr"})
    assert client.get("/aide").headers["Content-Language"] == "fr"
    assert User.objects.get(pk=user.pk).language == "fr"
