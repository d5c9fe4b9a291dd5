"""A service that holds a person's access token, and calls version 2 with it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.test import Client as Browser

from mob.identity.models import User
from tests.factories.accounts import sign_in
from tests.factories.provider import ALL, Service, service


@dataclass
class Caller:
    """A linked service: its token, and what it asks."""

    app: Service
    token: str

    def get(self, path: str, data: dict[str, Any] | None = None, **headers: str) -> HttpResponse:
        return Browser().get(path, data or {}, headers=self._with(headers))

    def post(self, path: str, body: Any, **headers: str) -> HttpResponse:
        content = body if isinstance(body, str | bytes) else json.dumps(body)
        said = self._with(headers)
        return Browser().post(path, content, content_type="application/json", headers=said)

    def _with(self, headers: dict[str, str]) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}", **{k.replace("_", "-"): v for k, v in headers.items()}}


def caller(person: User, *, chosen: tuple[str, ...] = ALL, **fields: Any) -> Caller:
    """The person linked a service and let it have these scopes. `fields` are those of `NewClient`."""
    app = service(sign_in(Browser(), person), **fields)
    return Caller(app, app.tokens(chosen)["access_token"])
