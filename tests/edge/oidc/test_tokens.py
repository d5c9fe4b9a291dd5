"""Codes and tokens that are shown twice, taken, given up, or outlive what they came from."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client as Browser

from mob.identity.models import User
from mob.identity.ports import AccountMail
from mob.journal.models import Fact
from mob.kernel import clock
from tests.factories.accounts import Mailbox, sign_in
from tests.factories.provider import ALL, CALLBACK, VERIFIER, Service, challenge, post, read_token, service, userinfo
from tests.factories.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def later() -> Iterator[None]:
    yield
    clock.set_offset(timedelta(0))


def wait(**span: float) -> None:
    clock.set_offset(timedelta(**span))


# Row 48 of the abuse catalogue, at the endpoint. The rule itself: tests/unit/oidc/test_redirects.py.


@pytest.mark.parametrize(
    "uri", [CALLBACK + "\n", "HTTPS" + CALLBACK[5:], CALLBACK + "?x", "https://mechant.example/", "//x", "", None]
)
def test_row_48_another_address_gets_a_page_and_nobody_is_led_there(app: Service, uri: str | None) -> None:
    response = app.ask(redirect_uri=uri)
    assert response.status_code == 400
    assert "Location" not in response.headers
    assert 'href="https://mechant' not in response.content.decode()


def test_row_48_a_parameter_said_twice_gets_a_page(app: Service) -> None:
    for again in ("&redirect_uri=https%3A%2F%2Fmechant.example", "&state=x", "&scope=openid"):
        assert app.browser.get(app.address() + again).status_code == 400


def test_row_48_the_loopback_port_is_free_for_public_native_clients_alone(person: User) -> None:
    browser = sign_in(Browser(), person)
    native = service(browser, redirect_uris=("http://127.0.0.1:0/r",), is_public=True, is_native=True, required=ALL)
    assert native.decide(redirect_uri="http://127.0.0.1:49152/r")["at"] == "http://127.0.0.1:49152/r"
    plain = service(browser, redirect_uris=("http://127.0.0.1:8001/r",))
    assert plain.ask(redirect_uri="http://127.0.0.1:49152/r").status_code == 400


# Row 49: PKCE and codes.


@pytest.mark.abuse(49)
@pytest.mark.parametrize("is_public", [True, False])
@pytest.mark.parametrize(
    "changes",
    [
        {"code_challenge": None},
        {"code_challenge_method": None},
        {"code_challenge_method": "plain"},
        {"code_challenge": VERIFIER + "="},
        {"code_challenge": "court"},
    ],
)
def test_row_49_a_missing_or_plain_challenge_is_refused(
    person: User, is_public: bool, changes: dict[str, str | None]
) -> None:
    app = service(sign_in(Browser(), person), is_public=is_public)
    assert "error=invalid_request" in app.ask(**changes).headers["Location"]


@pytest.mark.parametrize("changes", [{"code_verifier": None}, {"code_verifier": "x" * 43}, {"redirect_uri": None}])
def test_row_49_a_code_without_its_verifier_or_its_address_is_worth_nothing(
    app: Service, changes: dict[str, str | None]
) -> None:
    code = app.code()
    assert app.redeem(code, **changes).status_code == 400
    assert app.redeem(code).json()["error"] == "invalid_grant"


@pytest.mark.parametrize("after", [0, 40])
def test_row_49_a_code_shown_twice_ends_what_it_gave(app: Service, after: int, later: None) -> None:
    code = app.code()
    tokens = app.redeem(code).json()
    assert userinfo(tokens["access_token"]).status_code == 200
    wait(seconds=after)
    assert app.redeem(code).json()["error"] == "invalid_grant"
    assert userinfo(tokens["access_token"]).status_code == 401
    assert app.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"


def test_row_49_a_code_is_its_client_s_alone(app: Service) -> None:
    other = service()
    code = app.code()
    assert other.redeem(code).json()["error"] == "invalid_grant"
    assert app.redeem(code).status_code == 200, "somebody else's try does not burn it"


def test_a_code_lives_a_minute(app: Service, later: None) -> None:
    code = app.code()
    wait(seconds=61)
    assert app.redeem(code).json()["error"] == "invalid_grant"


def test_a_public_client_has_no_secret_to_show(person: User) -> None:
    app = service(sign_in(Browser(), person), is_public=True)
    assert app.secret == ""
    code = app.code()
    assert app.redeem(code, client_secret="devinette").status_code == 401
    assert app.redeem(code).status_code == 200
    assert post("/oidc/introspect", client_id=app.client_id, token="x").status_code == 401


# Row 51: refresh tokens.


def test_row_51_each_refresh_token_serves_once_and_its_successor_goes_on(app: Service) -> None:
    first = app.tokens()
    second = app.refresh(first["refresh_token"]).json()
    assert second["refresh_token"] != first["refresh_token"]
    claims = [read_token(tokens["id_token"])[1] for tokens in (first, second)]
    assert claims[0]["sub"] == claims[1]["sub"]
    assert claims[0]["auth_time"] == claims[1]["auth_time"]
    assert app.refresh(second["refresh_token"]).status_code == 200


def test_row_51_shown_again_later_it_ends_the_family_and_the_person_is_told(
    app: Service, person: User, mailbox: Mailbox, later: None
) -> None:
    first = app.tokens()
    second = app.refresh(first["refresh_token"]).json()
    wait(seconds=11)
    assert app.refresh(first["refresh_token"]).json()["error"] == "invalid_grant"
    assert app.refresh(second["refresh_token"]).json()["error"] == "invalid_grant"
    assert userinfo(second["access_token"]).status_code == 401
    assert mailbox.kinds() == [AccountMail.SERVICE_CUT_OFF]
    assert mailbox.last.context == {"service": "Tilleul Mobilités"}
    assert Fact.objects.filter(kind="service_token_stolen", stream=f"account:{person.id}").count() == 1
    assert app.refresh(first["refresh_token"]).status_code == 400
    assert len(mailbox.mails) == 1, "told once"


def test_row_51_an_answer_lost_on_the_way_may_be_asked_for_again(app: Service, later: None) -> None:
    first = app.tokens()
    lost = app.refresh(first["refresh_token"]).json()
    wait(seconds=9)
    again = app.refresh(first["refresh_token"]).json()
    third = app.refresh(again["refresh_token"])
    assert third.status_code == 200
    # The answer that was lost is nobody's: whoever shows it took it.
    assert app.refresh(lost["refresh_token"]).json()["error"] == "invalid_grant"
    assert app.refresh(third.json()["refresh_token"]).json()["error"] == "invalid_grant"


def test_a_refresh_narrows_and_never_widens(app: Service) -> None:
    first = app.tokens(("email", "phone", "offline_access"))
    narrow = app.refresh(first["refresh_token"], scope="openid email").json()
    assert narrow["scope"] == "openid email"
    assert app.refresh(narrow["refresh_token"], scope="openid address").json()["error"] == "invalid_scope"
    assert app.refresh(narrow["refresh_token"]).json()["scope"] == "openid email phone offline_access"


def test_a_refresh_token_is_its_client_s_alone(app: Service) -> None:
    token = app.tokens()["refresh_token"]
    assert service().refresh(token).json()["error"] == "invalid_grant"
    assert app.refresh(token).status_code == 200


def test_ninety_days_without_use_end_a_refresh_token(app: Service, later: None) -> None:
    token = app.tokens()["refresh_token"]
    wait(days=90)
    assert app.refresh(token).json()["error"] == "invalid_grant"


# Row 47: each token for its own use.


def test_row_47_an_id_token_opens_nothing_and_an_access_token_no_page(app: Service) -> None:
    tokens = app.tokens()
    assert userinfo(tokens["id_token"]).status_code == 401
    assert userinfo(tokens["refresh_token"]).status_code == 401
    for path in ("/mon-compte/", "/gestion/", "/demandes"):
        response = Browser().get(path, headers={"authorization": f"Bearer {tokens['access_token']}"})
        assert response.headers["Location"].startswith("/connexion")
    assert post(
        "/oidc/introspect", client_id=app.client_id, client_secret=app.secret, token=tokens["id_token"]
    ).json() == {"active": False}


def test_introspection_names_the_pairwise_subject_and_nobody(app: Service, person: User) -> None:
    tokens = app.tokens()
    said = post(
        "/oidc/introspect", client_id=app.client_id, client_secret=app.secret, token=tokens["access_token"]
    ).json()
    assert said["active"]
    assert said["sub"] == read_token(tokens["id_token"])[1]["sub"]
    assert "username" not in said
    assert person.email not in str(said)
    assert str(person.id) not in str(said)
    other = service()
    theirs = post(
        "/oidc/introspect", client_id=other.client_id, client_secret=other.secret, token=tokens["access_token"]
    )
    assert theirs.json() == {"active": False}


@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
def test_a_token_given_up_is_dead(app: Service, kind: str) -> None:
    tokens = app.tokens()
    assert (
        post("/oidc/revoke", client_id=app.client_id, client_secret=app.secret, token=tokens[kind]).status_code == 200
    )
    assert userinfo(tokens["access_token"]).status_code == 401
    assert app.refresh(tokens["refresh_token"]).status_code == (200 if kind == "access_token" else 400)


def test_somebody_else_s_token_is_not_ended(app: Service) -> None:
    tokens, other = app.tokens(), service()
    for kind in ("access_token", "refresh_token"):
        gone = post("/oidc/revoke", client_id=other.client_id, client_secret=other.secret, token=tokens[kind])
        assert gone.status_code == 200
    assert userinfo(tokens["access_token"]).status_code == 200
    assert app.refresh(tokens["refresh_token"]).status_code == 200


def test_an_access_token_lives_a_quarter_of_an_hour(app: Service, later: None) -> None:
    token = app.tokens()["access_token"]
    wait(minutes=15, seconds=1)
    assert userinfo(token).status_code == 401


# Who calls.


def test_row_53_a_network_that_guesses_secrets_is_slowed_and_the_service_is_not(app: Service) -> None:
    for _guess in range(60):
        assert app.exchange(grant_type="authorization_code", code="x", client_secret="faux").status_code == 401
    slowed = app.exchange(grant_type="authorization_code", code="x", client_secret="faux")
    assert slowed.status_code == 429
    assert slowed.headers["Retry-After"]
    assert app.redeem(app.code()).status_code == 200


def test_a_secret_in_the_header_is_percent_decoded_and_two_proofs_are_none(app: Service) -> None:
    import base64

    value = base64.b64encode(f"{app.client_id.replace('-', '%2D')}:{app.secret}".encode()).decode()
    said = f"grant_type=authorization_code&code={app.code()}&redirect_uri={CALLBACK}&code_verifier={VERIFIER}"
    kind = "application/x-www-form-urlencoded"
    header = {"authorization": f"Basic {value}"}
    both = Browser().post("/oidc/token", f"{said}&client_secret=x", content_type=kind, headers=header)
    assert both.status_code == 401
    assert both.headers["WWW-Authenticate"] == 'Basic realm="mob"'
    assert Browser().post("/oidc/token", said, content_type=kind, headers=header).status_code == 200


@pytest.mark.parametrize(
    "header", ["Basic !!!", "Basic Og==", "Basic", "Bearer x", "Basic " + "A" * 2000, "Basic /w=="]
)
def test_a_header_that_proves_nothing_is_401(app: Service, header: str) -> None:
    kind = "application/x-www-form-urlencoded"
    response = Browser().post(
        "/oidc/token", "grant_type=client_credentials", content_type=kind, headers={"authorization": header}
    )
    assert response.status_code == 401


@pytest.mark.parametrize("body", ["grant_type=a&grant_type=b", "%00=%00", "code=%ff", "grant_type=refresh_token", "x"])
def test_a_strange_form_is_never_a_breakdown(app: Service, body: str) -> None:
    kind = "application/x-www-form-urlencoded"
    said = f"{body}&client_id={app.client_id}&client_secret={app.secret}"
    for path in ("/oidc/token", "/oidc/introspect", "/oidc/revoke"):
        assert Browser().post(path, said, content_type=kind).status_code in (400, 401)
        assert Browser().post(path, {"token": "x"}, content_type="application/json").status_code == 400


# Sectors.


def test_e1_two_sectors_know_two_numbers_and_one_sector_one(person: User, world: World) -> None:
    browser = sign_in(Browser(), person)
    subs = []
    for address in (CALLBACK, "https://appli.exemple.fr/autre", "https://covoit.exemple.fr/"):
        app = service(browser, redirect_uris=(address,))
        subs.append(read_token(app.tokens()["id_token"])[1]["sub"])
    assert subs[0] == subs[1] != subs[2]
    stranger = service(sign_in(Browser(), world.person()))
    assert read_token(stranger.tokens()["id_token"])[1]["sub"] not in subs
    assert str(person.id) not in "".join(subs)


def test_the_challenge_of_the_tests_is_one(app: Service) -> None:
    assert len(challenge()) == 43


def test_no_code_and_no_token_is_written_down(app: Service, caplog: pytest.LogCaptureFixture) -> None:
    """Even at the level that tells everything: the libraries would write what they handle."""
    caplog.set_level(logging.DEBUG)
    code = app.code()
    tokens = app.redeem(code).json()
    refreshed = app.refresh(tokens["refresh_token"]).json()
    app.refresh("inconnu")
    app.redeem(code)
    secrets = [code, app.secret, *(value for each in (tokens, refreshed) for value in each.values())]
    assert not [each for each in secrets if isinstance(each, str) and len(each) > 30 and each in caplog.text]
