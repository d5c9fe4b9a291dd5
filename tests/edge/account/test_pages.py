"""The account's own pages: profile, protection, preferences, data, leaving."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from django.test import Client

from mob.identity import selectors, services
from mob.identity.models import User
from mob.identity.ports import AccountMail
from mob.identity.types import ClaimName, ClaimSource
from mob.kernel import clock
from mob.kernel.actor import Actor, Role
from tests.factories.accounts import TOTP_SECRET, Mailbox, sign_in, totp_code
from tests.factories.world import NOW, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(world: World) -> User:
    return world.person("samira.haddad@exemple.fr")


@pytest.fixture
def browser(client: Client, user: User) -> Client:
    return sign_in(client, user)


def profile(user: User) -> dict[str, str | None]:
    view = selectors.profile_of(Actor.system(), user.id)
    return {name.value: view.value(name) for name in ClaimName} | {"commune": view.commune, "phone": view.phone}


def test_one_piece_at_a_time_is_saved_and_shown_with_who_said_it(browser: Client, user: User) -> None:
    answer = {"first_name": "Zoé", "birth_name": "O’Neill", "usual_name": ""}
    assert browser.post("/mon-compte/profil/nom", answer)["Location"] == "/mon-compte/profil"
    page = browser.get("/mon-compte/profil").content.decode()
    assert "<bdi>Zoé</bdi>" in page
    assert "Indiqué par vous" in page
    assert profile(user)["birth_name"] == "O’Neill"


def test_a_wrong_answer_keeps_what_was_typed_and_says_what_to_do(browser: Client, user: User) -> None:
    response = browser.post("/mon-compte/profil/nom", {"first_name": "Samira2", "birth_name": "Haddad"})
    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="Samira2"' in page
    assert "Retirez les autres signes" in page
    assert 'href="#id_first_name"' in page
    assert profile(user)["birth_name"] is None


def test_somebody_under_sixteen_is_told_how_a_parent_applies(browser: Client) -> None:
    response = browser.post(
        "/mon-compte/profil/naissance", {"birth_date_0": "1", "birth_date_1": "1", "birth_date_2": "2024"}
    )
    page = response.content.decode()
    assert "Un compte s’ouvre à 16" in page
    assert "/moins-de-16-ans" in page
    assert "un parent fait la demande" in browser.get("/moins-de-16-ans").content.decode()


def test_a_commune_is_found_from_its_text_and_chosen_when_several_match(browser: Client, user: User) -> None:
    assert browser.post("/mon-compte/profil/commune", {"lieu": "Grenoble", "postcode": ""}).status_code == 302
    assert profile(user)["commune"] == "38185"
    response = browser.post("/mon-compte/profil/commune", {"lieu": "Saint-Denis", "postcode": ""})
    assert response.status_code == 422
    assert 'type="radio"' in response.content.decode()
    nowhere = browser.post("/mon-compte/profil/commune", {"lieu": "Zzzzzzz", "postcode": ""})
    assert nowhere.status_code == 422
    assert 'value="Zzzzzzz"' in nowhere.content.decode()
    assert profile(user)["commune"] == "38185"


def test_a_certified_name_shows_who_vouches_and_offers_no_change(browser: Client, user: User) -> None:
    services.certify(
        Actor.system(),
        user_id=user.id,
        source=ClaimSource.FRANCECONNECT,
        claims={ClaimName.FIRST_NAME: "Samira", ClaimName.BIRTH_NAME: "Haddad"},
        now=NOW,
    )
    page = browser.get("/mon-compte/profil").content.decode()
    assert page.count("Vérifié par FranceConnect") == 2
    assert 'name="first_name"' not in browser.get("/mon-compte/profil/nom").content.decode()
    browser.post("/mon-compte/profil/nom", {"first_name": "Autre", "birth_name": "Autre"})
    claims = selectors.profile_of(Actor.system(), user.id).claims
    assert (claims[ClaimName.FIRST_NAME].value, claims[ClaimName.BIRTH_NAME].value) == ("Samira", "Haddad")


def test_an_unknown_piece_is_not_a_page(browser: Client) -> None:
    assert browser.get("/mon-compte/profil/couronne").status_code == 404


def test_pages_of_the_account_ask_who_it_is_and_come_back(client: Client) -> None:
    assert client.get("/mon-compte/profil")["Location"] == "/connexion?next=%2Fmon-compte%2Fprofil"


def test_preferences_change_the_language_of_the_next_page(browser: Client, user: User) -> None:
    response = browser.post("/mon-compte/preferences", {"language": "en"}, follow=True)
    assert '<html lang="en">' in response.content.decode()
    assert not selectors.wants_courtesy_mails(user.id)


def test_what_protects_the_account_asks_for_a_fresh_proof(client: Client, user: User, mailbox: Mailbox) -> None:
    sign_in(client, user, now=clock.now() - timedelta(hours=1))
    first = client.get("/mon-compte/securite/mot-de-passe")
    assert first["Location"] == "/mon-compte/confirmer?next=%2Fmon-compte%2Fsecurite%2Fmot-de-passe"
    client.post("/mon-compte/confirmer", {"send": "1", "next": "/mon-compte/securite/mot-de-passe"})
    assert mailbox.last.kind is AccountMail.CONFIRM_CODE
    wrong = client.post("/mon-compte/confirmer", {"code": "00000000", "next": "/mon-compte/securite/mot-de-passe"})
    assert wrong.status_code == 422
    right = client.post("/mon-compte/confirmer", {"code": mailbox.code, "next": "/mon-compte/securite/mot-de-passe"})
    assert right["Location"] == "/mon-compte/securite/mot-de-passe"
    assert client.get("/mon-compte/securite/mot-de-passe").status_code == 200


def test_a_password_confirms_too(client: Client, world: World) -> None:
    user = world.person(password="tilleul-gare-pluie-rame")
    sign_in(client, user, now=clock.now() - timedelta(hours=1))
    assert 'type="password"' in client.get("/mon-compte/confirmer").content.decode()
    assert client.post("/mon-compte/confirmer", {"password": "pas le bon"}).status_code == 422
    right = client.post("/mon-compte/confirmer", {"password": "tilleul-gare-pluie-rame"})
    assert right["Location"] == "/mon-compte/securite"


def test_an_account_with_a_second_factor_is_confirmed_with_it_alone(
    client: Client, user: User, mailbox: Mailbox
) -> None:
    services.provision(Actor.system(), email=user.email, totp_secret=TOTP_SECRET, now=NOW)
    sign_in(client, user)
    assert client.get("/mon-compte/supprimer").status_code == 302
    client.post("/mon-compte/confirmer", {"send": "1"})
    assert mailbox.mails == []
    assert client.post("/mon-compte/confirmer", {"code": totp_code()}).status_code == 302
    assert client.get("/mon-compte/supprimer").status_code == 200


def test_an_application_of_codes_is_linked_and_its_recovery_codes_shown_once(browser: Client, user: User) -> None:
    page = browser.get("/mon-compte/securite/application").content.decode()
    assert "data:image/svg+xml;base64," in page
    secret = browser.session["totp_secret"]
    assert secret[:4] in page
    assert browser.post("/mon-compte/securite/application", {"code": "000000"}).status_code == 422
    done = browser.post("/mon-compte/securite/application", {"code": totp_code(secret)})
    assert done["Location"] == "/mon-compte/securite/codes-de-secours"
    assert browser.get(done["Location"]).content.decode().count("<li>") >= 10
    assert "ne le sont plus" in browser.get(done["Location"]).content.decode()
    assert browser.post("/mon-compte/securite/codes-de-secours").status_code == 302
    assert browser.get("/mon-compte/securite").status_code == 200


def test_a_passkey_that_no_device_made_is_refused(browser: Client) -> None:
    options = browser.get("/mon-compte/securite/cles/options").json()
    assert options["publicKey"]["rp"]["id"] == "localhost"
    for credential in ("", "[]", "{}", '{"id": "x", "rawId": "x", "type": "public-key", "response": {}}', "nul"):
        answer = {"name": "mon téléphone", "credential": credential}
        assert browser.post("/mon-compte/securite/cles", answer).status_code == 422


def test_a_passkey_answer_of_anybodys_making_signs_nobody_in(client: Client, user: User) -> None:
    assert client.get("/connexion/cle").json()["publicKey"]["rpId"] == "localhost"
    for credential in ("{}", '{"response": {"userHandle": "x"}}', '{"response": {"userHandle": null}, "id": 3}'):
        response = client.post("/connexion/cle", {"credential": credential})
        assert response.status_code == 422
        assert "n’a pas confirmé" in response.content.decode()
    assert client.get("/mon-compte/").status_code == 302


def test_an_account_moves_to_a_new_address(browser: Client, user: User, mailbox: Mailbox) -> None:
    same = browser.post("/mon-compte/adresse-mail", {"email": "SAMIRA.haddad@exemple.fr"})
    assert same.status_code == 422
    browser.post("/mon-compte/adresse-mail", {"email": "nouvelle@exemple.fr"})
    assert browser.post("/mon-compte/adresse-mail/code", {"code": "1"}).status_code == 422
    assert browser.post("/mon-compte/adresse-mail/code", {"code": mailbox.code})["Location"] == "/mon-compte/"
    assert "nouvelle@exemple.fr" in browser.get("/mon-compte/").content.decode()


def test_the_archive_is_downloaded_as_a_file(browser: Client) -> None:
    response = browser.post("/mon-compte/donnees/telecharger")
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"].startswith('attachment; filename="moB-')
    assert "compte/compte.json" in zipfile.ZipFile(io.BytesIO(response.content)).namelist()


def test_leaving_asks_for_a_yes_and_then_empties_the_account(browser: Client, user: User) -> None:
    assert browser.post("/mon-compte/supprimer", {"x": "1"}).status_code == 422
    assert browser.post("/mon-compte/supprimer", {"sure": "on"})["Location"] == "/compte-supprime"
    assert browser.get("/mon-compte/").status_code == 302
    assert selectors.email_of(user.id) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/mon-profil?a=1", "/mon-compte/profil?a=1"),
        ("/inscription/formulaire", "/inscription"),
        ("/inscription/association?token=x", "/mon-compte/employeur/lien?token=x"),
        ("/redirection", "/connexion"),
    ],
)
def test_addresses_moB_had_lead_on_with_their_query(client: Client, old: str, new: str) -> None:
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, new)


def test_staff_set_up_a_second_factor_before_their_desk_opens(client: Client, world: World) -> None:
    staff = world.person("agent@exemple.fr")
    world.staff(world.funder(), user=staff)
    sign_in(client, staff)
    led = client.get("/gestion/")
    assert led["Location"] == "/mon-compte/securite/proteger?next=%2Fgestion%2F"
    assert "les dossiers d’autres personnes" in client.get(led["Location"]).content.decode()
    client.get("/mon-compte/securite/application")
    code = totp_code(client.session["totp_secret"])
    done = client.post("/mon-compte/securite/application", {"code": code})
    assert 'href="/gestion/"' in client.get(done["Location"]).content.decode()
    assert client.get("/gestion/").status_code != 302


def test_staff_with_a_second_factor_prove_it_before_their_desk_opens(client: Client, world: World) -> None:
    staff = world.person("agent@exemple.fr")
    world.staff(world.funder(), Role.SUPERVISOR, user=staff)
    services.provision(Actor.system(), email=staff.email, totp_secret=TOTP_SECRET, now=NOW)
    sign_in(client, staff)
    assert client.get("/administration/x?y=1")["Location"] == "/mon-compte/confirmer?next=%2Fadministration%2Fx%3Fy%3D1"
    client.post("/mon-compte/confirmer", {"code": totp_code()})
    assert client.get("/administration/x").status_code != 302


def test_staff_sign_in_again_after_twelve_hours_and_people_do_not(client: Client, world: World) -> None:
    staff, person = world.person(), world.person()
    world.staff(world.funder(), user=staff)
    morning = clock.now() - timedelta(hours=12, minutes=1)
    sign_in(client, staff, strong=True, now=morning)
    assert client.get("/gestion/")["Location"] == "/connexion?next=%2Fgestion%2F"
    assert client.get("/mon-compte/").status_code == 302
    assert sign_in(Client(), person, now=morning).get("/mon-compte/").status_code == 200
