"""« Appli Démo »: the site of an invented operator, where people sign in with moB. An example to read, and to copy.

Nothing of moB is used but its public addresses: the standard library, and joserfc to check signatures. It keeps its
visitors in memory; a real service keeps them where it keeps its own. `mob demo` serves it on the next port.

What a relying party must do is in the four functions of `Party`: `begin` (state, nonce, PKCE), `finish` (compare the
state and the issuer, exchange the code, check the ID token), `read` (userinfo, with a refresh when the token is old),
and `was_signed_out` (back-channel logout).
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import secrets
import time
from dataclasses import dataclass, field
from html import escape
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import Request, urlopen

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

CLIENT_ID = "appli-demo"
SCOPE = "openid profile email address offline_access"
_LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
_SKEW = 60


class Trouble(Exception):
    """Something did not go as it must. The message is a sentence for the visitor."""


@dataclass
class Visitor:
    """What this site knows of one browser."""

    state: str = ""
    nonce: str = ""
    verifier: str = ""
    subject: str = ""
    tokens: dict[str, Any] = field(default_factory=dict)
    end: float = 0.0


@dataclass
class Party:
    """The relying party. `issuer`: moB's address, `here`: this site's."""

    issuer: str
    here: str
    visitors: dict[str, Visitor] = field(default_factory=dict)

    def begin(self, visitor: Visitor) -> str:
        """Where to lead somebody who wants to link her account."""
        visitor.state, visitor.nonce = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        visitor.verifier = secrets.token_urlsafe(48)
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
        if time.time() > visitor.end:
            if "refresh_token" not in visitor.tokens:
                raise Trouble("L’accès a pris fin. Reliez votre compte de nouveau.")
            form = {"grant_type": "refresh_token", "refresh_token": visitor.tokens["refresh_token"]}
            self._keep(visitor, self._post("/oidc/token", form))
        request = Request(f"{self.issuer}/oidc/userinfo")  # noqa: S310
        request.add_header("Authorization", f"Bearer {visitor.tokens['access_token']}")
        claims = self._call(request)
        if claims.get("sub") != visitor.subject:
            raise Trouble("Ces informations sont celles de quelqu’un d’autre.")
        return claims

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
            error.close()
            raise Trouble("moB ne nous ouvre plus votre compte. Vous avez peut-être mis fin au lien.") from error
        except (URLError, OSError, ValueError) as error:
            raise Trouble("moB ne répond pas. Réessayez dans un instant.") from error


_PAGE = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Appli Démo</title><style>body{{font:18px/1.5 system-ui,sans-serif;max-width:38rem;margin:0 auto;padding:2rem 1.25rem;
color:#1d2530;background:#fff}}h1{{line-height:1.15}}a,button{{font:inherit;font-weight:700;display:inline-block;padding:.6rem
1rem;border:2px solid #24406b;border-radius:.4rem;background:#24406b;color:#fff;text-decoration:none;margin:.5rem .5rem 0 0;
cursor:pointer}}button{{background:#fff;color:#24406b}}dt{{font-weight:700;margin-top:.7rem}}dd{{margin:0;overflow-wrap:anywhere}}
form{{display:inline}}</style></head><body><main><p>Appli Démo, un opérateur inventé</p>{}</main></body></html>"""


def page(party: Party, visitor: Visitor, trouble: str = "") -> str:
    """The only page: linked or not."""
    said = f'<p role="alert"><strong>{escape(trouble)}</strong></p>' if trouble else ""
    if not visitor.subject:
        return _PAGE.format(f'<h1>Bienvenue</h1>{said}<p><a href="/relier">Relier mon compte moB</a></p>')
    try:
        claims = party.read(visitor)
    except Trouble as error:
        visitor.tokens, visitor.subject = {}, ""
        return page(party, visitor, str(error))
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(_plain(value))}</dd>" for name, value in claims.items())
    button = '<form method="post" action="/delier"><button>Délier mon compte</button></form>'
    account = f'<a href="{escape(party.issuer)}/mon-compte/services-lies">Mes services reliés, sur moB</a>'
    return _PAGE.format(f"<h1>Votre compte moB est relié</h1>{said}<dl>{rows}</dl><p>{account}{button}</p>")


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


class Handler(BaseHTTPRequestHandler):
    """Addresses: `/`, `/relier`, `/retour`, `/delier`, `/moB/deconnexion`."""

    party: Party

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        key, visitor = self._visitor()
        if parts.path == "/relier":
            return self._lead(self.party.begin(visitor), key)
        if parts.path == "/retour":
            return self._come_back(parts.query, key, visitor)
        if parts.path != "/":
            return self._say("<h1>Cette page n’existe pas</h1>", status=HTTPStatus.NOT_FOUND)
        return self._say(page(self.party, visitor), key)

    def do_POST(self) -> None:
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), 20_000)).decode("utf-8", "replace")
        if self.path == "/moB/deconnexion":
            token = parse_qs(body).get("logout_token", [""])[0]
            return self._say("", status=HTTPStatus.OK if self.party.was_signed_out(token) else HTTPStatus.BAD_REQUEST)
        key, visitor = self._visitor()
        # The cookie is SameSite=Lax: another site's form comes without it, as a visitor who has nothing to end.
        if self.path == "/delier" and visitor.subject:
            try:
                self.party.unlink(visitor)
            except Trouble as error:
                return self._say(page(self.party, visitor, str(error)), key)
        return self._lead("/", key)

    def _come_back(self, query: str, key: str, visitor: Visitor) -> None:
        try:
            self.party.finish(visitor, {name: values[0] for name, values in parse_qs(query).items()})
        except Trouble as error:
            return self._say(page(self.party, visitor, str(error)), key)
        return self._lead("/", key)

    def _visitor(self) -> tuple[str, Visitor]:
        try:
            morsel = SimpleCookie(self.headers.get("Cookie", "")).get("appli_demo")
        except CookieError:
            morsel = None
        known = self.party.visitors.get(morsel.value) if morsel else None
        if morsel is not None and known is not None:
            return morsel.value, known
        if len(self.party.visitors) > 500:
            self.party.visitors.clear()
        key = secrets.token_urlsafe(24)
        return key, self.party.visitors.setdefault(key, Visitor())

    def _lead(self, where: str, key: str) -> None:
        self.send_response(HTTPStatus.SEE_OTHER)
        self.send_header("Location", where)
        self._finish(b"", key)

    def _say(self, html: str, key: str = "", *, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self._finish(html.encode(), key)

    def _finish(self, body: bytes, key: str) -> None:
        if key:
            self.send_header("Set-Cookie", f"appli_demo={key}; HttpOnly; SameSite=Lax; Path=/")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Nothing: an address holds a code."""


def serve(issuer: str, *, host: str, port: int) -> ThreadingHTTPServer:
    """The site, listening; the caller runs it."""
    party = Party(issuer.rstrip("/"), f"http://localhost:{port}")
    server = ThreadingHTTPServer((host, port), type("Site", (Handler,), {"party": party}))
    server.daemon_threads = True
    return server


def main(argv: list[str] | None = None) -> None:
    """Entry point of the supervisor's child."""
    from mob.config import lifeline

    parser = argparse.ArgumentParser(prog="mob.config.invented_operator")
    parser.add_argument("--parent", type=int, required=True)
    parser.add_argument("--issuer", required=True)
    parser.add_argument("--port", type=int, required=True)
    options = parser.parse_args(argv)
    lifeline.tie(options.parent)
    serve(options.issuer, host="127.0.0.1", port=options.port).serve_forever()


if __name__ == "__main__":
    main()
