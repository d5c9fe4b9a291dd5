"""Pages of a public client call from the origin it registered; no other origin reads an answer, and no cookie counts."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client as Browser

from mob.identity.models import Client
from mob.kernel import clock
from tests.factories.provider import service

pytestmark = [pytest.mark.django_db, pytest.mark.abuse(57)]
PAGE = "https://page.exemple.fr"
SHARED = [("POST", "/oidc/token"), ("GET", "/oidc/userinfo"), ("POST", "/oidc/revoke"), ("GET", "/api/v2/aids")]
OTHERS = [
    "null",
    "http://page.exemple.fr",
    "https://page.exemple.fr:8443",
    "https://page.exemple.fr.mechant.example",
    "https://evil-page.exemple.fr",
    "https://sous.page.exemple.fr",
    "https://appli.exemple.fr",
    "*",
]


@pytest.fixture(autouse=True)
def page() -> None:
    """A page of a public client, a confidential service, and a program on somebody's own machine."""
    service(is_public=True, redirect_uris=(f"{PAGE}/retour",))
    service()
    service(is_public=True, is_native=True, redirect_uris=("http://127.0.0.1:7777/retour",))


def preflight(path: str, verb: str, origin: str) -> HttpResponse:
    asked = {"origin": origin, "access-control-request-method": verb, "access-control-request-headers": "authorization"}
    return Browser().options(path, headers=asked)


def shared(response: HttpResponse) -> dict[str, str]:
    return {name: value for name, value in response.headers.items() if name.startswith("Access-Control-")}


@pytest.mark.parametrize(("verb", "path"), SHARED)
def test_the_registered_origin_is_let_in_by_name_and_without_credentials(verb: str, path: str) -> None:
    asked = preflight(path, verb, PAGE)
    assert asked.status_code == 204
    assert verb in asked.headers["Access-Control-Allow-Methods"].split(", ")
    called = Browser().generic(verb, path, headers={"origin": PAGE})
    for answer in (asked, called):
        assert answer.headers["Access-Control-Allow-Origin"] == PAGE
        assert "Access-Control-Allow-Credentials" not in answer.headers
        assert "Origin" in answer.headers["Vary"]
    assert called.status_code >= 400, "a refusal is read by the page too"


@pytest.mark.parametrize("origin", [*OTHERS, "http://127.0.0.1:7777", f"{PAGE}/", PAGE.upper(), "x" * 5_000])
def test_no_other_origin_is(origin: str) -> None:
    for verb, path in SHARED:
        called = Browser().generic(verb, path, headers={"origin": origin})
        assert shared(called) == shared(preflight(path, verb, origin)) == {}, path
        assert "Origin" in called.headers["Vary"]


def test_a_closed_client_s_origin_is_let_in_no_more() -> None:
    Client.objects.filter(redirect_uris__startswith=PAGE).update(closed_at=clock.now())
    assert shared(preflight("/oidc/token", "POST", PAGE)) == {}


@pytest.mark.parametrize("path", ["/oidc/authorize", "/oidc/consent", "/oidc/logout", "/oidc/introspect", "/demandes"])
def test_pages_that_people_see_are_shared_with_no_origin(path: str) -> None:
    for answer in (preflight(path, "GET", PAGE), Browser().get(path, headers={"origin": PAGE})):
        assert shared(answer) == {}, path
