"""The end of a service is said on every page, from its announcement on, and no longer once it is taken back."""

from __future__ import annotations

import html
from datetime import date

import pytest
from django.db import DatabaseError
from django.test import Client

from mob.config import closing as ends
from mob.directory import closing
from mob.identity.models import User
from mob.kernel.actor import Actor
from mob.web import ending
from tests.factories.accounts import sign_in
from tests.factories.world import World

pytestmark = pytest.mark.django_db


def shown(browser: Client, address: str) -> str:
    return html.unescape(browser.get(address).content.decode()).replace("\u00a0", " ")


def test_every_page_says_when_the_service_ends_and_where_to_take_ones_data(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mob.kernel.clock.now", lambda: world.now)
    agent = sign_in(Client(), User.objects.get(id=world.staff(world.funder()).id), strong=True)
    person = sign_in(Client(), world.person())
    ends.announce(on=date(2026, 4, 30), now=world.now)
    pages = [(Client(), "/"), (Client(), "/nulle-part"), (person, "/demandes"), (agent, "/gestion/")]
    for browser, address in pages:
        assert "s’arrête le" not in shown(browser, address), "it was asked a moment ago"
        ending.forget()
        page = shown(browser, address)
        assert "Ce service s’arrête le 30 avril 2026 : après ce jour, il ne prend plus rien de nouveau." in page
        assert 'href="/mon-compte/donnees"' in page
        ending.know(None)
    ending.forget()
    monkeypatch.setattr("mob.kernel.clock.now", lambda: world.later(days=60))
    assert "Ce service s’est arrêté le 30 avril 2026" in shown(Client(), "/")
    closing.cancel(Actor.system(), now=world.now)
    ending.forget()
    assert "Ce service s’" not in shown(Client(), "/")


def test_a_database_that_is_down_hides_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def down() -> date:
        raise DatabaseError

    monkeypatch.setattr(closing, "last_day", down)
    ending.forget()
    assert Client().get("/").status_code == 200
    ending.know(date(2026, 4, 30), seconds=0)
    assert ending.last_day() == date(2026, 4, 30), "what was known stays"
