"""The door of a person's data: what opens it, what does not, and what is told to who stays outside."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.urls import get_resolver

from mob.api.v2 import urls
from mob.identity.models import AccessToken, Client, Link, Reading, User
from mob.identity.oidc import logout
from mob.identity.oidc_types import OFFERED, Scope
from mob.kernel import clock
from mob.kernel.ids import uuid7
from tests.factories.accounts import sign_in
from tests.factories.bearers import Caller, caller
from tests.factories.provider import service

pytestmark = pytest.mark.django_db
AIDS = "/api/v2/aids"


def ask(token: str, **headers: str) -> tuple[int, str, str]:
    """Status, code of the problem, challenge."""
    response = Browser().get(AIDS, headers={"authorization": f"Bearer {token}", **headers})
    code = response.json().get("code", "") if response.status_code >= 400 else ""
    return response.status_code, code, response.headers.get("WWW-Authenticate", "")


def test_without_a_token_the_challenge_names_no_error(client: Browser) -> None:
    response = client.get(AIDS)
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="mob"'
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"


def test_a_session_s_cookie_opens_nothing(person: User) -> None:
    assert sign_in(Browser(), person).get(AIDS).status_code == 401


@pytest.mark.abuse(46, 47)
def test_only_a_live_access_token_opens(person: User) -> None:
    """Neither an ID token, a logout token, a code, a refresh token, nor a text made like one of ours."""
    app = service(sign_in(Browser(), person))
    tokens = app.tokens()
    assert ask(tokens["access_token"])[0] == 200
    row = Client.objects.get(client_id=app.client_id)
    none = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0."
    others = [tokens["id_token"], tokens["refresh_token"], app.code(), logout.logout_token(person.id, row, jti="1")]
    for other in [*others, none, "x" * 1_000_000, "é", "' OR 1=1 --", "\x00"[:0] + "null"]:
        status, code, challenge = ask(other)
        assert (status, code) == (401, "api_token_dead"), other[:40]
        assert challenge == 'Bearer realm="mob", error="invalid_token"'


def test_a_token_in_the_address_is_refused_even_beside_a_good_one(person: User) -> None:
    token = caller(person).token
    response = Browser().get(f"{AIDS}?access_token={token}", headers={"authorization": f"Bearer {token}"})
    assert (response.status_code, response.json()["code"]) == (400, "api_token_in_address")


def test_a_program_s_own_token_reads_nobody() -> None:
    program = service(is_service_account=True, redirect_uris=())
    answer = program.exchange(grant_type="client_credentials").json()
    assert ask(answer["access_token"])[:2] == (403, "api_token_of_nobody")


def test_an_old_token_opens_nothing(person: User) -> None:
    token = caller(person).token
    AccessToken.objects.update(expires=clock.now() - timedelta(seconds=1))
    assert ask(token)[:2] == (401, "api_token_dead")


def test_a_closed_client_opens_nothing(person: User) -> None:
    token = caller(person).token
    Client.objects.update(closed_at=clock.now())
    assert ask(token)[:2] == (401, "api_token_dead")


def routes() -> list[tuple[str, str]]:
    """Address and verb of everything behind the door."""
    names = [entry.name for entry in urls.urlpatterns if entry.name != "api-simulations"]
    filled = {"slug": "prime-velo", "reference": "ABCD-2345", "purchase_id": uuid7()}
    found = []
    for name in names:
        keys = get_resolver().reverse_dict.getlist(name)[0][0][0][1]
        path = "/" + get_resolver().reverse(name, **{key: filled[key] for key in keys})
        found.append((str(name), path))
    return found


@pytest.mark.abuse(47)
def test_each_scope_is_asked_for_at_each_call(person: User) -> None:
    """With every other scope and without this one the door stays shut, and says which one is lacking."""
    held: dict[str, Caller] = {}
    for _name, path in routes():
        for verb in ("get", "post"):
            if Browser().generic(verb.upper(), path).status_code == 405:
                continue
            empty = held.setdefault("", caller(person, chosen=()))
            body = {} if verb == "post" else None
            refused = getattr(empty, verb)(path, body)
            assert refused.status_code == 403, path
            scope = refused.headers["WWW-Authenticate"].split('scope="')[1].rstrip('"')
            others = tuple(each for each in OFFERED if each != scope)
            without = held.setdefault(scope, caller(person, chosen=others))
            assert getattr(without, verb)(path, body).status_code == 403, (path, scope)


@pytest.mark.abuse(90)
def test_a_link_ended_closes_the_door_at_the_next_call(person: User) -> None:
    service = caller(person)
    assert service.get(AIDS).status_code == 200
    link = Link.objects.get()
    sign_in(Browser(), person).post(f"/mon-compte/services-lies/{link.id}/fin")
    assert service.get(AIDS).status_code == 401


@pytest.mark.abuse(90)
def test_a_scope_taken_back_closes_the_door_to_tokens_handed_out_before(person: User) -> None:
    service = caller(person)
    assert service.get(AIDS).status_code == 200
    service.app.decide(chosen=("email",), prompt="consent")
    answer = service.get(AIDS)
    assert (answer.status_code, answer.json()["code"]) == (403, "api_scope_missing")


def test_what_was_read_is_kept_once_a_day_and_a_refusal_is_not(person: User) -> None:
    service = caller(person)
    service.get(AIDS, {"limit": "0"})
    assert not Reading.objects.exists()
    service.get(AIDS)
    service.get(AIDS)
    assert [row.scope for row in Reading.objects.all()] == [Scope.AIDS.value]


def test_problems_are_told_in_the_language_asked(person: User) -> None:
    service = caller(person)
    told = [service.get(AIDS, {"limit": "0", "language": each}).json()["detail"] for each in ("fr", "en")]
    assert told[0].startswith("Un nombre entier")
    assert told[1].startswith("A whole number")
