"""No page is shared with another origin, and no answer can be framed, sniffed, or kept for somebody else."""

from __future__ import annotations

import pytest

from tests.edge.access.asking import address_of, somebody_let_in
from tests.edge.access.table import ROWS
from tests.factories.scene import Scene, Who

pytestmark = pytest.mark.django_db

# What the provider says of itself, and what aids say to nobody in particular: any page may read it, no cookie counts.
FOR_ANYBODY = {".well-known/openid-configuration", "oidc/jwks", "api/v2/simulations"}
ORIGINS = ("null", "http://testserver.mechant.example")


@pytest.mark.abuse(57)
@pytest.mark.parametrize("origin", ORIGINS)
def test_no_answer_lets_another_origin_read_it(scene: Scene, origin: str) -> None:
    asked = {"origin": origin, "access-control-request-method": "POST", "access-control-request-headers": "x-csrftoken"}
    for row in ROWS:
        if row.route in FOR_ANYBODY:
            continue
        browser = scene.browser(somebody_let_in(row, "get") or Who.OWNER)
        for response in (
            browser.get(address_of(row, scene), headers=asked),
            browser.options(address_of(row, scene), headers=asked),
        ):
            shared = [name for name in response.headers if name.lower().startswith("access-control-")]
            assert shared == [], row.route
            assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin", row.route


@pytest.mark.abuse(91)
def test_no_answer_can_be_framed_or_taken_for_another_type(scene: Scene) -> None:
    for row in ROWS:
        for who in (Who.ANONYMOUS, somebody_let_in(row, "get")):
            if who is None:
                continue
            response = scene.browser(who).get(address_of(row, scene))
            assert response.headers["X-Frame-Options"] == "DENY", row.route
            assert response.headers["X-Content-Type-Options"] == "nosniff", row.route
            policy = response.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy, row.route
            assert "frame-ancestors 'none'" in policy, row.route


@pytest.mark.abuse(91)
def test_an_answer_that_caches_may_keep_is_the_same_for_everybody(scene: Scene) -> None:
    forged = {"x-forwarded-host": "mechant.example", "x-forwarded-proto": "https"}
    kept = 0
    for row in ROWS:
        first = scene.browser(somebody_let_in(row, "get") or Who.ANONYMOUS).get(address_of(row, scene), headers=forged)
        body = first.getvalue()  # once: a list taken away is streamed
        assert b"mechant.example" not in body, row.route
        if "public" not in first.headers.get("Cache-Control", ""):
            continue
        kept += 1
        for who in (Who.ANONYMOUS, Who.PLATFORM):
            answer = scene.browser(who).get(address_of(row, scene))
            assert answer.getvalue() == body, row.route
            assert not answer.cookies, row.route
    assert kept >= 2


@pytest.mark.abuse(55)
def test_no_page_of_somebody_signed_in_stays_in_the_browser(scene: Scene) -> None:
    """The back button after signing out finds nothing."""
    for row in ROWS:
        who = somebody_let_in(row, "get")
        if who is None or row.get.is_same_for_all:
            continue
        response = scene.browser(who).get(address_of(row, scene))
        assert "no-store" in response.headers["Cache-Control"], row.route
