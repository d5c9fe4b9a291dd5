"""A refusal is a page with words and a way out, never a trace and never a bare status."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.test import Client

from tests.factories.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.edge.web.routes")]


def test_an_address_that_leads_nowhere_proposes_stops(client: Client) -> None:
    response = client.get("/nulle-part")
    page = response.content.decode()
    assert response.status_code == 404
    assert "La ligne s’arrête ici" in page
    assert 'href="/recherche"' in page


def test_an_expected_refusal_says_its_words_escaped(client: Client) -> None:
    response = client.get("/refuse/amount")
    assert response.status_code == 422
    assert "« &lt;b&gt;12&lt;/b&gt; » n’est pas un montant." in response.content.decode()


def test_several_refusals_are_all_told(client: Client) -> None:
    assert "9e9" in client.get("/refuse/many").content.decode()


@pytest.mark.parametrize(("address", "status"), [("hidden", 404), ("forbidden", 403), ("down", 503)])
def test_a_code_without_words_still_gives_a_page_that_helps(client: Client, address: str, status: int) -> None:
    response = client.get(f"/refuse/{address}")
    page = response.content.decode()
    assert response.status_code == status
    assert page.count("<h1") == 1
    assert "no_such_code" not in page


def test_what_one_may_not_see_looks_like_what_does_not_exist(client: Client) -> None:
    hidden = client.get("/refuse/hidden").content.decode().replace("/refuse/hidden", "")
    absent = client.get("/nulle-part").content.decode().replace("/nulle-part", "")
    assert hidden == absent


def test_a_breakdown_tells_no_secret(client: Client) -> None:
    client.raise_request_exception = False
    response = client.get("/broken")
    assert response.status_code == 500
    assert "Nous sommes en panne" in response.content.decode()
    assert "secret detail" not in response.content.decode()


def test_a_breakdown_of_the_error_page_still_answers_in_words(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mob.web.errors.page", lambda *_args, **_kwargs: 1 / 0)
    client.raise_request_exception = False
    response = client.get("/broken")
    assert response.status_code == 500
    assert "Nous sommes en panne" in response.content.decode()


def test_a_breakdown_of_the_database_is_told_without_asking_who_it_is_for(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(world.person())
    client.raise_request_exception = False

    def down(*_args: object, **_kwargs: object) -> None:
        raise OperationalError("no database")

    monkeypatch.setattr("mob.identity.session_store.SessionStore._get_session_from_db", down)
    response = client.get("/qui")
    assert response.status_code == 503
    assert "Le service marque l’arrêt" in response.content.decode()
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Security-Policy"]


def test_a_service_that_rests_says_when_to_come_back(client: Client) -> None:
    assert client.get("/refuse/down").headers["Retry-After"] == "60"


def test_a_page_that_expects_a_form_says_so(client: Client) -> None:
    response = client.get("/post-only")
    assert response.status_code == 405
    assert response.headers["Allow"] == "POST"
    assert "attend l’envoi d’un formulaire" in response.content.decode()


def test_a_form_without_its_token_is_told_how_to_go_on() -> None:
    response = Client(enforce_csrf_checks=True).post("/post-only", {"a": "b"})
    assert response.status_code == 403
    assert "ouverte depuis trop longtemps" in response.content.decode()


def test_a_form_that_is_too_big_is_refused_with_words(client: Client) -> None:
    response = client.post("/post-only", "a=" + "x" * 1_000_001, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 413
    assert "trop lourd" in response.content.decode()


def test_a_program_gets_json(client: Client) -> None:
    response = client.get("/refuse/amount", headers={"Accept": "application/json"})
    assert response.status_code == 422
    assert response.json()["code"] == "amount_format"
