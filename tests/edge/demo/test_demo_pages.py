"""The demonstration's own pages: there in demo and test, unknown in production."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import pytest
from django.test import Client

from mob.notifications import services
from mob.notifications.types import Content, Recipient
from mob.web.demo import totp

pytestmark = pytest.mark.django_db
PAGES = ["/demo/", "/demo/courriels/", "/demo/courriels.json", "/demo/cles/mob-valmont.jwe"]
NOW = datetime(2026, 3, 11, 9, 20, tzinfo=UTC)


def _mail() -> None:
    content = Content("Sujet", "Avant", "Titre", ("Un <script>alert(1)</script> mot",), why="Parce que")
    services.owe("one@test", "test", Recipient("a@exemple.fr"), content, now=NOW)


@pytest.mark.parametrize("page", PAGES)
def test_no_such_page_exists_in_production(client: Client, settings: object, page: str) -> None:
    settings.ENV = dataclasses.replace(settings.ENV, env="production")  # type: ignore[attr-defined]
    assert client.get(page).status_code == 404


def test_the_people_are_listed_with_their_codes(client: Client) -> None:
    page = client.get("/demo/").content.decode()
    assert "Samira Haddad" in page
    assert "julien.roche@valmont.exemple.fr" in page


def test_every_mail_is_shown_and_served_to_programs(client: Client) -> None:
    _mail()
    assert "Sujet" in client.get("/demo/courriels/").content.decode()
    (mail,) = client.get("/demo/courriels.json").json()
    assert (mail["to"], mail["subject"], mail["message_id"]) == ("a@exemple.fr", "Sujet", "one@test")


def test_the_html_of_a_mail_is_inert(client: Client) -> None:
    _mail()
    from mob.notifications.models import OutgoingMail

    response = client.get(f"/demo/courriels/{OutgoingMail.objects.get().id}")
    assert "<script>" not in response.content.decode()
    assert "script-src 'none'" in response.headers["Content-Security-Policy"]


def test_a_key_file_that_does_not_exist_is_not_found(client: Client) -> None:
    assert client.get("/demo/cles/autre.json").status_code == 404


def test_the_codes_are_those_of_the_standard() -> None:
    # RFC 6238, appendix B, SHA-1, truncated to six digits.
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert totp(secret, datetime.fromtimestamp(59, UTC)) == "287082"
    assert totp(secret, datetime.fromtimestamp(1111111109, UTC)) == "081804"
