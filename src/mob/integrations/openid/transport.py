"""One exchange over HTTPS: no redirect followed, a deadline for the whole of it, a bound on what is read."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import NamedTuple, Protocol

import requests

from mob.kernel.ports import PortUnavailable

# A discovery document, a set of keys, tokens: some kilobytes.
MOST_BYTES = 500_000
_CHUNK = 16_384


class Answer(NamedTuple):
    """What came back. Names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Transport(Protocol):
    """Sends and waits. Tests and stand-ins serve it without a socket."""

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, timeout: float) -> Answer:
        """Raises PortUnavailable when nobody answers within `timeout` seconds, or too much comes."""


class HttpTransport:
    """Serves `Transport` over the network. Proxies of the environment are used; passwords of a `.netrc` never are."""

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, timeout: float) -> Answer:
        ends = time.monotonic() + timeout
        try:
            with requests.request(
                method,
                url,
                headers=dict(headers),
                data=body,
                timeout=timeout,
                allow_redirects=False,
                stream=True,
                auth=_as_it_is,
            ) as response:
                known = {name.lower(): value for name, value in response.headers.items()}
                return Answer(response.status_code, known, _read(response, ends))
        except requests.RequestException as error:
            raise PortUnavailable(f"no answer: {type(error).__name__}") from error


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Says to the library that who we are is said already."""
    return request


def _read(response: requests.Response, ends: float) -> bytes:
    found = bytearray()
    for chunk in response.iter_content(_CHUNK):
        found += chunk
        if len(found) > MOST_BYTES:
            raise PortUnavailable("too long an answer")
        if time.monotonic() > ends:
            raise PortUnavailable("too slow an answer")
    return bytes(found)
