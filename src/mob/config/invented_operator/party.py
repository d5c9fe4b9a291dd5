"""The relying party: everything that is said to moB, and everything that is checked of what it answers."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

CLIENT_ID = "appli-demo"
SCOPE = (
    "openid email offline_access incentives_list subscriptions_metadata subscriptions_process subscriptions_list "
    "urn:cms:accessibility:read"
)
APPLY = "subscriptions_process"
AIDS, APPLICATIONS = "/api/v2/aids?commune=mine&limit=100", "/api/v2/applications"
_LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
_SKEW = 60


class Trouble(Exception):
    """Something did not go as it must. The message is a sentence for the visitor."""


class Denial(Trouble):
    """moB said no, with a status of HTTP and a sentence for people."""

    def __init__(self, status: int, detail: str = "") -> None:
        super().__init__(detail or "moB ne nous ouvre plus votre compte. Vous avez peut-être mis fin au lien.")
        self.status = status


@dataclass
class Visitor:
    """What this site knows of one browser."""

    state: str = ""
    nonce: str = ""
    verifier: str = ""
    subject: str = ""
    tokens: dict[str, Any] = field(default_factory=dict)
    end: float = 0.0
    asked: str = ""  # what was answered when this site asked her something


@dataclass
class Party:
    """The relying party. `issuer`: moB's address, `here`: this site's."""

    issuer: str
    here: str
    visitors: dict[str, Visitor] = field(default_factory=dict)

    def begin(self, visitor: Visitor) -> str:
        """Where to lead somebody who wants to link her account."""
        visitor.state, visitor.nonce = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        visitor.verifier, visitor.asked = secrets.token_urlsafe(48), ""
        digest = hashlib.sha256(visitor.verifier.encode()).digest()
        asked = {
            "client_id": CLIENT_ID,
            "redirect_uri": f"{self.here}/retour",
            "response_type": "code",
            "scope": SCOPE,
            "state": visitor.state,
            "nonce": visitor.nonce,
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        return f"{self.issuer}/oidc/authorize?{urlencode(asked)}"

    def finish(self, visitor: Visitor, said: dict[str, str]) -> None:
        """What moB answered. Raises Trouble."""
        state, visitor.state = visitor.state, ""
        if not state or not secrets.compare_digest(said.get("state", "").encode(), state.encode()):
            raise Trouble("Cette réponse n’est pas celle que nous attendions. Recommencez.")
        if said.get("iss") != self.issuer:
            raise Trouble("Cette réponse ne vient pas de moB.")
        if "error" in said:
            refused = said["error"] == "access_denied"
            raise Trouble("Vous n’avez pas relié votre compte." if refused else f"moB a répondu : {said['error']}.")
        form = {"grant_type": "authorization_code", "code": said.get("code", ""), "code_verifier": visitor.verifier}
        self._keep(visitor, self._post("/oidc/token", form | {"redirect_uri": f"{self.here}/retour"}))
        claims = self._verified(visitor.tokens["id_token"])
        if claims.get("nonce") != visitor.nonce:
            raise Trouble("Cette réponse n’est pas celle que nous attendions. Recommencez.")
        visitor.subject = claims["sub"]

    def _keep(self, visitor: Visitor, answer: dict[str, Any]) -> None:
        visitor.tokens = {**visitor.tokens, **answer}
        visitor.end = time.time() + answer["expires_in"] - 30

    def read(self, visitor: Visitor) -> dict[str, Any]:
        """What the person allowed. Raises Trouble when she ended the link meanwhile."""
        claims = self._call(self._with_token(visitor, "/oidc/userinfo"))
        if claims.get("sub") != visitor.subject:
            raise Trouble("Ces informations sont celles de quelqu’un d’autre.")
        return claims

    def ask(self, visitor: Visitor, path: str) -> dict[str, Any] | None:
        """What moB's interface answers. None where the person does not allow it, which she may. Raises Trouble."""
        try:
            return self._call(self._with_token(visitor, path))
        except Denial as no:
            if no.status == HTTPStatus.FORBIDDEN:
                return None
            raise

    def start(self, visitor: Visitor, aid: str, key: str) -> str:
        """Prepare an application; the address where the person checks it and sends it herself. Raises Trouble.

        `key` names this very request: a page sent twice, or an answer lost on the way, makes one draft.
        """
        return str(self.send(visitor, APPLICATIONS, {"aid": aid}, key=key)["page"])

    def send(self, visitor: Visitor, path: str, body: dict[str, Any], *, key: str = "") -> dict[str, Any]:
        """Post to moB's interface for her; `key` names the request. Raises Denial, Trouble."""
        request = self._with_token(visitor, path, json.dumps(body).encode())
        request.add_header("Content-Type", "application/json")
        if key:
            request.add_header("Idempotency-Key", key)
        return self._call(request)

    def _with_token(self, visitor: Visitor, path: str, body: bytes | None = None) -> Request:
        """A request with the visitor's access token, renewed when it is about to end."""
        if time.time() > visitor.end:
            if "refresh_token" not in visitor.tokens:
                raise Trouble("L’accès a pris fin. Reliez votre compte de nouveau.")
            form = {"grant_type": "refresh_token", "refresh_token": visitor.tokens["refresh_token"]}
            self._keep(visitor, self._post("/oidc/token", form))
        request = Request(f"{self.issuer}{path}", body)  # noqa: S310
        request.add_header("Authorization", f"Bearer {visitor.tokens['access_token']}")
        return request

    def unlink(self, visitor: Visitor) -> None:
        """Give the tokens up. The person may also end the link in her own account."""
        token = visitor.tokens.get("refresh_token") or visitor.tokens.get("access_token", "")
        visitor.tokens, visitor.subject = {}, ""
        self._post("/oidc/revoke", {"token": token})

    def was_signed_out(self, token: str) -> bool:
        """moB says that a person ended the link or her session. False for a token that is not one."""
        try:
            claims = self._verified(token)
        except Trouble:
            return False
        if _LOGOUT not in claims.get("events", {}) or "nonce" in claims:
            return False
        for visitor in self.visitors.values():
            if visitor.subject == claims.get("sub"):
                visitor.tokens, visitor.subject = {}, ""
        return True

    def _verified(self, token: str) -> dict[str, Any]:
        """The claims of a token that moB signed for this site and that is not over. Keys are asked for each time."""
        keys = KeySet.import_key_set(self._call(Request(f"{self.issuer}/oidc/jwks")))  # type: ignore[arg-type]  # noqa: S310
        try:
            claims = jwt.decode(token, keys, algorithms=["RS256"]).claims
        except (JoseError, ValueError) as error:
            raise Trouble("La signature de moB ne se vérifie pas.") from error
        is_ours = claims.get("iss") == self.issuer and claims.get("aud") == CLIENT_ID
        if not is_ours or claims.get("exp", 0) + _SKEW < time.time():
            raise Trouble("Ce jeton n’est pas pour nous, ou n’est plus valable.")
        return dict(claims)

    def _post(self, path: str, form: dict[str, str]) -> dict[str, Any]:
        body = urlencode({"client_id": CLIENT_ID, **form}).encode()
        return self._call(Request(f"{self.issuer}{path}", body))  # noqa: S310

    def _call(self, request: Request) -> dict[str, Any]:
        try:
            with urlopen(request, timeout=10) as answer:  # noqa: S310
                found: dict[str, Any] = json.load(answer)
                return found
        except HTTPError as error:
            with error:
                raise Denial(error.code, _detail(error.read(20_000))) from error
        except (URLError, OSError, ValueError) as error:
            raise Trouble("moB ne répond pas. Réessayez dans un instant.") from error


def _detail(body: bytes) -> str:
    """The sentence of a problem (RFC 9457), which is written for people."""
    try:
        return str(json.loads(body).get("detail", ""))
    except (ValueError, AttributeError):
        return ""
