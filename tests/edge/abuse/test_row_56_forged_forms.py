"""A form sent by another site does nothing: every route that writes asks for its token.

Reading never writes, but for the trace that a person looked.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from mob.identity.models import User
from mob.journal.models import Fact
from tests.edge.access.asking import address_of, form_of, send, somebody_let_in
from tests.edge.access.table import NEVER, ROWS
from tests.factories.scene import Scene, Who

pytestmark = [pytest.mark.django_db, pytest.mark.abuse(56)]

# The switch of languages has no token: pages without a form would need a cookie for it. It asks where a form comes from.
WITHOUT_TOKEN = {"langue"}
# Programs prove who they are by themselves: no cookie counts there. A service's own form only leads to the same page.
PROTOCOL = {f"oidc/{name}" for name in ("token", "userinfo", "introspect", "revoke", "authorize", "logout")}
# A service calls with the token a person let it have; no cookie counts there either.
PROTOCOL |= {"api/v2/applications"}
# Anybody's, without a cookie, and nothing is written: there is nothing to forge.
PROTOCOL |= {"api/v2/simulations"}
# A service's program with a person's token; no cookie counts.
PROTOCOL |= {"api/v2/accessibility/requests", "api/v2/purchases"}
WRITING = [row for row in ROWS if row.post is not NEVER and row.route not in WITHOUT_TOKEN | PROTOCOL]
KINDS = ("text/plain", "application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x")
# The one fact each of these pages keeps: who looked, or took a list away. Pages of a file seen already keep none.
_FILE = "gestion/demandes/<file_reference:reference>"
TRACES = {
    Who.OWNER: {"demandes/<reference:reference>/decision": "decision_opened"},
    Who.SUPERVISOR: {
        _FILE: "file_consulted",
        f"{_FILE}/retrait": "file_consulted",
        f"{_FILE}/retrait/retirer": "file_consulted",
        f"{_FILE}/renvoyer": "file_consulted",
        f"{_FILE}/representation": "file_consulted",
        f"{_FILE}/decision": "file_consulted",
        "gestion/exports/<uuid:export_id>/fichier": "export_taken",
    },
}
AT_EACH_READING = "export_taken"  # the others are kept once


def _strict(scene: Scene, who: Who) -> Client:
    return scene.browser(who, enforce_csrf_checks=True)


def test_every_route_that_writes_asks_for_its_token(scene: Scene) -> None:
    before, wrong = scene.fingerprint(), []
    for row in WRITING:
        who = somebody_let_in(row, "post") or Who.ANONYMOUS
        response = send(_strict(scene, who), row, scene)
        if response.status_code != 403:
            wrong.append(f"{row.route}: {response.status_code}")
    assert not wrong, "\n".join(wrong)
    assert scene.fingerprint() == before


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_of_body_does_without_the_token(scene: Scene, kind: str) -> None:
    before = scene.fingerprint()
    for row in WRITING:
        who = somebody_let_in(row, "post") or Who.ANONYMOUS
        words = {name: value for name, value in form_of(row, scene).items() if isinstance(value, str)}
        response = _strict(scene, who).generic("POST", address_of(row, scene), json.dumps(words), content_type=kind)
        assert response.status_code in (400, 403), f"{row.route}: {response.status_code}"
    assert scene.fingerprint() == before


def test_the_token_of_somebody_else_or_of_another_origin_is_refused(scene: Scene) -> None:
    browser = _strict(scene, Who.OWNER)
    page = browser.get("/deconnexion").content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    stolen = {"csrfmiddlewaretoken": token}
    other = _strict(scene, Who.PERSON)
    assert other.post("/deconnexion", stolen).status_code == 403
    for origin in ("https://mechant.example", "null", "http://testserver.mechant.example"):
        assert browser.post("/deconnexion", stolen, headers={"origin": origin}).status_code == 403
    assert browser.get("/demandes").status_code == 200
    assert browser.post("/deconnexion", stolen).status_code == 302
    assert browser.get("/demandes").status_code == 303


@pytest.mark.parametrize("who", [Who.OWNER, Who.SUPERVISOR, Who.ADMINISTRATOR, Who.PLATFORM])
def test_reading_a_page_writes_nothing(scene: Scene, who: Who) -> None:
    """Nothing but its trace, where it has one."""
    number, *rows = scene.fingerprint()
    browser, left = scene.browser(who), dict(TRACES.get(who, {}))
    for row in ROWS:
        if row.get.of(who) not in "or":
            continue
        first = left.pop(row.route, None)
        for expected in (first, first if first == AT_EACH_READING else None):
            known = set(Fact.objects.values_list("id", flat=True))
            browser.get(address_of(row, scene))
            kept = [(fact.kind, fact.actor.split(":")[1]) for fact in Fact.objects.exclude(id__in=known)]
            assert kept == ([(expected, str(scene.users[who].id))] if expected else []), row.route
            number += len(kept)
            assert scene.fingerprint() == [number, *rows], row.route
    assert not left


@pytest.mark.parametrize(
    "headers", [{"origin": "https://mechant.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}]
)
def test_another_site_does_not_choose_somebody_s_language(scene: Scene, headers: dict[str, Any]) -> None:
    browser = _strict(scene, Who.OWNER)
    response = browser.post("/langue", {"language": "en"}, headers=headers)
    assert response.status_code == 302
    assert "mob_language" not in response.cookies
    assert User.objects.get(id=scene.users[Who.OWNER].id).language == "fr"


@pytest.mark.parametrize("headers", [{}, {"origin": "http://testserver"}, {"sec-fetch-site": "same-origin"}])
def test_one_s_own_page_does(scene: Scene, headers: dict[str, Any]) -> None:
    response = _strict(scene, Who.OWNER).post("/langue", {"language": "en"}, headers=headers)
    assert response.cookies["mob_language"].value == "en"
    assert User.objects.get(id=scene.users[Who.OWNER].id).language == "en"
