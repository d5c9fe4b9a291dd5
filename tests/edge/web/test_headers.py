"""Security headers, and static files that may be kept for ever."""

from __future__ import annotations

import gzip
import re

import pytest
from django.test import Client

from tests.factories.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.edge.web.routes")]


def test_every_page_forbids_what_it_does_not_need(client: Client) -> None:
    headers = client.get("/").headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; ")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_error_pages_carry_the_same_policy(client: Client) -> None:
    client.raise_request_exception = False
    for address in ("/nulle-part", "/broken", "/refuse/down"):
        assert client.get(address).headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_a_view_replaces_one_directive_and_keeps_the_others(client: Client) -> None:
    policy = client.get("/policy").headers["Content-Security-Policy"]
    assert "script-src 'self' 'sha256-abc';" in policy
    assert "style-src 'self';" in policy


def test_pages_of_a_signed_in_person_are_never_stored(client: Client, world: World) -> None:
    assert "Cache-Control" not in client.get("/").headers
    client.force_login(world.person())
    assert client.get("/").headers["Cache-Control"] == "no-store"
    assert client.get("/nulle-part").headers["Cache-Control"] == "no-store"


def test_a_static_file_named_with_its_hash_may_be_kept_for_ever(client: Client) -> None:
    address = re.search(r'href="(/static/mob/mob\.css\?v=[0-9a-f]{8})"', client.get("/").content.decode())
    assert address
    assert "immutable" in _kept(client, address[1])
    assert "immutable" not in _kept(client, "/static/mob/mob.css?v=00000000")


def _kept(client: Client, address: str) -> str:
    response = client.get(address)
    response.close()
    return response.headers["Cache-Control"]


def test_a_style_sheet_travels_compressed_and_whole(client: Client) -> None:
    whole = client.get("/static/mob/mob.css")
    plain = b"".join(whole.streaming_content)  # type: ignore[attr-defined]
    whole.close()
    small = client.get("/static/mob/mob.css", headers={"Accept-Encoding": "gzip, br"})
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.content) == plain
    assert len(small.content) < 25_000


def test_a_static_file_carries_no_policy_of_pages(client: Client) -> None:
    for encoding in ("gzip", ""):
        response = client.get("/static/mob/icons.svg", headers={"Accept-Encoding": encoding})
        response.close()
        assert response.headers["Content-Security-Policy"] == "default-src 'none'"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "Permissions-Policy" not in response.headers


def test_a_font_is_not_compressed_twice(client: Client) -> None:
    response = client.get("/static/mob/fonts/overpass-latin-400-800.woff2", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in response.headers
    assert "immutable" in response.headers["Cache-Control"]
    response.close()


def test_an_unchanged_static_file_is_not_sent_again(client: Client) -> None:
    first = client.get("/static/mob/mob.css")
    again = client.get(
        "/static/mob/mob.css", headers={"If-None-Match": first.headers["ETag"], "Accept-Encoding": "gzip"}
    )
    first.close()
    assert again.status_code == 304


def test_an_unknown_static_file_is_an_ordinary_missing_page(client: Client) -> None:
    assert client.get("/static/mob/absent.css").status_code == 404
