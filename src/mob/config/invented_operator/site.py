"""The site itself: its page, its addresses, its visitors by their cookie."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from mob.config.invented_operator import journey, pages, purchases
from mob.config.invented_operator.party import AIDS, APPLICATIONS, APPLY, Denial, Party, Trouble, Visitor


def page(party: Party, visitor: Visitor, trouble: str = "") -> str:
    """The only page: linked or not."""
    if not visitor.subject:
        return pages.welcome(trouble)
    try:
        claims = party.read(visitor)
        mine, aids = party.ask(visitor, APPLICATIONS), _aids(party, visitor)
        now = datetime.now(UTC)
        more = purchases.section(visitor, aids, now) + journey.section(party, visitor, journey.tomorrow(now))
    except Trouble as error:
        visitor.tokens, visitor.subject = {}, ""
        return pages.welcome(str(error))
    may_start = APPLY in visitor.tokens.get("scope", "").split()
    return pages.linked(party.issuer, claims, aids, mine, may_start=may_start, trouble=trouble, more=more)


def _aids(party: Party, visitor: Visitor) -> dict[str, Any] | str | None:
    """A list; a sentence where moB does not know where she lives; None where she does not allow it."""
    try:
        return party.ask(visitor, AIDS)
    except Denial as no:
        if no.status == HTTPStatus.CONFLICT:
            return "Dites à moB où vous habitez : nous vous montrerons les aides de votre commune."
        raise


class Handler(BaseHTTPRequestHandler):
    """Addresses: `/`, `/relier`, `/retour`, `/demander`, `/remettre`, `/besoins`, `/delier`, `/moB/deconnexion`."""

    party: Party

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        key, visitor = self._visitor()
        if parts.path == "/relier":
            return self._lead(self.party.begin(visitor), key)
        if parts.path == "/retour":
            return self._come_back(parts.query, key, visitor)
        if parts.path != "/":
            return self._say(pages.lost(), status=HTTPStatus.NOT_FOUND)
        return self._say(page(self.party, visitor), key)

    def do_POST(self) -> None:
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), 20_000)).decode("utf-8", "replace")
        if self.path == "/moB/deconnexion":
            token = parse_qs(body).get("logout_token", [""])[0]
            return self._say("", status=HTTPStatus.OK if self.party.was_signed_out(token) else HTTPStatus.BAD_REQUEST)
        key, visitor = self._visitor()
        # The cookie is SameSite=Lax: another site's form comes without it, as a visitor who has nothing to end.
        where = "/"
        try:
            if self.path == "/delier" and visitor.subject:
                self.party.unlink(visitor)
            if self.path == "/besoins" and visitor.subject:
                visitor.asked = journey.ask(self.party, visitor, journey.tomorrow(datetime.now(UTC)))
                where = "/#besoins"
            if self.path == "/demander" and visitor.subject:
                said = parse_qs(body)
                where = self.party.start(visitor, said.get("aide", [""])[0], said.get("cle", [""])[0])
            if self.path == "/remettre" and visitor.subject:
                said = parse_qs(body)
                aid, once = said.get("aide", [""])[0], said.get("cle", [""])[0]
                where = purchases.hand_over(self.party, visitor, aid=aid, key=once, now=datetime.now(UTC))
        except Trouble as error:
            return self._say(page(self.party, visitor, str(error)), key)
        return self._lead(where, key)

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
