"""Posts to a service, over the standard library: no redirect, a time limit, no inner address. Logout tokens, webhooks.

The address was checked when the client was registered; where its name leads is checked again at each call, and the
connection goes to the very address that was checked (a name may answer differently a moment later).
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from mob.kernel.ports import PortRefused, PortUnavailable

_TIMEOUT = 5.0


class HttpLogoutCaller:
    """Serves `identity.ports.LogoutCaller`. `allows_local`: this machine's own addresses, in a demonstration."""

    def __init__(self, *, allows_local: bool) -> None:
        self._post = Poster(allows_local=allows_local)

    def call(self, uri: str, logout_token: str) -> None:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        status = self._post.send(uri, headers, urlencode({"logout_token": logout_token}).encode())
        if status in (400, 501):
            raise PortRefused("logout_refused")
        if not 200 <= status < 300:
            raise PortUnavailable(f"the service answered {status}")


class HttpWebhookCaller:
    """Serves `identity.ports.WebhookCaller`."""

    def __init__(self, *, allows_local: bool) -> None:
        self._post = Poster(allows_local=allows_local)

    def call(self, uri: str, headers: Mapping[str, str], body: bytes) -> int:
        return self._post.send(uri, headers, body)


class Poster:
    """One POST. `allows_local`: this machine's own addresses, over http too."""

    def __init__(self, *, allows_local: bool) -> None:
        self._allows_local = allows_local

    def send(self, uri: str, headers: Mapping[str, str], body: bytes) -> int:
        """The status. Raises PortRefused for an address that is never called, PortUnavailable when nobody answered."""
        parts = urlsplit(uri)
        if parts.scheme != "https" and not (self._allows_local and parts.scheme == "http"):
            raise PortRefused("logout_address")
        port = parts.port or (443 if parts.scheme == "https" else 80)
        address = self._address(parts.hostname or "", port)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        context = ssl.create_default_context() if parts.scheme == "https" else None
        connection = _Pinned(address, parts.hostname or "", port, context)
        try:
            connection.request("POST", target, body, {"User-Agent": "mob", **headers})
            return connection.getresponse().status
        except (OSError, http.client.HTTPException) as error:
            raise PortUnavailable(f"the service did not answer: {type(error).__name__}") from error
        finally:
            connection.close()

    def _address(self, host: str, port: int) -> str:
        try:
            found = {str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
        except OSError as error:
            raise PortUnavailable(f"the service has no address: {type(error).__name__}") from error
        for address in sorted(found):
            if not self._is_open(address):
                raise PortRefused("logout_address")
        return sorted(found)[0]

    def _is_open(self, address: str) -> bool:
        ip = ipaddress.ip_address(address)
        return ip.is_global or (self._allows_local and ip.is_loopback)


class _Pinned(http.client.HTTPConnection):
    """Connects to an address already resolved, under the name that was asked for."""

    def __init__(self, address: str, host: str, port: int, context: ssl.SSLContext | None) -> None:
        super().__init__(host, port, timeout=_TIMEOUT)
        self._at, self._tls = address, context

    def connect(self) -> None:
        self.sock = socket.create_connection((self._at, self.port), self.timeout)
        if self._tls is not None:
            self.sock = self._tls.wrap_socket(self.sock, server_hostname=self.host)
