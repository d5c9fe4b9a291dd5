"""A service asks for a surer sign-in: the person is led to her second factor, or told; the token says what was reached."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client as Browser

from mob.identity.models import Link, Reading, User
from mob.identity.oidc.levels import Acr
from mob.identity.oidc_types import Scope
from mob.identity.services import provision
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.web.account.scope_words import WORDS
from tests.factories.accounts import TOTP_SECRET, sign_in, totp_code
from tests.factories.provider import CALLBACK, Service, read_token, service, told, userinfo

pytestmark = pytest.mark.django_db
TWO, ONE = Acr.TWO.value, Acr.ONE.value
CONFIRM = "/mon-compte/confirmer?next="


def essential(*values: str) -> str:
    return json.dumps({"id_token": {"acr": {"essential": True, "values": list(values)}}})


def acr_of(app: Service, **asked: str) -> str:
    tokens = app.redeem(app.decide(scope="openid", **asked)["code"]).json()
    return str(read_token(tokens["id_token"])[1]["acr"])


def add_factor(person: User) -> None:
    provision(Actor.system(), email=person.email, totp_secret=TOTP_SECRET, now=clock.now())


@pytest.fixture
def factor(person: User) -> None:
    """She set up an application of codes in another browser."""
    add_factor(person)


@pytest.fixture
def strong(person: User) -> Service:
    return service(sign_in(Browser(), person, strong=True))


@pytest.mark.usefixtures("factor")
@pytest.mark.parametrize("asked", [{"acr_values": TWO}, {"claims": essential(TWO)}], ids=["wanted", "needed"])
def test_who_has_a_second_factor_is_led_to_it_and_comes_back(app: Service, asked: dict[str, str]) -> None:
    sent = app.ask(scope="openid", **asked)
    assert sent.headers["Location"].startswith(CONFIRM)
    back = app.browser.post(
        sent.headers["Location"], {"code": totp_code(), "next": app.address(scope="openid", **asked)}
    )
    assert app.browser.get(back.headers["Location"]).status_code == 200
    assert acr_of(app, **asked) == TWO


def test_a_wish_that_nothing_meets_stops_nobody(app: Service) -> None:
    assert app.ask(scope="openid", acr_values=TWO).status_code == 200
    assert acr_of(app, acr_values=f"{TWO} {ONE}") == ONE


def test_what_a_service_cannot_do_without_is_told_with_the_two_ways_from_there(app: Service) -> None:
    page = app.ask(scope="openid", claims=essential(TWO))
    text = page.content.decode()
    assert page.status_code == 200
    assert "demande une seconde preuve" in text
    assert "/mon-compte/securite/proteger?next=%2Foidc%2Fauthorize" in text
    assert "Link" not in text
    for decision in ("no", "yes"):
        answer = app.decide(decision, scope="openid", claims=essential(TWO))
        assert (answer["error"], answer["at"]) == ("unmet_authentication_requirements", CALLBACK), decision
    assert not Link.objects.exists()


def test_a_level_that_only_an_identity_provider_gives_offers_no_second_proof(app: Service) -> None:
    text = app.ask(scope="openid", claims=essential("eidas2")).content.decode()
    assert "une connexion plus sûre" in text
    assert "proteger" not in text


@pytest.mark.parametrize("factor_there", [True, False])
def test_in_silence_a_need_is_refused_and_a_wish_is_not(app: Service, person: User, factor_there: bool) -> None:
    app.decide(scope="openid")
    if factor_there:
        add_factor(person)
    needed = told(app.ask(scope="openid", prompt="none", claims=essential(TWO)))
    assert needed["error"] == "unmet_authentication_requirements"
    assert "code" in told(app.ask(scope="openid", prompt="none", acr_values=TWO))


def test_the_token_says_a_level_that_was_asked_for_and_reached(strong: Service) -> None:
    assert acr_of(strong) == TWO
    assert acr_of(strong, claims=essential(ONE)) == ONE
    assert acr_of(strong, acr_values=f"eidas3 {TWO} {ONE}") == TWO
    refreshed = strong.refresh(strong.tokens(acr_values=ONE)["refresh_token"]).json()
    assert read_token(refreshed["id_token"])[1]["acr"] == TWO


def test_a_claim_asked_for_by_its_name_asks_for_its_scope(app: Service) -> None:
    wanted = json.dumps({"userinfo": {"email": None}, "id_token": {"email": {"essential": True}, "phone_number": None}})
    assert "adresse e-mail" in app.ask(scope="openid", claims=wanted).content.decode()
    answer = app.redeem(app.decide(chosen=("email",), scope="openid", claims=wanted)["code"]).json()
    claims = read_token(answer["id_token"])[1]
    assert claims["email"] == "samira@exemple.fr"
    assert "email_verified" not in claims, "in the ID token, what was named alone"
    assert "phone_number" not in claims
    assert userinfo(answer["access_token"]).json()["email"] == "samira@exemple.fr"
    assert [row.scope for row in Reading.objects.all()] == ["email"], "a reading like any other"


def test_a_claim_she_does_not_allow_is_left_out(app: Service) -> None:
    wanted = json.dumps({"id_token": {"email": {"essential": True}}, "userinfo": {"email": {"essential": True}}})
    answer = app.redeem(app.decide(chosen=(), scope="openid", claims=wanted)["code"]).json()
    assert "email" not in read_token(answer["id_token"])[1]
    assert "email" not in userinfo(answer["access_token"]).json()


def test_a_claim_closed_to_the_client_or_unknown_is_left_out(person: User) -> None:
    app = service(sign_in(Browser(), person), scopes=("openid",))
    wanted = json.dumps({"userinfo": {"email": None, "inconnue": None}, "autre": {"x": 1}})
    answer = app.redeem(app.decide(scope="openid", claims=wanted)["code"]).json()
    assert answer["scope"] == "openid"
    assert set(userinfo(answer["access_token"]).json()) == {"sub"}


def test_the_civil_identity_stays_behind_its_legal_basis(app: Service) -> None:
    wanted = json.dumps({"id_token": {"name": {"essential": True}, "birthdate": None, "identity_certified": None}})
    answer = app.redeem(app.decide(chosen=("profile",), scope="openid", claims=wanted)["code"]).json()
    claims = read_token(answer["id_token"])[1]
    assert claims["identity_certified"] is False
    assert not {"name", "birthdate"} & claims.keys()


def test_somebody_else_than_the_one_named_is_not_let_in(app: Service) -> None:
    hers = read_token(app.tokens()["id_token"])[1]["sub"]
    for subject, wanted in ((hers, "code"), ("une-autre", "error")):
        claims = json.dumps({"id_token": {"sub": {"value": subject}}})
        assert wanted in app.decide(scope="openid", claims=claims), subject


@pytest.mark.parametrize(
    "claims", ["x", "[]", '{"userinfo": []}', '{"id_token": {"acr": {"values": [1]}}}', "[" * 3000]
)
def test_what_is_no_such_object_is_a_fault_of_the_request(app: Service, claims: str) -> None:
    answer = told(app.ask(scope="openid", claims=claims))
    assert (answer["error"], answer["at"]) == ("invalid_request", CALLBACK)


def test_every_scope_of_the_house_is_offered_and_asked_for_in_words(app: Service) -> None:
    said = app.browser.get("/.well-known/openid-configuration").json()["scopes_supported"]
    assert said == list(Scope)
    assert WORDS.keys() == set(Scope)
    asking = app.browser.get(f"/oidc/authorize?{app.address().partition('?')[2]}").content.decode()
    assert "Transmission automatique des justificatifs d’achats" in asking
    assert "vous choisissez de le joindre à une demande ou non" in asking


def test_discovery_says_so(client: Browser) -> None:
    said: dict[str, Any] = client.get("/.well-known/openid-configuration").json()
    assert said["claims_parameter_supported"] is True
    assert said["acr_values_supported"] == [ONE, TWO]
    assert said["request_parameter_supported"] is said["request_uri_parameter_supported"] is False
