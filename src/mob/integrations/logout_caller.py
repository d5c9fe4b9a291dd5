"""Posts a logout token to a service, over the standard library: no redirect, a time limit, no inner address.

The address was checked when the client was registered; where its name leads is checked again at each call, and the
connection goes to the very address that was checked (a name may answer differently a moment later).
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from urllib.parse import urlencode, urlsplit

from mob.kernel.ports import PortRefused, PortUnavailable

_TIMEOUT = 5.0


class HttpLogoutCaller:
    """Serves `identity.ports.LogoutCaller`. `allows_local`: this machine's own addresses, in a demonstration."""

    def __init__(self, *, allows_local: bool) -> None:
        self._allows_local = allows_local

    def call(self, uri: str, logout_token: str) -> None:
        parts = urlsplit(uri)
        if parts.scheme != "https" and not (self._allows_local and parts.scheme == "http"):
            raise PortRefused("logout_address")
        port = parts.port or (443 if parts.scheme == "https" else 80)
        address = self._address(parts.hostname or "", port)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            status = _post(address, parts.hostname or "", port, parts.scheme, target, logout_token)
        except (OSError, http.client.HTTPException) as error:
            raise PortUnavailable(f"the service did not answer: {type(error).__name__}") from error
        if status in (400, 501):
            raise PortRefused("logout_refused")
        if not 200 <= status < 300:
            raise PortUnavailable(f"the service answered {status}")

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


def _post(address: str, host: str, port: int, scheme: str, target: str, token: str) -> int:
    context = ssl.create_default_context() if scheme == "https" else None
    connection = _Pinned(address, host, port, context)
    try:
        headers = {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": "mob"}
        connection.request("POST", target, urlencode({"logout_token": token}), headers)
        return connection.getresponse().status
    finally:
        connection.close()
