"""One browser of a professional, two people helped in it one after the other: neither page nor session tells of the other."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mob.applications import selectors
from mob.identity.models import User
from mob.identity.session_store import SessionStore
from mob.kernel.actor import Actor
from tests.edge.assisted.coming import come, linked, person
from tests.factories.federation import Provider
from tests.factories.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
NAMES = ("Odettine", "Karimou")
WHAT = ["start", "profile", "answer", "search", "simulate", "stray", "leave"]
ACTS = st.lists(st.tuples(st.sampled_from([0, 1]), st.sampled_from(WHAT)), max_size=9)


@dataclass
class One:
    """One person helped, with what only her own pages may show."""

    id: UUID
    key: str
    price: str
    first_name: str

    def traces(self) -> list[str]:
        own = selectors.mine(Actor.citizen(self.id))
        return [self.price, self.first_name, f"{self.key}@exemple.fr", *(row.reference for row in own)]


def _cast(world: World) -> list[One]:
    made = []
    for index, name in enumerate(NAMES):
        key = f"{name.lower()}-{User.objects.count()}"
        user = linked(world, f"{key}@exemple.fr", f"pairwise-{key}")
        made.append(One(user.id, key, str(111_111 * (index + 1)), name))
    return made


def _help(browser: Client, provider: Provider, one: One) -> None:
    """As it is done at a desk: the session of the one before is ended, FranceConnect is gone through again."""
    browser.post("/deconnexion")
    provider.person = person(one.key, one.first_name)
    come(browser, provider)


def _act(browser: Client, one: One, other: One, what: str, slug: str) -> list[str]:
    own = [row.reference for row in selectors.mine(Actor.citizen(one.id))]
    if what == "start":
        browser.post(f"/aides/{slug}/demander")
    if what == "stray":
        for row in selectors.mine(Actor.citizen(other.id)):
            for path in ("", "/profil", "/question/prix", "/verifier", "/envoi", "/recu"):
                assert browser.get(f"/demandes/{row.reference}{path}").status_code == 404
            assert browser.post(f"/demandes/{row.reference}/question/prix", {"q-prix": one.price}).status_code == 404
    if what == "search":
        browser.get("/recherche", {"q": one.first_name})
    if what == "simulate":
        browser.post("/simulateur/", {"prenom": one.first_name})
    if what == "leave":
        browser.post("/deconnexion")
    if own and what == "answer":
        browser.post(f"/demandes/{own[0]}/question/prix", {"q-prix": one.price})
    if own and what == "profile":
        browser.post(f"/demandes/{own[0]}/beneficiaire", {"kind": "self"})
    steps = ("profil", "question/prix", "papiers", "verifier")
    return [
        "/demandes",
        "/",
        "/recherche",
        "/simulateur/",
        "/connexion",
        f"/aides/{slug}",
        f"/aides/{slug}/demander",
    ] + [f"/demandes/{reference}/{step}" for reference in own[:1] for step in steps]


def _kept(browser: Client) -> str:
    """All that the server and the cookies keep for this browser."""
    rows = [str(dict(SessionStore.to_read(row).items())) for row in Session.objects.all()]
    return " ".join(rows + [morsel.value for morsel in browser.cookies.values()])


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_no_page_no_session_and_no_cookie_of_one_shows_a_trace_of_the_other(
    world: World, provider: Provider, acts: list[tuple[int, str]]
) -> None:
    cast, slug, browser, before = _cast(world), world.aid().slug, Client(), -1
    for index, what in acts:
        one, other = cast[index], cast[1 - index]
        if index != before:
            _help(browser, provider, one)
        before = index if what != "leave" else -1
        for path in _act(browser, one, other, what, slug):
            response = browser.get(path)
            text = response.content.decode().replace("\u202f", "").replace("\u00a0", "")
            assert [trace for trace in other.traces() if trace in text] == [], path
            if what != "leave":
                assert response["Cache-Control"] == "no-store", path
        assert [trace for trace in [*other.traces(), str(other.id)] if trace in _kept(browser)] == []


def test_going_straight_to_the_next_person_leaves_nothing_of_the_first(world: World, provider: Provider) -> None:
    """Nobody pressed the button that ends the session: it had its half-hour, or another tab signed out."""
    cast, slug, browser = _cast(world), world.aid().slug, Client()
    _help(browser, provider, cast[0])
    browser.post(f"/aides/{slug}/demander")
    first = browser.session.session_key
    session = browser.session
    session["assisted_visit"] = [session["assisted_visit"][0], 0]
    session["simulation"] = cast[0].first_name
    session.save()
    assert browser.get("/demandes").status_code == 403
    provider.person = person(cast[1].key, cast[1].first_name)
    come(browser, provider)
    assert browser.session.session_key != first
    assert cast[0].first_name not in _kept(browser)
    assert browser.get("/demandes").content.decode().count(NAMES[1]) >= 1
    assert selectors.mine(Actor.citizen(cast[1].id)) == []


def test_what_was_said_before_the_sign_in_is_not_carried_into_it(world: World, provider: Provider) -> None:
    """A simulation left in the browser may be of the person helped before."""
    one, browser = _cast(world)[0], Client()
    browser.get("/")
    session = browser.session
    session["simulation"], session["simulation_aids"] = "said of somebody", ["prime"]
    session.save()
    provider.person = person(one.key, one.first_name)
    come(browser, provider)
    assert not {"simulation", "simulation_aids"} & set(browser.session.keys())
