"""Walks a stand-in as a service does: asks, chooses somebody, exchanges, reads."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet

from mob.integrations.standins import StandinRequest, StandinResponse, Standins
from mob.integrations.standins.clients import CLIENT_ID, CLIENT_SECRET, Service

PUBLIC = "http://localhost:8000"
FORM = {"content-type": "application/x-www-form-urlencoded"}
STATE, NONCE = "s" * 32, "n" * 32


@dataclass
class Clock:
    at: datetime = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def passes(self, seconds: int) -> None:
        self.at += timedelta(seconds=seconds)


@dataclass
class Walk:
    """One service in front of one stand-in, `path`."""

    path: str = "/franceconnect/api/v2"
    provider: str = "franceconnect"
    scope: str = "openid identite_pivot email"
    extra: dict[str, str] = field(default_factory=lambda: {"acr_values": "eidas1"})
    clock: Clock = field(default_factory=Clock)
    service: Service | None = None

    def __post_init__(self) -> None:
        self.standins = Standins(PUBLIC, now=self.clock, service=self.service)

    @property
    def back(self) -> str:
        return f"{PUBLIC}/connexion/{self.provider}/retour"

    def asked(self, **changes: str | None) -> dict[str, str]:
        """The parameters of a good request, changed; None takes one away."""
        said: dict[str, str | None] = {
            "response_type": "code",
            "client_id": CLIENT_ID,
            "redirect_uri": self.back,
            "scope": self.scope,
            "state": STATE,
            "nonce": NONCE,
            **self.extra,
            **changes,
        }
        return {name: value for name, value in said.items() if value is not None}

    def get(self, path: str, **headers: str) -> StandinResponse:
        return self.standins.answer(StandinRequest("GET", f"{self.path}{path}", headers))

    def post(self, path: str, form: dict[str, str]) -> StandinResponse:
        body = urlencode(form).encode()
        return self.standins.answer(StandinRequest("POST", f"{self.path}{path}", FORM, body))

    def screen(self, **changes: str | None) -> StandinResponse:
        return self.get(f"/authorize?{urlencode(self.asked(**changes))}")

    def chosen(self, person: str, form: dict[str, str] | None = None, **changes: str | None) -> dict[str, str]:
        """What comes back to the service when that person is chosen."""
        answer = self.post(f"/authorize?{urlencode(self.asked(**changes))}", form or {"person": person})
        assert answer.status == 303, answer.body
        assert answer.headers["Location"].startswith(f"{self.back}?")
        return dict(parse_qsl(urlsplit(answer.headers["Location"]).query))

    def exchange(self, code: str, **changes: str) -> StandinResponse:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.back,
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            **changes,
        }
        return self.post("/token", {name: value for name, value in form.items() if value})

    def tokens(self, person: str, **changes: str | None) -> dict[str, Any]:
        answer = self.exchange(self.chosen(person, **changes)["code"])
        assert answer.status == 200, answer.body
        found: dict[str, Any] = json.loads(answer.body)
        return found

    def read(self, token: str) -> dict[str, Any]:
        """The claims of a JWT that a published key signed. Raises BadSignatureError."""
        keys = KeySet.import_key_set(json.loads(self.get("/jwks").body))
        return dict(jwt.decode(token, keys, algorithms=["ES256"]).claims)

    def userinfo(self, token: str) -> StandinResponse:
        return self.get("/userinfo", authorization=f"Bearer {token}")
