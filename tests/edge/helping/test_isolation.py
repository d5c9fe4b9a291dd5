"""Two people helped by one helper never see a trace of each other, nor of the helper, whatever is done in what order."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mob.applications import selectors
from mob.identity import services as accounts
from mob.identity.models import User
from mob.identity.types import ProfileField
from mob.kernel import clock
from mob.kernel.actor import Actor
from tests.factories import mandates
from tests.factories.accounts import sign_in
from tests.factories.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
HERE = "/mon-compte/aider"
NAMES = ("Jeanmarc", "Odettine", "Karimou")
HATS = st.sampled_from(range(3))
ACTS = st.lists(st.tuples(HATS, st.sampled_from(["start", "profile", "answer", "write", "look", "stray"])), max_size=9)


@dataclass
class One:
    """One of the three, with what only her own pages may show."""

    actor: Actor
    mandate: UUID | None
    price: str
    first_name: str
    address: str

    def traces(self) -> list[str]:
        own = selectors.mine(self.actor)
        return [self.price, self.first_name, self.address, *(row.reference for row in own)]


def _cast(world: World) -> list[One]:
    helper, *helped = (mandates.person(world, name, f"{name}eau") for name in NAMES)
    given_by = [None, *(mandates.given(helper, each, now=clock.now()) for each in helped)]
    return [
        One(actor, mandate, str(111_111 * (index + 1)), NAMES[index], User.objects.get(id=actor.id).email)
        for index, (actor, mandate) in enumerate(zip([helper, *helped], given_by, strict=True))
    ]


def _wear(browser: Client, one: One) -> None:
    browser.post(f"{HERE}/{one.mandate}/agir" if one.mandate else f"{HERE}/quitter")


def _act(browser: Client, one: One, others: list[One], what: str, slug: str) -> list[str]:
    """Do it as the hat allows, then the pages to look at."""
    own = [row.reference for row in selectors.mine(one.actor)]
    if what == "start":
        browser.post(f"/aides/{slug}/demander")
    if what == "stray":
        for row in (row for other in others for row in selectors.mine(other.actor)):
            for path in ("", "/profil", "/question/prix", "/verifier", "/envoi"):
                assert browser.get(f"/demandes/{row.reference}{path}").status_code == 404
            assert browser.post(f"/demandes/{row.reference}/question/prix", {"q-prix": one.price}).status_code == 404
    if own and what == "answer":
        browser.post(f"/demandes/{own[0]}/question/prix", {"q-prix": one.price})
    if own and what == "profile":
        browser.post(f"/demandes/{own[0]}/beneficiaire", {"kind": "self"})
    steps = ("profil", "question/prix", "papiers", "verifier")
    return ["/demandes", "/", f"/aides/{slug}", f"/aides/{slug}/demander"] + [
        f"/demandes/{reference}/{step}" for reference in own[:1] for step in steps
    ]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_no_page_of_one_shows_a_trace_of_another(world: World, acts: list[tuple[int, str]]) -> None:
    cast, slug = _cast(world), world.aid().slug
    browser = sign_in(Client(), User.objects.get(id=cast[0].actor.id))
    for hat, what in acts:
        one, others = cast[hat], [each for each in cast if each is not cast[hat]]
        _wear(browser, one)
        for path in _act(browser, one, others, what, slug):
            response = browser.get(path)
            text = response.content.decode().replace("\u202f", "").replace("\u00a0", "")
            assert [trace for other in others for trace in other.traces() if trace in text] == [], path
            assert response["Cache-Control"] == "no-store"


def test_a_helpers_own_profile_never_fills_in_that_of_the_one_helped(world: World) -> None:
    helper, slug = mandates.person(world, "Jean", "Martin"), world.aid().slug
    helped = world.citizen()
    accounts.declare(
        helped, answers={ProfileField.FIRST_NAME: "Odette", ProfileField.BIRTH_NAME: "Morel"}, now=world.now
    )
    mandate = mandates.given(helper, helped, now=clock.now())
    browser = sign_in(Client(), User.objects.get(id=helper.id))
    browser.post(f"{HERE}/{mandate}/agir")
    browser.post(f"/aides/{slug}/demander")
    (row,) = selectors.mine(helped)
    assert selectors.mine(helper) == []
    page = browser.get(f"/demandes/{row.reference}/profil").content.decode()
    assert 'value="1950"' not in page
    assert "Martin" not in page
    browser.post(
        f"/demandes/{row.reference}/profil",
        {
            "first_name": "Odette",
            "birth_name": "Morel",
            "birth_date_0": "4",
            "birth_date_1": "5",
            "birth_date_2": "1941",
            "commune": "99V01",
        },
    )
    from mob.identity import selectors as identity

    born = identity.profile_of(Actor.system(), helper.id).birth_date  # type: ignore[arg-type]
    assert born is not None
    assert born.year == 1950
