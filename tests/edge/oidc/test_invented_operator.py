"""The invented operator of the demonstration: link, be known, unlink, be told. It is the integrator's example."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request

import pytest
from django.test import Client as Browser

from mob.config.demo import register_operator
from mob.config.invented_operator import CLIENT_ID, Party, Trouble, Visitor, page
from mob.identity.models import Client, Link, User
from mob.identity.oidc import logout
from tests.factories.accounts import sign_in
from tests.factories.provider import token_keys, told

pytestmark = pytest.mark.django_db


class Bridged(Party):
    """The same operator, whose calls reach moB without a network."""

    def _call(self, request: Request) -> dict[str, Any]:
        path, headers = urlsplit(request.full_url).path, {"authorization": request.get_header("Authorization") or ""}
        kind = "application/x-www-form-urlencoded"
        if request.data is None:
            answer = Browser().get(path, headers=headers)
        else:
            answer = Browser().post(path, request.data, content_type=kind)
        if answer.status_code != 200:
            raise Trouble("moB ne nous ouvre plus votre compte.")
        found: dict[str, Any] = json.loads(answer.content)
        return found


@pytest.fixture
def operator() -> Bridged:
    token_keys()
    register_operator(8001)
    return Bridged("http://localhost:8000", "http://localhost:8001")


def linked(operator: Bridged, browser: Browser) -> Visitor:
    visitor = operator.visitors.setdefault("v", Visitor())
    asked = urlsplit(operator.begin(visitor))
    assert "Appli Démo" in browser.get(f"{asked.path}?{asked.query}").content.decode()
    chosen = {"decision": "yes", "scope": ["email", "profile", "offline_access"]}
    answer = told(browser.post(f"/oidc/consent?{asked.query}", chosen))
    assert answer.pop("at") == "http://localhost:8001/retour"
    operator.finish(visitor, answer)
    return visitor


def test_a_visitor_links_her_account_is_known_and_unlinks(operator: Bridged, person: User) -> None:
    assert "Relier mon compte moB" in page(operator, Visitor())
    browser = sign_in(Browser(), person)
    visitor = linked(operator, browser)
    shown = page(operator, visitor)
    assert person.email in shown
    assert "identity_certified" in shown
    visitor.end = 0.0
    assert person.email in page(operator, visitor), "an old token is refreshed"
    operator.unlink(visitor)
    assert "Relier mon compte moB" in page(operator, visitor)


def test_a_link_ended_at_mob_is_told_to_the_operator(operator: Bridged, person: User) -> None:
    browser = sign_in(Browser(), person)
    visitor = linked(operator, browser)
    token = logout.logout_token(person.id, Client.objects.get(client_id=CLIENT_ID), jti="1")
    assert not operator.was_signed_out(visitor.tokens["id_token"])
    assert operator.was_signed_out(token)
    assert visitor.subject == ""


def test_an_operator_that_was_not_told_finds_the_door_closed(operator: Bridged, person: User) -> None:
    browser = sign_in(Browser(), person)
    visitor = linked(operator, browser)
    browser.post(f"/mon-compte/services-lies/{Link.objects.get().id}/fin")
    assert "ne nous ouvre plus votre compte" in page(operator, visitor)


@pytest.mark.parametrize(
    "changes", [{"state": "autre"}, {"iss": "https://ailleurs.exemple.fr"}, {"error": "access_denied"}]
)
def test_it_believes_no_answer_but_its_own(operator: Bridged, changes: dict[str, str]) -> None:
    visitor = Visitor()
    operator.begin(visitor)
    with pytest.raises(Trouble):
        operator.finish(visitor, {"state": visitor.state, "iss": operator.issuer, "code": "x", **changes})


def test_another_start_at_another_port_moves_it(operator: Bridged) -> None:
    register_operator(9001)
    assert Client.objects.get(client_id=CLIENT_ID).redirect_uris == "http://localhost:9001/retour"
