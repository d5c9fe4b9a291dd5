"""What goes in and out of a stand-in: plain values, no socket."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote_plus, urlencode, urlsplit

_NOT_KEPT = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff"}
# No script, nothing from elsewhere, no frame. `form-action` is left open: the answer to the form leads to the service.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"


@dataclass(frozen=True, slots=True)
class StandinRequest:
    """`path` holds the query; names of headers are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def where(self) -> str:
        return urlsplit(self.path).path

    @property
    def query(self) -> list[tuple[str, str]]:
        return parse_qsl(urlsplit(self.path).query, keep_blank_values=True)

    @property
    def form(self) -> list[tuple[str, str]]:
        """The fields of a body in `application/x-www-form-urlencoded`; none of any other."""
        kind = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/x-www-form-urlencoded":
            return []
        return parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True)

    @property
    def bearer(self) -> str:
        """The token of the Authorization header, empty when there is none (RFC 6750, section 2.1)."""
        scheme, _, token = self.headers.get("authorization", "").partition(" ")
        return token.strip() if scheme.lower() == "bearer" else ""

    @property
    def basic(self) -> tuple[str, str] | None:
        """Name and secret of HTTP Basic, each percent-decoded as OAuth asks; None when there are none."""
        scheme, _, coded = self.headers.get("authorization", "").partition(" ")
        try:
            name, mark, secret = base64.b64decode(coded, validate=True).decode().partition(":")
        except ValueError:
            return None
        return (unquote_plus(name), unquote_plus(secret)) if scheme.lower() == "basic" and mark else None


@dataclass(frozen=True, slots=True)
class StandinResponse:
    """`wait`: seconds a server lets pass before it answers, for scripts that are slow."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    wait: float = 0.0


def as_json(data: Mapping[str, Any], status: int = 200) -> StandinResponse:
    kind = {"Content-Type": "application/json; charset=utf-8", **_NOT_KEPT}
    return StandinResponse(status, kind, json.dumps(data, ensure_ascii=False).encode())


def as_jwt(token: str) -> StandinResponse:
    return StandinResponse(200, {"Content-Type": "application/jwt", **_NOT_KEPT}, token.encode())


def as_page(html: str, status: int = 200) -> StandinResponse:
    kind = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": _POLICY, **_NOT_KEPT}
    return StandinResponse(status, kind, html.encode())


def lead(address: str, said: Mapping[str, str]) -> StandinResponse:
    """Back to the service, with what is said in the query."""
    mark = "&" if urlsplit(address).query else "?"
    return StandinResponse(303, {"Location": f"{address}{mark}{urlencode(said)}", **_NOT_KEPT})


def refusal(code: str, why: str, status: int = 400) -> StandinResponse:
    """The error of a token endpoint (RFC 6749, section 5.2)."""
    answer = as_json({"error": code, "error_description": why}, status)
    if status != 401:
        return answer
    return StandinResponse(401, {**answer.headers, "WWW-Authenticate": f'Bearer error="{code}"'}, answer.body)
