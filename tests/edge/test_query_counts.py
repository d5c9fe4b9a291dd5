"""How many questions each hot page asks the database: an exact figure a page, the same however much there is to show.

A figure that moves is looked at: it goes down with the change that lowers it, and up only for something worth it.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mob.catalogue.models import Aid
from mob.catalogue.services.publish import move_catalogue
from mob.directory.models import Funder
from mob.identity.models import User
from mob.kernel.actor import Actor
from tests.factories import dossiers
from tests.factories.accounts import sign_in
from tests.factories.world import World

pytestmark = pytest.mark.django_db

# Page, who asks, questions. Of each signed-in request two are the session and its account.
HERE = [
    ("home", "nobody", 0),
    ("search", "nobody", 1),
    ("aid", "nobody", 6),
    ("applications", "person", 8),
    ("application", "person", 13),
    ("question", "person", 9),
    ("papers", "person", 9),
    ("receipt", "person", 13),
    ("inbox", "agent", 30),
    ("file", "agent", 33),
]


@dataclass
class Town:
    """A funder with its agent, a person with a draft and a sent application, and browsers for each."""

    world: World
    funder: Funder
    aid: Aid
    agent: Actor
    pages: dict[str, str]
    browsers: dict[str, Client]

    def grow(self) -> None:
        """More of everything that lists show: files of this person and of others, aids to find."""
        person = Actor.citizen(User.objects.get(email="samira@exemple.fr").id)
        for _ in range(3):
            dossiers.sent(self.world, self.aid, person)
            dossiers.sent(self.world, self.aid)
            self.world.aid(self.funder)
        move_catalogue()

    def questions(self, page: str, who: str) -> list[str]:
        """What the page asks when it was seen before: the first visit dates the session and fills what is kept."""
        browser, address = self.browsers[who], self.pages[page]
        assert browser.get(address).status_code == 200
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert browser.get(address).status_code == 200
        return [query["sql"] for query in asked.captured_queries]


def told(questions: list[str]) -> str:
    """The questions, short, for the eyes of who must find the one too many."""
    return "\n".join((question.partition(" FROM ")[2] or question)[:160] for question in questions)


@pytest.fixture
def town(world: World, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr("mob.kernel.clock.now", lambda: world.later(days=1))
    dossiers.platform_key()
    funder = world.funder("Métropole de Valmont")
    agent = world.staff(funder)
    aid = world.aid(funder)
    person = world.person("samira@exemple.fr")
    citizen = world.citizen(person)
    sent = dossiers.sent(world, aid, citizen)
    draft = dossiers.ready(world, world.aid(funder), citizen)
    move_catalogue()
    pages = {
        "home": "/",
        "search": "/recherche?commune=99V01",
        "aid": f"/aides/{aid.slug}",
        "applications": "/demandes",
        "application": sent.path(),
        "question": draft.path("question/prix"),
        "papers": draft.path("papiers"),
        "receipt": sent.path("recu"),
        "inbox": "/gestion/?vue=toutes",
        "file": f"/gestion/demandes/{sent.reference}",
    }
    browsers = {
        "nobody": Client(),
        "person": sign_in(Client(), person),
        "agent": sign_in(Client(), User.objects.get(id=agent.id), strong=True),
    }
    return Town(world, funder, aid, agent, pages, browsers)


@pytest.mark.parametrize(("page", "who", "most"), HERE)
def test_a_page_asks_so_many_questions_and_no_more(town: Town, page: str, who: str, most: int) -> None:
    asked = town.questions(page, who)
    assert len(asked) == most, told(asked)


@pytest.mark.parametrize("page", ["search", "applications", "inbox", "file"])
def test_a_page_that_shows_more_asks_no_more(town: Town, page: str) -> None:
    who = {name: who for name, who, _ in HERE}[page]
    town.grow()
    before = town.questions(page, who)
    town.grow()
    after = town.questions(page, who)
    assert len(after) == len(before), told(after)
