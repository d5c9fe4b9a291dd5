"""Coming in and going out, as a browser sees it."""

from __future__ import annotations

import pytest
from django.test import Client

from mob.identity.models import User
from mob.identity.ports import AccountMail
from mob.identity.services import provision
from mob.kernel.actor import Actor
from tests.factories.accounts import TOTP_SECRET, Mailbox, sign_in, totp_code
from tests.factories.world import NOW, World

pytestmark = pytest.mark.django_db


def ask_code(client: Client, email: str, next_path: str = "") -> None:
    response = client.post("/connexion", {"email": email, "next": next_path})
    assert response.status_code == 302
    assert response["Location"] == "/connexion/code"


def test_a_mailed_code_opens_an_account_then_signs_in_to_it(client: Client, mailbox: Mailbox) -> None:
    ask_code(client, "Samira@Exemple.fr", "/demandes?x=1")
    response = client.post("/connexion/code", {"code": f"{mailbox.code[:4]} {mailbox.code[4:]}"})
    assert response["Location"] == "/demandes?x=1"
    assert User.objects.get().email == "Samira@exemple.fr"
    other = Client()
    ask_code(other, "samira@exemple.FR")
    assert other.post("/connexion/code", {"code": mailbox.code})["Location"] == "/demandes"
    assert User.objects.count() == 1


def test_a_known_and_an_unknown_address_get_the_same_answer(world: World, mailbox: Mailbox) -> None:
    world.person("connue@exemple.fr")
    pages = []
    for email in ("connue@exemple.fr", "inconnue@exemple.fr"):
        browser = Client()
        ask_code(browser, email)
        page = browser.get("/connexion/code").content.decode()
        pages.append(page.replace(email, "…"))
    assert [mail.kind for mail in mailbox.mails] == [AccountMail.SIGN_IN_CODE] * 2
    strip = lambda page: [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]  # noqa: E731
    assert strip(pages[0]) == strip(pages[1])


def test_a_wrong_code_says_so_and_five_wrong_codes_end_it(client: Client, mailbox: Mailbox) -> None:
    ask_code(client, "samira@exemple.fr")
    for _try in range(5):
        response = client.post("/connexion/code", {"code": "00000000"})
        assert response.status_code == 422
        assert 'value="00000000"' in response.content.decode()
    response = client.post("/connexion/code", {"code": mailbox.code})
    assert response.status_code == 409
    assert not User.objects.exists()


def test_a_code_is_worth_nothing_in_another_browser(client: Client, mailbox: Mailbox) -> None:
    ask_code(client, "samira@exemple.fr")
    assert Client().post("/connexion/code", {"code": mailbox.code})["Location"] == "/connexion"


def test_somebody_with_a_second_factor_must_prove_it(client: Client, mailbox: Mailbox, world: World) -> None:
    provision(Actor.system(), email="anne@exemple.fr", totp_secret=TOTP_SECRET, now=NOW)
    ask_code(client, "anne@exemple.fr", "/mon-compte/")
    assert client.post("/connexion/code", {"code": mailbox.code})["Location"] == "/connexion/seconde-preuve"
    assert client.get("/mon-compte/").status_code == 302
    assert client.post("/connexion/seconde-preuve", {"code": "000000"}).status_code == 422
    assert client.post("/connexion/seconde-preuve", {"code": totp_code()})["Location"] == "/mon-compte/"
    assert client.get("/mon-compte/").status_code == 200


def test_a_password_signs_in_and_a_wrong_one_is_refused_alike_for_all(client: Client, world: World) -> None:
    world.person("zoe@exemple.fr", password="tilleul-gare-pluie-rame")
    world.person("sans@exemple.fr")
    refusals = set()
    for email in ("zoe@exemple.fr", "sans@exemple.fr", "personne@exemple.fr", "pas une adresse"):
        response = client.post("/connexion/mot-de-passe", {"email": email, "password": "autre chose encore"})
        refusals.add((response.status_code, "ne vont pas ensemble" in response.content.decode()))
    assert refusals == {(422, True)}
    answer = {"email": "Zoe@exemple.fr", "password": "tilleul-gare-pluie-rame"}
    assert client.post("/connexion/mot-de-passe", answer)["Location"] == "/demandes"


def test_signing_in_gives_a_new_session_and_signing_out_forgets_it(client: Client, mailbox: Mailbox) -> None:
    ask_code(client, "samira@exemple.fr")
    planted = client.session.session_key
    client.post("/connexion/code", {"code": mailbox.code})
    assert client.session.session_key != planted
    cookie = client.cookies["mob_session"].value
    assert client.get("/deconnexion").status_code == 200
    assert client.get("/mon-compte/").status_code == 200
    assert client.post("/deconnexion")["Location"] == "/connexion/au-revoir"
    client.cookies["mob_session"] = cookie
    assert client.get("/mon-compte/").status_code == 302


def test_the_pages_of_somebody_are_never_stored(client: Client, world: World) -> None:
    sign_in(client, world.person())
    assert client.get("/mon-compte/")["Cache-Control"] == "no-store"
