"""Services linked to an account: what she sees of them, ending one, and what goes with the account."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser

from mob.identity import services
from mob.identity.models import AccessToken, Grant, Link, Reading, Receipt, RefreshToken, User
from mob.identity.oidc import logout
from mob.identity.ports import LogoutCaller
from mob.identity.types import ClaimName, ClaimSource, ProfileField
from mob.journal.models import Delivery
from mob.journal.runner import run_due
from mob.kernel import clock, ports
from mob.kernel.actor import Actor
from mob.kernel.ports import PortRefused, PortUnavailable
from tests.factories.accounts import sign_in
from tests.factories.provider import CALLBACK, Service, read_token, service, told, userinfo
from tests.factories.world import World

pytestmark = pytest.mark.django_db
BACK = "https://appli.exemple.fr/deconnexion"


class Caller:
    """Serves `LogoutCaller`: keeps what was said, or fails as told."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str]] = []
        self.failure: Exception | None = None

    def call(self, uri: str, logout_token: str) -> None:
        if self.failure:
            raise self.failure
        self.calls.append((uri, logout_token))


@pytest.fixture
def caller() -> Iterator[Caller]:
    before, caller = ports._factories[LogoutCaller], Caller()
    ports.plug(LogoutCaller, lambda: caller)  # type: ignore[type-abstract]
    yield caller
    ports.plug(LogoutCaller, before)  # type: ignore[type-abstract]


@pytest.fixture
def app(person: User) -> Service:
    return service(sign_in(Browser(), person), backchannel_logout_uri=BACK, post_logout_redirect_uris=(CALLBACK,))


def link_of(app: Service) -> Link:
    return Link.objects.get(client__client_id=app.client_id)


@pytest.mark.abuse(90)
def test_e5_ending_a_link_kills_its_tokens_at_once_and_tells_the_service(app: Service, caller: Caller) -> None:
    tokens, pending = app.tokens(), app.code()
    path = f"/mon-compte/services-lies/{link_of(app).id}/fin"
    assert "Tilleul Mobilités" in app.browser.get(path).content.decode()
    assert app.browser.post(path).headers["Location"] == "/mon-compte/services-lies"
    assert userinfo(tokens["access_token"]).status_code == 401
    assert app.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"
    assert app.redeem(pending).json()["error"] == "invalid_grant"
    run_due(now=clock.now())
    ((uri, sent),) = caller.calls
    header, claims = read_token(sent)
    assert uri == BACK
    assert header["typ"] == "logout+jwt"
    assert claims["sub"] == read_token(tokens["id_token"])[1]["sub"]
    assert claims["aud"] == app.client_id
    assert claims["events"] == {logout.EVENT: {}}
    assert "nonce" not in claims
    assert app.browser.post(path).status_code == 302
    page = app.browser.get("/mon-compte/services-lies").content.decode()
    assert "terminé" in page
    assert {receipt.kind for receipt in Receipt.objects.exclude(withdrawn_at=None)} == {"service"}
    assert not Receipt.objects.filter(withdrawn_at=None).exists()
    assert app.ask().status_code == 200, "asked anew"


@pytest.mark.parametrize(("failure", "waits"), [(PortUnavailable("down"), True), (PortRefused("no"), False)])
def test_a_service_that_is_away_is_told_later_and_one_that_refuses_is_left(
    app: Service, caller: Caller, failure: Exception, waits: bool
) -> None:
    caller.failure = failure
    app.tokens()
    app.browser.post(f"/mon-compte/services-lies/{link_of(app).id}/fin")
    run_due(now=clock.now())
    delivery = Delivery.objects.get(subscriber="oidc.logout")
    assert (delivery.done_at is None) == waits


def test_she_sees_what_was_read_and_when(app: Service) -> None:
    tokens = app.tokens(("email", "phone"))
    assert "Rien." in app.browser.get("/mon-compte/services-lies").content.decode()
    for _time in range(3):
        userinfo(tokens["access_token"])
    assert Reading.objects.count() == 1
    page = app.browser.get("/mon-compte/services-lies").content.decode()
    assert page.count("Votre adresse e-mail") == 2, "allowed, and read"


def test_nobody_ends_somebody_else_s_link(app: Service, world: World) -> None:
    app.tokens()
    stranger = sign_in(Browser(), world.person())
    path = f"/mon-compte/services-lies/{link_of(app).id}/fin"
    assert stranger.get(path).status_code == stranger.post(path).status_code == 404
    assert link_of(app).ended_at is None


def test_leaving_ends_every_link_and_leaves_no_trace(app: Service, caller: Caller, person: User) -> None:
    tokens = app.tokens()
    userinfo(tokens["access_token"])
    archive = zipfile.ZipFile(io.BytesIO(services.export_everything(Actor.citizen(person.id))))
    assert "Tilleul Mobilités" in archive.read("compte/services-lies.json").decode()
    services.delete_account(Actor.citizen(person.id), choices={}, now=clock.now())
    assert userinfo(tokens["access_token"]).status_code == 401
    for table in (Link, Reading, Grant, AccessToken, RefreshToken):
        assert not table.objects.exists()
    run_due(now=clock.now())
    assert len(caller.calls) == 1


@pytest.mark.abuse(90)
def test_what_she_takes_back_is_no_longer_read_with_a_token_given_before(app: Service) -> None:
    token = app.tokens(("email", "phone"))["access_token"]
    assert "email" in userinfo(token).json()
    app.decide(chosen=("phone",), prompt="consent")
    assert "email" not in userinfo(token).json()


# What a private operator learns of an identity.


def certify(person: User) -> None:
    claims = {ClaimName.FIRST_NAME: "Samira", ClaimName.BIRTH_NAME: "Haddad", ClaimName.BIRTH_DATE: "1994-09-08"}
    services.certify(
        Actor.system(), user_id=person.id, source=ClaimSource.FRANCECONNECT, claims=claims, now=clock.now()
    )


def test_without_a_legal_basis_a_service_learns_that_an_identity_is_certified_and_no_name(
    app: Service, person: User
) -> None:
    certify(person)
    assert "Ni votre nom, ni votre date de naissance" in app.ask().content.decode()
    said = userinfo(app.tokens()["access_token"]).json()
    assert said["identity_certified"] is True
    assert said["identity_source"] == "franceconnect.gouv.fr"
    assert said["identity_level"] == "eidas1"
    assert said["identity_certified_at"]
    assert said["cms"]["identity"]["identity_certified"] is True
    for hidden in ("Samira", "Haddad", "1994"):
        assert hidden not in str(said)


def test_with_a_recorded_legal_basis_it_learns_it_with_who_vouches(person: User) -> None:
    app = service(sign_in(Browser(), person), legal_basis="Convention AOM 2026-14")
    certify(person)
    services.declare(Actor.citizen(person.id), answers={ProfileField.COMMUNE: "99V01"}, now=clock.now())
    said = userinfo(app.tokens()["access_token"]).json()
    assert (said["given_name"], said["family_name"], said["birthdate"]) == ("Samira", "Haddad", "1994-09-08")
    name = said["cms"]["identity"]["lastName"]
    assert name["value"] == "Haddad"
    assert name["source"] == "franceconnect.gouv.fr"
    assert name["certificationDate"]
    contact: dict[str, Any] = said["cms"]["personalInformation"]
    assert contact["email"] == {"value": person.email, "source": "declared", "certificationDate": None}
    assert said["address"]["country"] == "FR"


def test_an_identity_that_is_only_declared_is_not_certified(app: Service, person: User) -> None:
    services.declare(Actor.citizen(person.id), answers={ProfileField.FIRST_NAME: "Samira"}, now=clock.now())
    assert userinfo(app.tokens()["access_token"]).json()["identity_certified"] is False


# Signing out.


def short(app: Service) -> dict[str, Any]:
    return app.tokens(("email",))


def test_row_55_signing_out_ends_short_tokens_and_tells_services_but_standing_links_go_on(
    app: Service, caller: Caller
) -> None:
    tokens = short(app)
    standing = service(app.browser)
    kept = standing.tokens()
    app.browser.post("/deconnexion")
    assert userinfo(tokens["access_token"]).status_code == 401
    assert userinfo(kept["access_token"]).status_code == 200
    run_due(now=clock.now())
    assert [uri for uri, _token in caller.calls] == [BACK]


def test_a_service_that_proves_to_speak_of_her_signs_her_out(app: Service) -> None:
    hint = short(app)["id_token"]
    response = app.browser.get(
        "/oidc/logout", {"id_token_hint": hint, "post_logout_redirect_uri": CALLBACK, "state": "é"}
    )
    assert response.headers["Location"] == f"{CALLBACK}?state=%C3%A9"
    assert app.browser.get("/mon-compte/").status_code in (302, 303)


@pytest.mark.parametrize("hint", ["", "faux"])
def test_without_that_proof_she_is_asked(app: Service, hint: str) -> None:
    asked = {"client_id": app.client_id, "post_logout_redirect_uri": CALLBACK, "id_token_hint": hint, "state": "s"}
    page = app.browser.get("/oidc/logout", asked)
    assert page.status_code == 200
    assert app.browser.get("/mon-compte/").status_code == 200
    action = page.content.decode().split('action="/oidc/logout/confirm')[1].split('"')[0].replace("&amp;", "&")
    assert told(app.browser.post(f"/oidc/logout/confirm{action}"))["at"] == CALLBACK
    assert app.browser.get("/mon-compte/").status_code in (302, 303)


def test_nobody_is_led_to_an_address_the_client_does_not_have(app: Service) -> None:
    hint = short(app)["id_token"]
    for asked in (
        {"id_token_hint": hint, "post_logout_redirect_uri": "https://mechant.example/"},
        {"post_logout_redirect_uri": CALLBACK},
        {"client_id": "inconnu", "post_logout_redirect_uri": CALLBACK},
        {"client_id": service().client_id, "id_token_hint": hint, "post_logout_redirect_uri": CALLBACK},
    ):
        assert app.browser.get("/oidc/logout", asked).status_code == 400
    assert app.browser.get("/mon-compte/").status_code == 200


def test_somebody_else_s_hint_signs_nobody_out_unasked(app: Service, world: World) -> None:
    hint = short(app)["id_token"]
    sign_in(app.browser, world.person())
    assert app.browser.get("/oidc/logout", {"id_token_hint": hint}).status_code == 200
    assert app.browser.get("/mon-compte/").status_code == 200


def test_an_old_hint_still_tells_who(app: Service) -> None:
    hint = short(app)["id_token"]
    clock.set_offset(timedelta(hours=5))
    try:
        assert app.browser.get("/oidc/logout", {"id_token_hint": hint}).headers["Location"] == "/connexion/au-revoir"
    finally:
        clock.set_offset(timedelta(0))
