"""Another verb, an override header, a disguised path: the same answer as the plain request, or no page at all."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse

from tests.edge.access.asking import address_of, form_of, somebody_let_in
from tests.edge.access.table import ROWS, Row
from tests.factories.scene import Scene, Who

pytestmark = [pytest.mark.django_db, pytest.mark.abuse(45)]

VERBS = ("PUT", "DELETE", "OPTIONS", "JEFF")
# What a browser asks before a page of another origin may call.
ASKED_FIRST = {("OPTIONS", "api/v2/simulations")}
# A service takes back what it handed over: without the token a person let it have, the door says so (401).
PROVED = {("DELETE", "api/v2/purchases/<uuid:purchase_id>")}
OVERRIDES = {
    "HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE",
    "HTTP_X_METHOD_OVERRIDE": "DELETE",
    "HTTP_X_HTTP_METHOD": "PUT",
    "HTTP_X_ORIGINAL_URL": "/administration/",
    "HTTP_X_REWRITE_URL": "/administration/",
}
GUARDED = [row for row in ROWS if not row.get.is_same_for_all or not row.post.is_same_for_all]


def _is_closed(response: HttpResponse) -> bool:
    """Neither a page nor a breakdown: not found, not allowed, refused, or sent to sign in."""
    if response.status_code in (301, 302, 303):
        return response.headers["Location"].startswith("/connexion?next=")
    return response.status_code in (400, 403, 404, 405)


def test_an_unexpected_verb_does_nothing_even_for_who_may(scene: Scene) -> None:
    before, wrong = scene.fingerprint(), []
    for row in ROWS:
        who = somebody_let_in(row, "post") or somebody_let_in(row, "get") or Who.ANONYMOUS
        browser = scene.browser(who)
        for verb in VERBS:
            response = browser.generic(verb, address_of(row, scene), b"", content_type="application/json")
            if (verb, row.route) in PROVED and response.status_code == 401:
                continue
            if not _is_closed(response) and (verb, row.route) not in ASKED_FIRST:
                wrong.append(f"{verb} {row.route}: {response.status_code}")
    assert not wrong, "\n".join(wrong)
    assert scene.fingerprint() == before


def _with(address: str, fields: dict[str, str]) -> str:
    """The address with fields in its query, beside those it has: the client would replace the latter."""
    return f"{address}{'&' if '?' in address else '?'}{urlencode(fields)}"


def _after_reading(scene: Scene, who: Who, address: str, **headers: str) -> tuple[int, list[Any]]:
    """The answer and the scene left behind it. Some readings are kept as facts; no row changes with any of them."""
    before = scene.fingerprint()
    with scene.undone():
        status, after = scene.browser(who).get(address, **headers).status_code, scene.fingerprint()
    assert after[1:] == before[1:], address
    return status, after


def test_a_header_or_a_field_cannot_turn_one_verb_into_another(scene: Scene) -> None:
    """The same answer as the plain request, and the same scene after it."""
    for row in GUARDED:
        who = somebody_let_in(row, "get")
        if who is None:
            continue
        address = address_of(row, scene)
        plain = _after_reading(scene, who, address)
        assert _after_reading(scene, who, _with(address, {"_method": "POST"}), **OVERRIDES) == plain, row.route


def _disguises(path: str) -> list[str]:
    """The path written otherwise, as a server or a proxy may hand it over, decoded."""
    return [
        f"/{path}",
        f"{path}/",
        path.replace("/", "//"),
        f"/.{path}",
        f"/aide/..{path}",
        f"/static/..{path}",
        path.upper(),
        path.title(),
        f"{path};jsessionid=1",
        f"{path}\x00",
        f"{path}%00",
        f"{path}.json",
        path.replace("/", "\\"),
        path.replace("/", "/./"),
    ]


@pytest.mark.parametrize("who", [Who.ANONYMOUS, Who.PERSON, Who.AGENT_STRANGER])
def test_a_disguised_path_opens_no_door_that_the_plain_one_keeps_shut(scene: Scene, who: Who) -> None:
    wrong = []
    browser = scene.browser(who)
    for row in GUARDED:
        path, _, query = address_of(row, scene).partition("?")
        if row.get.of(who) in "or":
            continue
        for disguise in _disguises(path):
            response = browser.get("/", PATH_INFO=disguise, QUERY_STRING=query)
            if not _is_closed(response):
                wrong.append(f"{disguise!r}: {response.status_code} {response.headers.get('Location', '')}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", ["/Gestion/", "//gestion/", "/gestion//", "/gestion/../gestion/", "/./gestion/"])
def test_no_spelling_of_the_desk_s_address_avoids_the_second_factor(scene: Scene, path: str) -> None:
    weak = scene.weak_browser(Who.SUPERVISOR)
    assert weak.get("/", PATH_INFO="/gestion/").status_code == 302
    response = weak.get("/", PATH_INFO=path)
    assert response.status_code in (302, 404), path
    assert "À instruire" not in response.content.decode()


def _unlike(row: Row, scene: Scene) -> dict[str, str]:
    return {name: str(value) for name, value in form_of(row, scene).items() if isinstance(value, str)}


def test_what_must_be_sent_is_not_taken_from_the_address(scene: Scene) -> None:
    """The fields of a form in the query of its address do nothing that reading the page does not do."""
    for row in (each for each in ROWS if each.form and each.is_done and not each.is_json):
        who = somebody_let_in(row, "post")
        if who is None or who is Who.ANONYMOUS:
            continue
        address = address_of(row, scene)
        _, plain = _after_reading(scene, who, address)
        _, filled = _after_reading(scene, who, _with(address, _unlike(row, scene)))
        assert filled == plain, row.route
