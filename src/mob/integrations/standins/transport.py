"""Stand-ins reached without a network: what tests put in place of the transport of an adapter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from mob.integrations.standins.desk import Standins
from mob.integrations.standins.wire import StandinRequest
from mob.kernel.ports import PortUnavailable


class Reply(NamedTuple):
    """What came back. Names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class StandinTransport:
    """Answers as the stand-ins do. `calls` remembers each address, so that a test says what was asked how often."""

    def __init__(self, standins: Standins) -> None:
        self.standins = standins
        self.calls: list[str] = []

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, timeout: float) -> Reply:
        """Raises PortUnavailable when nothing is served there, or when the answer comes after `timeout` seconds."""
        self.calls.append(url)
        parts = urlsplit(url)
        if f"{parts.scheme}://{parts.netloc}" != self.standins.base:
            raise PortUnavailable(f"nothing answers at {parts.netloc}")
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        lowered = {name.lower(): value for name, value in headers.items()}
        answer = self.standins.answer(StandinRequest(method, path, lowered, body or b""))
        if answer.wait > timeout:
            raise PortUnavailable(f"no answer within {timeout} s")
        return Reply(answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.body)
