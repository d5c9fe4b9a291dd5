"""Agents who come by ProConnect, through its stand-in: known, unknown, with one proof or two, from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from mob.directory.models import Funder, Membership
from mob.identity.models import ExternalIdentity, User
from mob.identity.ports import AccountMail
from mob.identity.services import provision
from mob.integrations.standins import Standins
from mob.integrations.standins.agents import AGENTS, VALMONT_SIRET
from mob.kernel.actor import Actor
from tests.factories.accounts import TOTP_SECRET, Mailbox, sign_in
from tests.factories.standins import come, served
from tests.factories.world import NOW, World

pytestmark = pytest.mark.django_db
ORGANISATION = "/mon-compte/organisation"


@pytest.fixture
def standins() -> Iterator[Standins]:
    with served() as found:
        yield found


@pytest.fixture
def valmont(world: World) -> Funder:
    made = world.funder(key=False)
    Funder.objects.filter(id=made.id).update(siret=VALMONT_SIRET, siren=VALMONT_SIRET[:9])
    made.refresh_from_db()
    return made


def linked(world: World, funder: Funder, standins: Standins, key: str, user: User | None = None) -> User:
    """An agent whose account that ProConnect identity opens."""
    user = user or world.person()
    world.staff(funder, user=user)
    who = next(agent for agent in AGENTS if agent.key == key)
    ExternalIdentity.objects.create(
        user=user,
        issuer=standins.proconnect.issuer,
        subject=standins.proconnect.subject(who),
        provider_key="proconnect",
        acr="eidas1",
        linked_at=NOW,
        last_at=NOW,
    )
    return user


def second_factor(user: User) -> None:
    provision(Actor.system(), email=user.email, totp_secret=TOTP_SECRET, now=NOW)


def test_two_proofs_given_to_proconnect_open_the_desk(world: World, valmont: Funder, standins: Standins) -> None:
    agent, browser = linked(world, valmont, standins, "claire"), Client()
    answer = come(browser, standins, "proconnect", "claire")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/gestion/")
    assert browser.get("/gestion/").status_code == 200
    assert browser.session["_auth_user_id"] == str(agent.pk)


def test_her_own_second_factor_is_not_asked_on_top(world: World, valmont: Funder, standins: Standins) -> None:
    user = world.person()
    linked(world, valmont, standins, "claire", user)
    second_factor(user)
    browser = Client()
    assert come(browser, standins, "proconnect", "claire").headers["Location"] == "/gestion/"
    assert browser.get("/gestion/").status_code == 200


def test_one_proof_is_not_enough(world: World, valmont: Funder, standins: Standins) -> None:
    user = world.person()
    linked(world, valmont, standins, "julien", user)
    browser = Client()
    come(browser, standins, "proconnect", "julien")
    assert browser.get("/gestion/").headers["Location"].startswith("/mon-compte/securite/proteger")
    second_factor(user)
    browser = Client()
    answer = come(browser, standins, "proconnect", "julien")
    assert answer.headers["Location"] == "/connexion/seconde-preuve"
    assert browser.get("/gestion/").status_code == 302


def test_an_unknown_agent_is_attached_to_no_account_in_silence(
    world: World, valmont: Funder, standins: Standins
) -> None:
    user = world.person("claire.vasseur@valmont.exemple.fr")  # the very address that ProConnect asserts
    world.staff(valmont, user=user)
    browser = Client()
    answer = come(browser, standins, "proconnect", "claire")
    assert answer.headers["Location"] == "/connexion/premiere-visite"
    assert "_auth_user_id" not in browser.session
    assert not ExternalIdentity.objects.exists()
    assert "n’ouvre aucun droit" in browser.get("/connexion/premiere-visite").content.decode()


def test_an_agent_signed_in_attaches_it_after_a_fresh_proof(world: World, valmont: Funder, standins: Standins) -> None:
    user = world.person()
    world.staff(valmont, user=user)
    browser = sign_in(Client(), user, strong=True)
    answer = come(browser, standins, "proconnect", "claire", path="/mon-compte/identites/proconnect/ajouter")
    assert answer.headers["Location"] == "/mon-compte/identites/lier"
    browser.post("/mon-compte/identites/lier")
    assert ExternalIdentity.objects.get().user == user
    assert come(Client(), standins, "proconnect", "claire").headers["Location"] == "/gestion/"


def test_e7_an_agent_who_changed_employer_loses_the_old_rights_and_is_told(
    world: World, valmont: Funder, standins: Standins, mailbox: Mailbox
) -> None:
    agent, browser = linked(world, valmont, standins, "ines"), Client()
    come(browser, standins, "proconnect", "ines")
    assert browser.get("/gestion/").status_code == 200
    later = Client()
    answer = come(later, standins, "proconnect", "ines-partie")
    assert answer.headers["Location"] == ORGANISATION
    page = later.get(ORGANISATION).content.decode()
    assert f"Vous ne travaillez plus pour <strong>{valmont.name}</strong>" in page
    assert "999\u202f340\u202f029\u202f00019" in page
    assert later.get("/gestion/").status_code == 404
    assert browser.get("/gestion/").status_code == 404, "the other browser too, at its next click"
    assert not Membership.objects.live().filter(user=agent).exists()
    assert mailbox.kinds() == [AccountMail.RIGHTS_ENDED]


def test_another_organisation_opens_no_right_it_never_vouched_for(
    world: World, valmont: Funder, standins: Standins
) -> None:
    linked(world, valmont, standins, "karim")
    browser = Client()
    come(browser, standins, "proconnect", "karim")
    assert browser.get("/gestion/").headers["Location"] == ORGANISATION
    assert "fermés pour cette session" in browser.get(ORGANISATION).content.decode()
    assert Membership.objects.live().exists()


def test_the_organisation_is_forgotten_when_somebody_comes_in_by_another_door(
    world: World, valmont: Funder, standins: Standins
) -> None:
    user = linked(world, valmont, standins, "claire")
    Funder.objects.filter(id=valmont.id).update(requires_proconnect=True)
    browser = Client()
    come(browser, standins, "proconnect", "claire")
    assert browser.get("/gestion/").status_code == 200
    browser.post("/deconnexion", {"sure": "1"})
    sign_in(browser, user, strong=True)
    assert browser.get("/gestion/").headers["Location"] == ORGANISATION


@pytest.mark.parametrize(("key", "status"), [("agent-panne", 503), ("agent-signature", 400), ("agent-nonce", 400)])
def test_what_goes_wrong_over_there_opens_nothing(key: str, status: int, standins: Standins) -> None:
    browser = Client()
    answer = come(browser, standins, "proconnect", key)
    assert answer.status_code == status
    assert "_auth_user_id" not in browser.session


def test_the_button_of_agents_stands_on_the_sign_in_page(standins: Standins) -> None:
    page = Client().get("/connexion").content.decode()
    assert 'action="/connexion/proconnect"' in page
    assert "S’identifier avec ProConnect" in page


def test_the_way_to_her_organisation_is_where_an_agent_looks_and_nobody_else_sees_it(
    world: World, valmont: Funder, standins: Standins
) -> None:
    linked(world, valmont, standins, "claire")
    browser = Client()
    come(browser, standins, "proconnect", "claire")
    menu = browser.get("/mon-compte/").content.decode()
    assert f'href="{ORGANISATION}"' in menu
    assert "999\u202f" in menu
    assert f'href="{ORGANISATION}"' in browser.get("/gestion/").content.decode()
    by_password = world.person()
    world.staff(valmont, user=by_password)
    desk = sign_in(Client(), by_password, strong=True)
    assert "Vos droits d’agent" in desk.get("/mon-compte/").content.decode()
    assert ORGANISATION not in desk.get("/gestion/").content.decode()
    assert ORGANISATION not in sign_in(Client(), world.person()).get("/mon-compte/").content.decode()
