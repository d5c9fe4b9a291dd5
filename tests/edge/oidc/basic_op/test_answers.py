"""Basic OP: the answer, the ID token, userinfo and scopes."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client as Browser
from joserfc import jws

from mob.identity import services
from mob.identity.models import User
from mob.identity.types import ProfileField
from mob.kernel import clock
from mob.kernel.actor import Actor
from tests.factories.accounts import sign_in
from tests.factories.provider import ALL, VERIFIER, Service, post, read_token, service, told, userinfo

pytestmark = pytest.mark.django_db
_STANDARD = "openid profile email phone address"


@pytest.fixture
def plain(person: User) -> Service:
    """A client that may know a name (a legal basis is recorded), and a person who has something to tell."""
    answers = {ProfileField.FIRST_NAME: "Samira", ProfileField.COMMUNE: "99V01", ProfileField.PHONE: "06 12 34 56 78"}
    services.declare(Actor.citizen(person.id), answers=answers, now=clock.now())
    return service(sign_in(Browser(), person), legal_basis="CONV-2026-01")


def _claims(app: Service, scope: str) -> dict[str, Any]:
    tokens = app.tokens(scope=scope)
    assert tokens["scope"] == scope
    said: dict[str, Any] = userinfo(tokens["access_token"]).json()
    assert said["sub"] == read_token(tokens["id_token"])[1]["sub"]
    return said


def test_oidcc_server(app: Service) -> None:
    answer = app.decide(scope="openid")
    tokens = app.redeem(answer["code"]).json()
    assert tokens["token_type"] == "Bearer"
    claims = read_token(tokens["id_token"])[1]
    assert {"iss", "sub", "aud", "exp", "iat", "nonce"} <= claims.keys()
    assert claims["iss"] == answer["iss"]
    assert len(claims["sub"]) <= 255


def test_oidcc_response_type_missing(app: Service) -> None:
    answer = told(app.ask(response_type=None))
    assert answer["error"] == "invalid_request"
    assert "code" not in answer


def test_oidcc_idtoken_signature(app: Service) -> None:
    token = app.tokens(scope="openid")["id_token"]
    header, _claims = read_token(token)  # verified with the published keys
    published = Browser().get("/oidc/jwks").json()["keys"]
    assert header["kid"] in {key["kid"] for key in published}
    assert all("d" not in key for key in published)


def test_oidcc_idtoken_unsigned(app: Service) -> None:
    said = Browser().get("/.well-known/openid-configuration").json()
    assert "none" not in said["id_token_signing_alg_values_supported"]
    token = app.tokens(scope="openid")["id_token"]
    assert jws.extract_compact(token.encode()).headers()["alg"] == "RS256"


def test_oidcc_userinfo_get(app: Service) -> None:
    tokens = app.tokens(scope="openid")
    response = userinfo(tokens["access_token"])
    assert response.headers["Content-Type"].startswith("application/json")
    assert response.json()["sub"] == read_token(tokens["id_token"])[1]["sub"]


def test_oidcc_userinfo_post_header(app: Service) -> None:
    token = app.tokens(scope="openid")["access_token"]
    response = Browser().post(
        "/oidc/userinfo",
        "",
        content_type="application/x-www-form-urlencoded",
        headers={"authorization": f"Bearer {token}"},
    )
    assert response.status_code == 200
    assert response.json()["sub"]


def test_oidcc_userinfo_post_body(app: Service) -> None:
    response = post("/oidc/userinfo", access_token=app.tokens(scope="openid")["access_token"])
    assert response.status_code == 200
    assert response.json()["sub"]


def test_oidcc_ensure_request_without_nonce_succeeds_for_code_flow(app: Service) -> None:
    tokens = app.tokens(scope="openid", nonce=None)
    assert "nonce" not in read_token(tokens["id_token"])[1]


def test_oidcc_scope_profile(plain: Service) -> None:
    said = _claims(plain, "openid profile")
    assert said["given_name"] == "Samira"
    assert not {"email", "phone_number", "address"} & said.keys()


def test_oidcc_scope_email(plain: Service, person: User) -> None:
    said = _claims(plain, "openid email")
    assert said["email"] == person.email
    assert said["email_verified"] is True
    assert not {"given_name", "phone_number", "address"} & said.keys()


def test_oidcc_scope_address(plain: Service) -> None:
    assert _claims(plain, "openid address")["address"]["country"] == "FR"


def test_oidcc_scope_phone(plain: Service) -> None:
    said = _claims(plain, "openid phone")
    assert said["phone_number"] == "+33612345678"
    assert said["phone_number_verified"] is False


def test_oidcc_scope_all(plain: Service) -> None:
    said = _claims(plain, _order(_STANDARD))
    assert {"given_name", "email", "phone_number", "address"} <= said.keys()


def test_oidcc_ensure_other_scope_order_succeeds(plain: Service) -> None:
    tokens = plain.tokens(scope="email openid")
    assert set(tokens["scope"].split()) == {"openid", "email"}


def test_oidcc_server_client_secret_post(app: Service) -> None:
    assert app.redeem(app.code(scope="openid")).status_code == 200
    wrong = post(
        "/oidc/token",
        grant_type="authorization_code",
        code=app.code(scope="openid"),
        client_id=app.client_id,
        client_secret="0" * 64,
        redirect_uri=app.redirect_uri,
        code_verifier=VERIFIER,
    )
    assert wrong.status_code == 401
    assert wrong.json()["error"] == "invalid_client"


def test_oidcc_refresh_token(app: Service) -> None:
    first = app.tokens(scope="openid offline_access")
    second = app.refresh(first["refresh_token"]).json()
    assert second["access_token"] != first["access_token"]
    before, after = (read_token(each["id_token"])[1] for each in (first, second))
    assert {name: before[name] for name in ("iss", "sub", "aud", "auth_time")} == {
        name: after[name] for name in ("iss", "sub", "aud", "auth_time")
    }
    assert after["iat"] >= before["iat"]


def _order(scope: str) -> str:
    """As this provider says scopes back: in the order of its own list."""
    return " ".join(each for each in ALL if each in scope.split())
