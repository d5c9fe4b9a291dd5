"""The ordinary OpenID provider: PKCE, HTTP Basic, claims in plain JSON."""

from __future__ import annotations

import base64
import hashlib
import json
from urllib.parse import urlencode

import pytest

from mob.integrations.standins import StandinRequest, StandinResponse
from mob.integrations.standins.clients import CLIENT_ID, CLIENT_SECRET
from tests.unit.standins.walking import FORM, Walk

VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
PKCE = {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}


def walk(**extra: str) -> Walk:
    return Walk("/openid", "ma-ville", "openid email profile", {**PKCE, **extra})


def exchanged(visit: Walk, code: str, verifier: str = VERIFIER, secret: str = CLIENT_SECRET) -> StandinResponse:
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": visit.back, "code_verifier": verifier}
    basic = base64.b64encode(f"{CLIENT_ID}:{secret}".encode()).decode()
    headers = {**FORM, "authorization": f"Basic {basic}"}
    return visit.standins.answer(StandinRequest("POST", "/openid/token", headers, urlencode(form).encode()))


def test_a_code_is_for_who_holds_the_verifier() -> None:
    visit = walk()
    answer = exchanged(visit, visit.chosen("lea")["code"])
    userinfo = visit.userinfo(json.loads(answer.body)["access_token"])
    assert userinfo.headers["Content-Type"].startswith("application/json")
    assert json.loads(userinfo.body)["email"] == "lea.marchand@exemple.fr"
    for verifier in ("", "w" * 64):
        assert exchanged(visit, visit.chosen("lea")["code"], verifier).status == 400


def test_the_secret_is_asked_by_http_basic() -> None:
    visit = walk()
    assert exchanged(visit, visit.chosen("lea")["code"], secret="wrong").status == 401


@pytest.mark.parametrize(
    "changes", [{"code_challenge": None}, {"code_challenge": "short"}, {"code_challenge_method": "plain"}]
)
def test_a_request_without_a_challenge_is_sent_back(changes: dict[str, str | None]) -> None:
    assert walk().chosen("lea", **changes)["error"] == "invalid_request"
