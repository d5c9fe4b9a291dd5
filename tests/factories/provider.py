"""Clients of the OpenID provider for tests, and a small relying party that walks the flow over a browser."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.test import Client as Browser
from joserfc import jwt
from joserfc.jwk import KeySet

from mob.identity.oidc import clients, links
from mob.identity.oidc_types import OFFERED, NewClient
from mob.integrations.token_keys import FileTokenKeys
from mob.kernel import clock
from mob.kernel.actor import Actor

CALLBACK = "https://appli.exemple.fr/retour"
ALL = tuple(scope.value for scope in OFFERED)
VERIFIER = "v" * 43
_count = itertools.count(1)


def token_keys() -> FileTokenKeys:
    """What the installation makes once at its start: the keys of the provider."""
    keys = FileTokenKeys(settings.ENV.home)
    keys.make()
    return keys


def challenge(verifier: str = VERIFIER) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


@dataclass
class Service:
    """A service that people sign in to: what it registered, and what it does."""

    client_id: str
    secret: str
    redirect_uri: str = CALLBACK
    scope: str = "openid"
    browser: Browser = field(default_factory=Browser)

    def address(self, **changes: str | None) -> str:
        """The authorization address. None leaves a parameter out."""
        said: dict[str, str | None] = {
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "response_type": "code",
            "scope": self.scope,
            "state": "etat-de-l-appli",
            "nonce": "n-0S6",
            "code_challenge": challenge(),
            "code_challenge_method": "S256",
        }
        said |= changes
        kept = {name: value for name, value in said.items() if value is not None}
        return f"/oidc/authorize?{urlencode(kept, quote_via=quote)}"

    def ask(self, **changes: str | None) -> HttpResponse:
        return self.browser.get(self.address(**changes))

    def decide(self, decision: str = "yes", chosen: tuple[str, ...] = (), **changes: str | None) -> dict[str, str]:
        """Answer the consent page; what the service is told."""
        address = self.address(**changes).replace("/oidc/authorize", "/oidc/consent", 1)
        return told(self.browser.post(address, {"decision": decision, "scope": list(chosen)}))

    def code(self, chosen: tuple[str, ...] = ALL, **changes: str | None) -> str:
        return self.decide(chosen=chosen, **changes)["code"]

    def exchange(self, **form: str | None) -> HttpResponse:
        """The token endpoint, as this client proves who it is."""
        said: dict[str, str | None] = {"client_id": self.client_id, "client_secret": self.secret or None, **form}
        return post("/oidc/token", **said)

    def redeem(self, code: str, **changes: str | None) -> HttpResponse:
        said: dict[str, str | None] = {"redirect_uri": self.redirect_uri, "code_verifier": VERIFIER, **changes}
        return self.exchange(grant_type="authorization_code", code=code, **said)

    def tokens(self, chosen: tuple[str, ...] = ALL, **changes: str | None) -> dict[str, Any]:
        response = self.redeem(self.code(chosen, **changes))
        assert response.status_code == 200, response.content
        return dict(response.json())

    def refresh(self, token: str, **changes: str | None) -> HttpResponse:
        return self.exchange(grant_type="refresh_token", refresh_token=token, **changes)


def post(path: str, **form: str | None) -> HttpResponse:
    """A form as programs send it."""
    said = {name: value for name, value in form.items() if value is not None}
    return Browser().post(path, urlencode(said), content_type="application/x-www-form-urlencoded")


def userinfo(token: str) -> HttpResponse:
    return Browser().get("/oidc/userinfo", headers={"authorization": f"Bearer {token}"})


def told(response: HttpResponse) -> dict[str, str]:
    """What a redirect tells the service; `at` is the address without its query."""
    assert response.status_code in (302, 303), (response.status_code, response.content[:300])
    parts = urlsplit(response.headers["Location"])
    said = {name: values[0] for name, values in parse_qs(parts.query).items()}
    return said | {"at": parts._replace(query="").geturl()}


def service(browser: Browser | None = None, **fields: Any) -> Service:
    """A confidential client that asks for everything; `fields` are those of `NewClient`."""
    said: dict[str, Any] = {
        "client_id": f"appli-{next(_count)}",
        "name": "Tilleul Mobilités",
        "operator": "Tilleul SAS",
        "redirect_uris": (CALLBACK,),
        "scopes": ALL,
        **fields,
    }
    token_keys()
    made = clients.create_client(Actor.system(), NewClient(**said), now=clock.now())
    uri = said["redirect_uris"][0] if said["redirect_uris"] else ""
    return Service(made.client_id, made.secret, uri, " ".join(said["scopes"]), browser or Browser())


def read_token(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims of a token, verified with the published keys as a client would."""
    keys = KeySet.import_key_set(json.loads(Browser().get("/oidc/jwks").content))
    found = jwt.decode(token, keys, algorithms=["RS256", "ES256"])
    return dict(found.header), dict(found.claims)


def link(person: Actor, app: Service) -> UUID:
    """The person allowed the service everything it asks for."""
    client = clients.find(app.client_id)
    assert client is not None
    said = {"asked": ALL, "chosen": ALL, "text": "Oui.", "language": "fr", "now": clock.now()}
    return links.allow(person, client, **said)[0]  # type: ignore[arg-type]
