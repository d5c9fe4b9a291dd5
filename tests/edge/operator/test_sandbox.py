"""The sandbox meets people who do not exist, and nobody else meets them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client as Browser

from mob.applications import services as applications
from mob.directory import services
from mob.directory.models import PartnerTestPerson
from mob.directory.partner_types import SandboxScript
from mob.identity.models import Link, User
from mob.identity.oidc import clients, links
from mob.identity.ports import AccountMail
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.kernel.errors import Refused
from mob.notifications.account_mailer import QueuedAccountMailer
from mob.notifications.models import OutgoingMail
from mob.notifications.services import carry
from tests.factories import dossiers
from tests.factories.accounts import sign_in
from tests.factories.partners import CALLBACK, Console, console
from tests.factories.provider import Service, read_token, userinfo
from tests.factories.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(world: World) -> Console:
    return console(world)


@pytest.fixture
def someone(house: Console) -> PartnerTestPerson:
    return made_up(house, SandboxScript.CERTIFIED)


def made_up(house: Console, script: SandboxScript) -> PartnerTestPerson:
    key = services.make_sandbox_person(house.actor, partner_id=house.id, script=script, now=clock.now())
    return PartnerTestPerson.objects.get(id=key)


def app_of(house: Console, browser: Browser | None = None, **fields: Any) -> Service:
    made = house.register(**fields)
    return Service(made.client_id, made.secret, CALLBACK, "openid profile email", browser or Browser())


def come_in(app: Service, row: PartnerTestPerson, **changes: str) -> Any:
    address = app.address().replace("/oidc/authorize", "/oidc/essai", 1)
    return app.browser.post(address, {"email": row.user.email, "code": row.code, **changes})


def test_a_test_person_goes_all_the_way_and_her_identity_is_read(house: Console, someone: PartnerTestPerson) -> None:
    app = app_of(house, legal_basis="Décret inventé")
    assert app.ask()["Location"].startswith("/oidc/essai?")
    assert come_in(app, someone)["Location"].startswith("/oidc/authorize?")
    assert app.ask().status_code == 200, "the consent page"
    tokens = app.tokens()
    claims = userinfo(tokens["access_token"]).json()
    assert (claims["given_name"], claims["identity_certified"]) == ("Camille", True)
    assert read_token(tokens["id_token"])[1]["acr"].endswith("one-factor")
    come_in(app, someone, is_strong="on")
    assert read_token(app.tokens()["id_token"])[1]["acr"].endswith("two-factors")


def test_a_real_account_is_refused_kindly_and_nothing_of_it_changes(world: World, house: Console) -> None:
    person = world.person("samira@exemple.fr")
    app = app_of(house, sign_in(Browser(), person))
    page = app.browser.get(app.ask()["Location"])
    assert page.status_code == 200
    assert "ne peut pas y être relié" in page.content.decode()
    consent = app.address().replace("/oidc/authorize", "/oidc/consent", 1)
    assert app.browser.post(consent, {"decision": "yes"})["Location"].startswith("/oidc/authorize?")
    client = clients.find(app.client_id)
    assert client is not None
    said: dict[str, Any] = {"asked": ("openid",), "chosen": (), "text": "", "language": "fr", "now": clock.now()}
    with pytest.raises(Refused, match="sandbox_real_account"):
        links.allow(Actor.citizen(person.id), client, **said)
    assert not Link.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"code": "00000000"}, {"email": "autre@essai.invalid"}, {"email": "samira@exemple.fr"}]
)
def test_a_wrong_code_opens_nothing(
    world: World, house: Console, someone: PartnerTestPerson, wrong: dict[str, str]
) -> None:
    world.person("samira@exemple.fr")
    app = app_of(house)
    assert come_in(app, someone, **wrong).status_code == 422
    assert app.ask()["Location"].startswith("/oidc/essai?")


def test_guesses_of_a_code_are_counted(house: Console, someone: PartnerTestPerson) -> None:
    app = app_of(house)
    answers = [come_in(app, someone, code="00000000").status_code for _ in range(31)]
    assert answers[-1] == 429


def test_a_test_person_of_one_partner_is_nobody_to_another(world: World, house: Console) -> None:
    stranger, row = app_of(console(world)), made_up(house, SandboxScript.EMPTY)
    assert come_in(stranger, row).status_code == 422
    mine = app_of(house)
    come_in(mine, row)
    stranger.browser = mine.browser
    assert stranger.ask()["Location"].startswith("/oidc/essai?")


def test_she_opens_no_page_of_moB_and_no_live_client(house: Console, someone: PartnerTestPerson) -> None:
    app = app_of(house)
    come_in(app, someone)
    assert app.browser.get("/mon-compte/")["Location"].startswith("/connexion")
    live = house.register(is_sandbox=False)
    services.accept_client(Actor.system(), client_id=live.id, now=clock.now())
    other = Service(live.client_id, live.secret, CALLBACK, "openid", app.browser)
    assert other.ask()["Location"].startswith("/connexion")
    client = clients.find(live.client_id)
    assert client is not None
    said: dict[str, Any] = {"asked": ("openid",), "chosen": (), "text": "", "language": "fr", "now": clock.now()}
    with pytest.raises(Refused, match="sandbox_test_account"):
        links.allow(Actor.citizen(someone.user_id), client, **said)


def test_silence_is_answered_as_the_protocol_says(house: Console) -> None:
    app = app_of(house)
    assert "error=login_required" in app.ask(prompt="none")["Location"]


def test_signing_out_forgets_her(house: Console, someone: PartnerTestPerson) -> None:
    app = app_of(house)
    come_in(app, someone)
    token = app.tokens()["id_token"]
    app.browser.get("/oidc/logout", {"id_token_hint": token, "client_id": app.client_id})
    assert app.ask()["Location"].startswith("/oidc/essai?")


def test_removed_her_links_end_and_she_comes_in_no_more(house: Console, someone: PartnerTestPerson) -> None:
    app = app_of(house)
    come_in(app, someone)
    tokens = app.tokens()
    services.end_sandbox_person(house.actor, person_id=someone.id, now=clock.now())
    assert userinfo(tokens["access_token"]).status_code == 401
    assert come_in(app, someone).status_code == 422


def test_no_mail_leaves_for_somebody_made_up(someone: PartnerTestPerson) -> None:
    QueuedAccountMailer().send(AccountMail.PASSWORD_SET, someone.user.email, "fr", {})
    mail = OutgoingMail.objects.get()
    carry(mail.id, now=clock.now())
    mail.refresh_from_db()
    assert (mail.sent_at, mail.refused_at is not None) == (None, True)


def test_no_funder_receives_what_she_would_send(world: World, house: Console) -> None:
    row = made_up(house, SandboxScript.EMPTY)
    citizen, aid = Actor.citizen(row.user_id), world.aid(world.funder())
    with pytest.raises(Refused, match="sandbox_applies"):
        applications.start(citizen, slug=aid.slug, language="fr", now=world.now)
    User.objects.filter(id=row.user_id).update(test_of=None)
    dossier = dossiers.ready(world, aid, citizen)
    User.objects.filter(id=row.user_id).update(test_of=house.id)
    signed = dossiers.signature(dossier)
    with pytest.raises(Refused, match="sandbox_applies"):
        applications.submit(citizen, application_id=dossier.id, declaration=signed, now=world.now)


@pytest.mark.parametrize("script", SandboxScript)
def test_each_script_is_a_person_that_userinfo_can_tell(house: Console, script: SandboxScript) -> None:
    app = app_of(house, legal_basis="Décret inventé", scopes=("openid", "profile", "email", "address", "phone"))
    come_in(app, made_up(house, script))
    app.scope = "openid profile email address phone"
    claims = userinfo(app.tokens()["access_token"]).json()
    assert claims["email"].endswith("@essai.invalid")
    assert claims["identity_certified"] is (script not in (SandboxScript.DECLARED, SandboxScript.EMPTY))
