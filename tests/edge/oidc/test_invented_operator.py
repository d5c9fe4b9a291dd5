"""The invented operator of the demonstration: link, be known, unlink, be told. It is the integrator's example."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request

import pytest
from django.test import Client as Browser

from mob.applications.models import Application
from mob.config.demo import register_operator
from mob.config.invented_operator import CLIENT_ID, SCOPE, Party, Trouble, Visitor, page, pages
from mob.config.invented_operator.party import Denial
from mob.identity.models import Client, Link, User
from mob.identity.oidc import logout
from mob.kernel.actor import Actor
from tests.factories import dossiers
from tests.factories.accounts import sign_in
from tests.factories.provider import token_keys, told
from tests.factories.world import World

pytestmark = pytest.mark.django_db


class Bridged(Party):
    """The same operator, whose calls reach moB without a network."""

    def _call(self, request: Request) -> dict[str, Any]:
        path = request.full_url.removeprefix(self.issuer)
        headers = {name.lower(): value for name, value in request.header_items()}
        if request.data is None:
            answer = Browser().get(path, headers=headers)
        else:
            kind = headers.pop("content-type", "application/x-www-form-urlencoded")
            answer = Browser().post(path, request.data, content_type=kind, headers=headers)
        if answer.status_code >= 400:
            raise Denial(answer.status_code)
        found: dict[str, Any] = json.loads(answer.content)
        return found


@pytest.fixture
def operator() -> Bridged:
    token_keys()
    register_operator(8001)
    return Bridged("http://localhost:8000", "http://localhost:8001")


def linked(operator: Bridged, browser: Browser, chosen: tuple[str, ...] = tuple(SCOPE.split())) -> Visitor:
    visitor = operator.visitors.setdefault("v", Visitor())
    asked = urlsplit(operator.begin(visitor))
    assert "Appli Démo" in browser.get(f"{asked.path}?{asked.query}").content.decode()
    decided = {"decision": "yes", "scope": list(chosen)}
    answer = told(browser.post(f"/oidc/consent?{asked.query}", decided))
    assert answer.pop("at") == "http://localhost:8001/retour"
    operator.finish(visitor, answer)
    return visitor


def test_a_visitor_links_her_account_is_known_and_unlinks(operator: Bridged, person: User) -> None:
    assert "Relier mon compte moB" in page(operator, Visitor())
    browser = sign_in(Browser(), person)
    visitor = linked(operator, browser)
    shown = page(operator, visitor)
    assert person.email in shown
    assert "où vous habitez" in shown, "where she lives is not known yet"
    assert "Aucune demande" in shown
    visitor.end = 0.0
    assert person.email in page(operator, visitor), "an old token is refreshed"
    operator.unlink(visitor)
    assert "Relier mon compte moB" in page(operator, visitor)


def test_she_sees_her_aids_has_an_application_prepared_and_follows_it(
    operator: Bridged, person: User, world: World
) -> None:
    dossiers.introduce(Actor.citizen(person.id), now=world.now)
    aid = world.aid(max_amount_cents=50_000)
    visitor = linked(operator, sign_in(Browser(), person))
    shown = page(operator, visitor)
    assert "jusqu’à 500\u00a0€" in shown
    assert "Préparer ma demande" in shown
    there = operator.start(visitor, aid.slug, "une-cle-pour-une-fois")
    assert operator.start(visitor, aid.slug, "une-cle-pour-une-fois") == there, "pressed twice, one draft"
    row = Application.objects.get()
    assert (there, row.state) == (f"http://localhost:8000/demandes/{row.reference}", "draft")
    shown = page(operator, visitor)
    assert row.reference in shown
    assert "Vérifier et envoyer" in shown
    assert "Préparer ma demande" not in shown, "what she asked for is not proposed again"


def test_what_she_does_not_allow_is_said_and_the_rest_works(operator: Bridged, person: User, world: World) -> None:
    dossiers.introduce(Actor.citizen(person.id), now=world.now)
    world.aid()
    visitor = linked(operator, sign_in(Browser(), person), chosen=("incentives_list",))
    shown = page(operator, visitor)
    assert "ne nous permettez pas de voir vos demandes" in shown
    assert "Prime vélo" in shown
    assert "Préparer ma demande" not in shown
    assert person.email not in shown


def test_what_mob_answers_is_written_as_text(operator: Bridged) -> None:
    """An aid's words come from elsewhere: none becomes a part of the page."""
    bad = "<script>alert(1)</script>"
    aid = {"slug": bad, "title": bad, "page": bad, "amount": bad, "funder": {"name": bad}, "opening": "open"}
    aid |= {"processing": "here", "verdict": None, "max_amount_cents": None}
    mine = {
        "reference": bad,
        "state": bad,
        "page": bad,
        "aid": {"title": bad, "slug": "x"},
        "funder": bad,
        "award": None,
    }
    found = {"applications": [mine | {"expected": {"what": "send", "by": None, "page": bad}}]}
    shown = pages.linked(bad, {"email": bad}, {"aids": [aid]}, found, may_start=True, trouble=bad)
    assert "<script" not in shown


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
