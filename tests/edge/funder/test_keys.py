"""Pages and endpoints of a funder's keys."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from joserfc import jwe
from joserfc.jwk import RSAKey

from mob.directory import keys as mathematics
from mob.directory import selectors, services
from mob.directory.models import FunderKey
from mob.directory.ports import KeyUsage
from mob.kernel import ports
from mob.kernel.actor import Actor, Role
from mob.web.templatetags.sealed import integrity_of
from tests.factories.sessions import strong_client
from tests.factories.world import key_pair

pytestmark = pytest.mark.django_db

LIST, NEW, IMPORT = "/gestion/cles/", "/gestion/cles/nouvelle", "/gestion/cles/importer"


class Usage:
    remaining = 0

    def documents_remaining(self, kid: str) -> int:
        return self.remaining


@pytest.fixture(autouse=True)
def usage(monkeypatch):
    double = Usage()
    monkeypatch.setitem(ports._instances, KeyUsage, double)
    return double


@pytest.fixture
def funder(world):
    return world.funder("Métropole de Valmont", key=False)


@pytest.fixture
def staff(world, funder):
    def sign_in(role: Role, at=None) -> Client:
        user = world.person()
        world.staff(at or funder, role, user=user)
        return strong_client(user)

    return sign_in


@pytest.fixture
def keeper(staff) -> Client:
    return staff(Role.SUPERVISOR)


def register(client: Client, main=None, recovery=None):
    sent = {"main_jwk": main or key_pair("main")[0], "recovery_jwk": recovery or key_pair("recovery")[0]}
    return client.post(NEW, json.dumps(sent), content_type="application/json", headers={"accept": "application/json"})


def answer_to(challenge, name="main") -> str:
    private = RSAKey.import_key(key_pair(name)[1])
    opened = jwe.decrypt_json(challenge, private, algorithms=["RSA-OAEP-256", "A256GCM"])
    return mathematics.b64u(opened.plaintext)


def activated(client: Client, name="main") -> FunderKey:
    made = register(client, main=key_pair(name)[0]).json()
    answered = client.post(
        made["activate"], json.dumps({"answer": answer_to(made["challenge"], name)}), content_type="application/json"
    )
    assert (answered.status_code, answered.json()) == (200, {})
    return FunderKey.objects.get(state="active")


def test_a_key_is_registered_and_activated_by_opening_the_challenge(keeper, funder):
    key = activated(keeper)
    assert selectors.encryption_keys(funder.id)[0].kid == key.kid
    page = keeper.get(LIST).content.decode()
    assert f'data-mob-key="{key.kid}"' in page
    assert "En service" in page


def test_nothing_private_is_accepted_and_the_page_says_to_throw_the_key_away(keeper):
    response = register(keeper, main=key_pair("main")[1])
    assert response.status_code == 422
    assert "secrète" in response.json()["message"]
    assert not FunderKey.objects.exists()


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"null", b"{", b'{"main_jwk": 1}', b'{"main_jwk": {}, "recovery_jwk": {}}', b"[" * 100_000, b"\xff"],
)
def test_a_body_that_makes_no_sense_is_refused_in_words(keeper, body):
    response = keeper.post(NEW, body, content_type="application/json")
    assert response.status_code == 422
    assert response.json()["message"]


def test_a_wrong_answer_is_refused_in_words(keeper):
    made = register(keeper).json()
    response = keeper.post(made["activate"], json.dumps({"answer": "AAAA"}), content_type="application/json")
    assert response.status_code == 422
    assert "message d’essai" in response.json()["message"]
    assert FunderKey.objects.get().state == "pending"


def test_the_token_against_forgery_is_asked(funder, world):
    user = world.person()
    world.staff(funder, Role.SUPERVISOR, user=user)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = strong_client(user).cookies
    response = strict.post(NEW, b"{}", content_type="application/json")
    assert response.status_code == 403
    assert strict.get(NEW).status_code == 200


def test_a_key_is_stopped_then_retired_when_nothing_needs_it(keeper, usage):
    key = activated(keeper)
    stop = f"/gestion/cles/{key.id}/arreter"
    retire = f"/gestion/cles/{key.id}/retirer"
    assert keeper.get(stop).status_code == 200
    key.refresh_from_db()
    assert key.state == "active"
    assert keeper.post(stop).status_code == 302
    assert "Créez votre clé" in keeper.get(LIST).content.decode()
    usage.remaining = 4
    assert f'href="{retire}"' not in keeper.get(LIST).content.decode()
    response = keeper.post(retire)
    assert response.status_code == 409
    FunderKey.objects.update(decrypt_only_at=key.created_at - timedelta(hours=2))
    response = keeper.post(retire)
    assert "4" in re.sub(r"<[^>]+>", "", response.content.decode().split("notice--no")[1])
    usage.remaining = 0
    assert f'href="{retire}"' in keeper.get(LIST).content.decode()
    assert keeper.post(retire).status_code == 302
    assert FunderKey.objects.get().state == "retired"
    assert keeper.get(retire).status_code == 404


def test_who_may_open_which_page_of_keys(staff, world, keeper):
    key = activated(keeper)
    pages = {
        LIST: {Role.SUPERVISOR, Role.ADMINISTRATOR},
        NEW: {Role.SUPERVISOR, Role.ADMINISTRATOR},
        IMPORT: {Role.SUPERVISOR, Role.ADMINISTRATOR, Role.CASE_MANAGER},
        f"/gestion/cles/{key.id}/arreter": {Role.SUPERVISOR, Role.ADMINISTRATOR},
        f"/gestion/cles/{key.id}/retirer": {Role.SUPERVISOR, Role.ADMINISTRATOR},
    }
    for role in Role:
        client = staff(role)
        opened = {page for page in pages if client.get(page).status_code == 200}
        if role is Role.CASE_MANAGER:
            assert client.get(LIST).headers["Location"] == IMPORT
        assert opened == {page for page, roles in pages.items() if role in roles}, role
    person = strong_client(world.person())
    assert {person.get(page).status_code for page in pages} == {404}
    assert {Client().get(page).status_code for page in pages} == {302}


def test_another_funder_s_staff_cannot_touch_the_key(staff, world, keeper):
    key = activated(keeper)
    stranger = staff(Role.ADMINISTRATOR, at=world.funder(key=False))
    for action in ("arreter", "retirer"):
        address = f"/gestion/cles/{key.id}/{action}"
        assert stranger.get(address).status_code == 404
        assert stranger.post(address).status_code == 404
    pending = register(keeper, main=key_pair("second")[0]).json()
    response = stranger.post(
        pending["activate"],
        json.dumps({"answer": answer_to(pending["challenge"], "second")}),
        content_type="application/json",
    )
    assert response.status_code == 404
    assert key.kid not in stranger.get(LIST).content.decode()


def test_an_administrator_of_the_platform_has_no_page_of_keys(world):
    user = world.person()
    services.appoint_administrator(Actor.system(), user_id=user.id, first_name="", last_name="", now=world.now)
    client = strong_client(user)
    assert client.get(LIST).status_code == 404
    assert register(client).status_code == 404


@pytest.mark.parametrize("page", [LIST, NEW, IMPORT])
def test_every_script_of_the_pages_is_sealed_and_none_is_inline(keeper, page):
    activated(keeper)
    body = keeper.get(page).content.decode()
    modules = re.findall(r'<script type="module" src="/static/(mob/keys/[a-z-]+\.js)[^"]*" integrity="([^"]+)">', body)
    assert modules
    assert all(integrity_of(name) == seal for name, seal in modules)
    assert not re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", body)
    assert "style=" not in body


@pytest.mark.parametrize("page", [NEW, IMPORT])
def test_without_script_the_page_says_so_and_nothing_secret_can_be_sent(keeper, page):
    activated(keeper)
    body = keeper.get(page).content.decode()
    assert "<noscript>" in body
    form = re.search(r"<form data-mob-key.*?</form>", body, re.DOTALL)
    assert form
    names = re.findall(r'<input[^>]*\bname="([^"]+)"', form[0])
    assert names in ([], ["csrfmiddlewaretoken"])


def test_every_message_of_the_scripts_is_in_the_page(keeper):
    activated(keeper)
    for page, scripts in ((NEW, ("key-create",)), (IMPORT, ("key-import",))):
        body = keeper.get(page).content.decode()
        known = set(re.findall(r'data-message="([a-z_]+)"', body))
        for script in scripts:
            source = Path(finders.find(f"mob/keys/{script}.js")).read_text(encoding="utf-8")
            said = set(re.findall(r'say\((?:form, )?"([a-z_]+)"', source)) | set(
                re.findall(r'VaultError\("([a-z_]+)"\)', source)
            )
            assert said - {"refused"} <= known, script
