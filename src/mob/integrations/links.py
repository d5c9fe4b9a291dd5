"""Whether a public page still answers: HEAD, then GET, a few redirects, and never anything but the public Internet.

Addresses come from a catalogue that many people write. So every name is resolved here, each of its addresses must be a
public one, and the connection is made to the very address that was looked at: a name that changes in between, or a
redirect inside, reaches nothing.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from mob.catalogue.types import LinkState

SECONDS = 8.0
MOST_REDIRECTS = 4
_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
# Answers of sites that do not take HEAD for an answer.
_ASK_AGAIN = frozenset((400, 403, 404, 405, 406, 501))
_GONE = frozenset((404, 410))
# What an address may hold as it is; the rest is written in percents, and nothing can end the line.
_SAFE = "%/:?#[]@!$&'()*+,;=~"


class ForbiddenAddressError(Exception):
    """The address is not one of the public web."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The status of one exchange, and where it redirects to."""

    status: int
    location: str = ""


class WebLinks:
    """Serves `catalogue.ports.LinkProbe`. `agent`: how we present ourselves, with an address to complain to."""

    def __init__(self, agent: str, *, seconds: float = SECONDS) -> None:
        self._headers = {"User-Agent": agent, "Accept": "text/html,*/*;q=0.5", "Connection": "close"}
        self._seconds = seconds

    def look(self, address: str) -> LinkState:
        """What the page answers, redirects followed."""
        try:
            for _hop in range(MOST_REDIRECTS + 1):
                answer = self._ask(address)
                if answer.status not in _REDIRECTS or not answer.location:
                    return _state(answer.status)
                address = urljoin(address, answer.location)
        except ForbiddenAddressError:
            return LinkState.UNSURE
        except (OSError, http.client.HTTPException, ValueError):
            return LinkState.SILENT
        return LinkState.UNSURE

    def _ask(self, address: str) -> Answer:
        answer = self._exchange("HEAD", address)
        return self._exchange("GET", address) if answer.status in _ASK_AGAIN else answer

    def _exchange(self, method: str, address: str) -> Answer:
        parts = urlsplit(address)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        host = (parts.hostname or "").encode("idna").decode()
        connection = self._connection(parts.scheme, host, parts.port)
        try:
            connection.request(method, quote(target, safe=_SAFE), headers=self._headers | {"Host": host})
            response = connection.getresponse()
            return Answer(response.status, response.headers.get("Location", ""))
        finally:
            connection.close()

    def _connection(self, scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
        if scheme not in _PORTS or not host or port not in (None, _PORTS[scheme]):
            raise ForbiddenAddressError(scheme)
        ip = public_address(host, _PORTS[scheme])
        connection = http.client.HTTPConnection(host, _PORTS[scheme], timeout=self._seconds)
        line = socket.create_connection((ip, _PORTS[scheme]), timeout=self._seconds)
        if scheme == "https":
            line = ssl.create_default_context().wrap_socket(line, server_hostname=host)
        connection.sock = line
        return connection


def public_address(host: str, port: int) -> str:
    """One address of the host. Raises ForbiddenAddressError when any of them is not public, OSError without any."""
    found = {str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    if not all(_is_public(each) for each in found):
        raise ForbiddenAddressError(host)
    return min(found, key=lambda each: (":" in each, each))


def _is_public(text: str) -> bool:
    ip = ipaddress.ip_address(text.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    ip = mapped or ip
    return ip.is_global and not ip.is_multicast


def _state(status: int) -> LinkState:
    if 200 <= status < 300:
        return LinkState.FINE
    if status in _GONE:
        return LinkState.GONE
    return LinkState.SILENT if status >= 500 else LinkState.UNSURE
