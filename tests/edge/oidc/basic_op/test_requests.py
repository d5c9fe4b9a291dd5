"""Basic OP: what a request may say, and what it may not."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client as Browser
from joserfc import jwt
from joserfc.jwk import OctKey

from mob.identity.models import User
from mob.kernel import clock
from tests.factories.accounts import sign_in
from tests.factories.provider import CALLBACK, Service, read_token, told, userinfo

pytestmark = pytest.mark.django_db
_CONFIRM = "/mon-compte/confirmer?next=%2Foidc%2Fauthorize"


def _proves_again(app: Service) -> None:
    """As the confirmation page leaves the session, once it was passed."""
    session = app.browser.session
    session["proved_at"] = clock.now().timestamp()
    session.save()


def _auth_time(app: Service, code: str) -> int:
    return int(read_token(app.redeem(code).json()["id_token"])[1]["auth_time"])


@pytest.mark.parametrize("display", ["page", "popup"], ids=["oidcc_display_page", "oidcc_display_popup"])
def test_display(app: Service, display: str) -> None:
    assert "code" in app.decide(scope="openid", display=display)


def test_oidcc_prompt_login(app: Service, person: User) -> None:
    sign_in(app.browser, person, now=clock.now() - timedelta(minutes=5))
    before = _auth_time(app, app.code(scope="openid"))
    assert app.ask(scope="openid", prompt="login").headers["Location"].startswith(_CONFIRM)
    _proves_again(app)
    assert _auth_time(app, told(app.ask(scope="openid", prompt="login"))["code"]) > before


def test_oidcc_prompt_none_not_logged_in(app: Service) -> None:
    app.browser = Browser()
    answer = told(app.ask(scope="openid", prompt="none"))
    assert answer["error"] in ("login_required", "interaction_required")
    assert answer["state"] == "etat-de-l-appli"


def test_oidcc_prompt_none_logged_in(app: Service) -> None:
    first = read_token(app.tokens(scope="openid")["id_token"])[1]
    code = told(app.ask(scope="openid", prompt="none"))["code"]
    second = read_token(app.redeem(code).json()["id_token"])[1]
    assert (first["sub"], first["auth_time"]) == (second["sub"], second["auth_time"])


def test_oidcc_max_age_1(app: Service, person: User) -> None:
    sign_in(app.browser, person, now=clock.now() - timedelta(seconds=3))
    before = _auth_time(app, app.code(scope="openid"))
    assert app.ask(scope="openid", max_age="1").headers["Location"].startswith(_CONFIRM)
    _proves_again(app)
    assert _auth_time(app, told(app.ask(scope="openid", max_age="1"))["code"]) > before


def test_oidcc_max_age_10000(app: Service) -> None:
    before = _auth_time(app, app.code(scope="openid"))
    assert _auth_time(app, told(app.ask(scope="openid", max_age="10000"))["code"]) == before


def test_oidcc_ensure_request_with_unknown_parameter_succeeds(app: Service) -> None:
    assert "code" in app.decide(scope="openid", extra="foobar")


def test_oidcc_id_token_hint(app: Service) -> None:
    hint = app.tokens(scope="openid")["id_token"]
    code = told(app.ask(scope="openid", prompt="none", id_token_hint=hint))["code"]
    assert read_token(app.redeem(code).json()["id_token"])[1]["sub"] == read_token(hint)[1]["sub"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("login_hint", "samira@exemple.fr"), ("ui_locales", "se"), ("claims_locales", "se"), ("acr_values", "1 2")],
    ids=[
        "oidcc_login_hint",
        "oidcc_ui_locales",
        "oidcc_claims_locales",
        "oidcc_ensure_request_with_acr_values_succeeds",
    ],
)
def test_a_wish_that_need_not_be_met_stops_nothing(app: Service, name: str, value: str) -> None:
    tokens = app.redeem(app.decide(scope="openid", **{name: value})["code"]).json()
    assert read_token(tokens["id_token"])[1]["acr"] == "urn:mob:acr:one-factor"


@pytest.mark.parametrize("seconds", [0, 30], ids=["oidcc_codereuse", "oidcc_codereuse_30seconds"])
def test_a_code_used_again(app: Service, seconds: int) -> None:
    code = app.code(scope="openid")
    token = app.redeem(code).json()["access_token"]
    clock.set_offset(timedelta(seconds=seconds))
    try:
        again = app.redeem(code)
        assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
        assert userinfo(token).status_code == 401, "what the first use gave is taken back"
    finally:
        clock.set_offset(timedelta(0))


def test_oidcc_ensure_registered_redirect_uri(app: Service) -> None:
    response = app.ask(scope="openid", redirect_uri=f"{CALLBACK}/ailleurs")
    assert response.status_code == 400
    assert "Location" not in response.headers


def test_oidcc_ensure_post_request_succeeds(app: Service) -> None:
    path, query = app.address(scope="openid").split("?")
    response = app.browser.post(path, query, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 303
    assert app.browser.get(response.headers["Location"]).status_code == 200


@pytest.mark.parametrize(
    "uri", ["https://appli.exemple.fr/objet.jwt", "urn:inconnu"], ids=["oidcc_request_uri_unsigned", "by a name"]
)
def test_a_request_kept_elsewhere_is_not_fetched(app: Service, uri: str) -> None:
    assert told(app.ask(scope="openid", request_uri=uri))["error"] == "request_uri_not_supported"


@pytest.mark.parametrize(
    "inside",
    [{"scope": "openid"}, {"redirect_uri": "https://appli.exemple.fr/autre"}],
    ids=[
        "oidcc_unsigned_request_object_supported_correctly_or_rejected_as_unsupported",
        "oidcc_ensure_request_object_with_redirect_uri",
    ],
)
def test_a_request_object_is_refused_by_its_name(app: Service, inside: dict[str, str]) -> None:
    """Never read by half: what it says inside changes neither the answer nor the address it goes to."""
    made = jwt.encode({"alg": "HS256"}, inside, OctKey.import_key("k" * 32))
    answer = told(app.ask(scope="openid", request=made))
    assert answer["error"] == "request_not_supported"
    assert answer["at"] == CALLBACK


def test_oidcc_ensure_request_with_valid_pkce_succeeds(app: Service) -> None:
    assert app.redeem(app.code(scope="openid")).status_code == 200
    assert app.redeem(app.code(scope="openid"), code_verifier="w" * 43).json()["error"] == "invalid_grant"


def test_oidcc_claims_essential(app: Service) -> None:
    """A claim said to be essential, within what the person allowed."""
    wanted = json.dumps({"userinfo": {"email": {"essential": True}}})
    tokens = app.redeem(app.decide(chosen=("email",), scope="openid email", claims=wanted)["code"]).json()
    assert userinfo(tokens["access_token"]).json()["email"] == "samira@exemple.fr"
