"""A service signs a person in: the code, the tokens, what it is told and what it is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client as Browser

from mob.identity.models import AccessToken, Grant, RefreshToken, User
from mob.kernel import clock
from tests.factories.accounts import sign_in
from tests.factories.provider import ALL, CALLBACK, Service, post, read_token, service, told, userinfo
from tests.factories.world import World

pytestmark = pytest.mark.django_db


def test_a_service_gets_a_code_then_tokens_then_what_was_allowed(app: Service, person: User) -> None:
    page = app.ask()
    assert page.status_code == 200
    assert "Tilleul SAS" in page.content.decode()
    answer = app.decide(chosen=("email",))
    assert answer["at"] == CALLBACK
    assert answer["state"] == "etat-de-l-appli"
    assert answer["iss"] == "http://localhost:8000"
    response = app.redeem(answer["code"])
    assert response.headers["Cache-Control"] == "no-store"
    tokens = response.json()
    assert tokens["scope"] == "openid email"
    assert tokens["expires_in"] == 900
    assert "refresh_token" not in tokens
    header, claims = read_token(tokens["id_token"])
    assert header["alg"] == "RS256"
    assert claims["aud"] == app.client_id
    assert claims["nonce"] == "n-0S6"
    assert claims["exp"] - claims["iat"] == 300
    assert claims["acr"] == "urn:mob:acr:one-factor"
    told_of = userinfo(tokens["access_token"]).json()
    assert told_of == {"sub": claims["sub"], "email": person.email, "email_verified": True}


def test_an_es256_client_gets_es256(person: User) -> None:
    from mob.identity.oidc_types import Signing

    app = service(sign_in(Browser(), person), signing=Signing.ES256)
    assert read_token(app.tokens()["id_token"])[0]["alg"] == "ES256"


def test_signed_userinfo_for_those_who_registered_so(person: User) -> None:
    app = service(sign_in(Browser(), person), signs_userinfo=True)
    response = userinfo(app.tokens()["access_token"])
    assert response.headers["Content-Type"] == "application/jwt"
    claims = read_token(response.content.decode())[1]
    assert claims["aud"] == app.client_id
    assert claims["email"] == person.email


def test_nothing_reusable_lies_in_the_database(app: Service) -> None:
    code = app.code()
    tokens = app.redeem(code).json()
    rows = [*Grant.objects.values(), *AccessToken.objects.values(), *RefreshToken.objects.values()]
    kept = repr(rows)
    for secret in (code, tokens["access_token"], tokens["refresh_token"], app.secret):
        assert secret not in kept


def test_the_person_is_asked_again_only_when_there_is_something_new(app: Service) -> None:
    app.decide(chosen=("email",), scope="openid email phone")
    assert "code" in told(app.ask(scope="openid email phone"))
    assert told(app.ask(scope="openid email phone", prompt="none"))["iss"] == "http://localhost:8000"
    assert app.ask(scope="openid email phone address").status_code == 200
    assert app.ask(scope="openid", prompt="consent").status_code == 200
    # What she left out stays out, in silence.
    code = told(app.ask(scope="openid email phone"))["code"]
    assert app.redeem(code).json()["scope"] == "openid email"


def test_new_terms_are_a_new_question(app: Service) -> None:
    from mob.identity.models import Client

    app.decide()
    assert "code" in told(app.ask())
    Client.objects.filter(client_id=app.client_id).update(legal_basis="Arrêté du 3 mars 2026")
    assert app.ask().status_code == 200


def test_refusing_tells_the_service_and_keeps_nothing(app: Service) -> None:
    from mob.identity.models import Link, Receipt

    answer = app.decide("no")
    assert answer["error"] == "access_denied"
    assert "code" not in answer
    assert not Link.objects.exists()
    assert not Receipt.objects.exists()


def test_nothing_optional_is_ticked(app: Service) -> None:
    page = app.ask().content.decode()
    assert page.count('type="checkbox"') == len(ALL) - 1
    assert "checked" not in page


def test_what_was_allowed_is_kept_as_a_receipt_in_her_words(app: Service) -> None:
    from mob.identity.models import Receipt

    app.decide(chosen=("email",))
    receipt = Receipt.objects.get()
    assert receipt.kind == "service"
    assert receipt.channel == "web"
    assert "Tilleul Mobilités" in receipt.text
    assert "Votre adresse e-mail" in receipt.text
    assert "téléphone" not in receipt.text
    assert "Votre accord pour relier un service" in app.browser.get("/mon-compte/donnees/preuves").content.decode()


# prompt, max_age, hints


def test_nobody_signed_in_is_led_to_sign_in_and_back(app: Service) -> None:
    app.browser = Browser()
    response = app.ask()
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/connexion?next=%2Foidc%2Fauthorize%3F")


@pytest.mark.parametrize(
    ("signed_in", "linked", "error"),
    [(False, False, "login_required"), (True, False, "consent_required"), (True, True, "")],
)
def test_in_silence_each_lack_has_its_name(app: Service, signed_in: bool, linked: bool, error: str) -> None:
    if linked:
        app.decide()
    if not signed_in:
        app.browser = Browser()
    answer = told(app.ask(prompt="none"))
    assert answer.get("error", "") == error
    assert answer["iss"] == "http://localhost:8000"
    assert answer["state"] == "etat-de-l-appli"


@pytest.mark.parametrize("asked", [{"prompt": "login"}, {"max_age": "0"}, {"max_age": "60"}])
def test_a_fresh_proof_is_asked_for_and_then_serves(app: Service, person: User, asked: dict[str, str]) -> None:
    app.decide()
    sign_in(app.browser, person, now=clock.now() - timedelta(minutes=5))
    response = app.ask(**asked)
    assert response.headers["Location"].startswith("/mon-compte/confirmer?next=%2Foidc%2Fauthorize")
    if "max_age" in asked:
        assert told(app.ask(**asked, prompt="none"))["error"] == "login_required"
    session = app.browser.session
    session["proved_at"] = clock.now().timestamp()
    session.save()
    code = told(app.ask(**asked))["code"]
    claims = read_token(app.redeem(code).json()["id_token"])[1]
    assert clock.now().timestamp() - claims["auth_time"] < 30
    if "prompt" in asked:  # the same request again: a proof serves once
        assert app.ask(**asked).headers["Location"].startswith("/mon-compte/confirmer")


def test_a_recent_sign_in_is_enough_for_max_age(app: Service) -> None:
    app.decide()
    assert "code" in told(app.ask(max_age="600"))


def test_a_hint_of_somebody_else_is_not_answered_with_this_account(app: Service, world: World) -> None:
    hint = app.tokens()["id_token"]
    assert "code" in told(app.ask(id_token_hint=hint))
    sign_in(app.browser, world.person())
    assert told(app.ask(id_token_hint=hint))["error"] == "login_required"
    assert told(app.ask(id_token_hint="n.importe.quoi"))["error"] == "login_required"


def test_after_our_own_form_a_page_leads_on(app: Service) -> None:
    """A browser that sent a form of ours may not be led to another site by its answer (form-action)."""
    app.decide()
    page = app.browser.get(app.address(), headers={"sec-fetch-site": "same-origin"})
    assert page.status_code == 200
    assert f"0;url={CALLBACK}?code=" in page.content.decode()


def test_the_consent_page_may_lead_to_the_service_alone(app: Service) -> None:
    assert "form-action 'self' https://appli.exemple.fr;" in app.ask().headers["Content-Security-Policy"]


def test_a_post_of_the_request_is_the_same_request(app: Service) -> None:
    path, query = app.address().split("?")
    response = Browser().post(path, query, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 303
    assert response.headers["Location"] == f"{path}?{query}".replace("%20", "+")


# Requests that are wrong


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "code id_token"}, "unsupported_response_type"),
        ({"response_type": None}, "invalid_request"),
        ({"scope": None}, "invalid_scope"),
        ({"scope": "email"}, "invalid_scope"),
        ({"scope": "openid admin"}, "invalid_scope"),
        ({"response_mode": "form_post"}, "invalid_request"),
        ({"request": "eyJ"}, "request_not_supported"),
        ({"request_uri": "https://appli.exemple.fr/r"}, "request_uri_not_supported"),
        ({"registration": "{}"}, "registration_not_supported"),
        ({"prompt": "none login"}, "invalid_request"),
        ({"max_age": "-1"}, "invalid_request"),
        ({"max_age": "²"}, "invalid_request"),
        ({"nonce": "n" * 501}, "invalid_request"),
    ],
)
def test_a_wrong_request_is_told_to_the_service_with_our_name(
    app: Service, changes: dict[str, str | None], error: str
) -> None:
    answer = told(app.ask(**changes))
    assert answer["error"] == error
    assert answer["at"] == CALLBACK
    assert answer["iss"] == "http://localhost:8000"
    assert answer["state"] == "etat-de-l-appli"


def test_a_scope_that_the_client_does_not_have_is_refused(person: User) -> None:
    app = service(sign_in(Browser(), person), scopes=("openid", "email"))
    assert told(app.ask(scope="openid phone"))["error"] == "invalid_scope"
    assert told(app.ask(scope="openid offline_access"))["error"] == "invalid_scope"


def test_userinfo_takes_no_token_from_the_address_and_none_in_two_ways(app: Service) -> None:
    token = app.tokens()["access_token"]
    assert Browser().get(f"/oidc/userinfo?access_token={token}").status_code == 400
    assert post("/oidc/userinfo", access_token=token).status_code == 200
    both = Browser().post(
        "/oidc/userinfo",
        f"access_token={token}",
        content_type="application/x-www-form-urlencoded",
        headers={"authorization": f"Bearer {token}"},
    )
    assert both.status_code == 400
    assert userinfo("").status_code == 401
    assert 'error="invalid_token"' in userinfo("inconnu").headers["WWW-Authenticate"]


# Programs


def test_a_program_acts_for_itself_within_its_own_scopes(world: World) -> None:
    program = service(redirect_uris=(), scopes=("incentives_list",), required=(), is_service_account=True)
    tokens = program.exchange(grant_type="client_credentials").json()
    assert tokens["scope"] == "incentives_list"
    assert "id_token" not in tokens
    assert "refresh_token" not in tokens
    assert userinfo(tokens["access_token"]).status_code == 403
    assert program.exchange(grant_type="client_credentials", scope="openid").json()["error"] == "invalid_scope"
    assert Browser().get(program.address(redirect_uri=CALLBACK)).status_code == 400


def test_a_client_of_people_does_not_act_for_itself(app: Service) -> None:
    assert app.exchange(grant_type="client_credentials").json()["error"] == "unauthorized_client"


@pytest.mark.parametrize("grant", ["password", "implicit", "", "urn:ietf:params:oauth:grant-type:device_code"])
def test_no_other_grant_exists(app: Service, grant: str) -> None:
    response = app.exchange(grant_type=grant, username="samira@exemple.fr", password="x")
    assert response.status_code == 400
    assert response.json()["error"] in ("unsupported_grant_type", "invalid_request")


def test_discovery_says_what_there_is(app: Service) -> None:
    document = Browser().get("/.well-known/openid-configuration").json()
    assert document["issuer"] == "http://localhost:8000"
    assert document["authorization_response_iss_parameter_supported"]
    assert document["response_types_supported"] == ["code"]
    assert document["subject_types_supported"] == ["pairwise"]
    for name in ("introspection_endpoint", "revocation_endpoint", "end_session_endpoint", "jwks_uri"):
        assert Browser().get(document[name].replace("http://localhost:8000", "")).status_code in (200, 302, 405)
    keys = Browser().get("/oidc/jwks").json()["keys"]
    assert {key["alg"] for key in keys} == {"RS256", "ES256"}
    assert not any("d" in key for key in keys)
