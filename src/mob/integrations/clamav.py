"""ClamAV's daemon, by its own INSTREAM protocol: the file goes in chunks over a socket, never over a disk.

Anything but a well-formed answer within the deadline is PortUnavailable: a garbled "OK" is not a clean file.
"""

from __future__ import annotations

import re
import socket
import struct
import time

from mob.documents.ports import ScanResult
from mob.kernel.ports import PortUnavailable

Address = tuple[str, int] | str  # TCP, or the path of a Unix socket

_CHUNK = 1 << 16
_MOST_ANSWER = 4096
_FOUND = re.compile(r"stream: ([^\r\n]{1,200}) FOUND")


class Clamav:
    """`deadline` seconds for a whole exchange, `connect_timeout` of them to be answered at all."""

    def __init__(self, address: Address, *, connect_timeout: float = 3.0, deadline: float = 30.0) -> None:
        self._address = address
        self._connect_timeout = connect_timeout
        self._deadline = deadline

    def scan(self, content: bytes) -> ScanResult:
        """Raises PortUnavailable: down, hanging, answering nonsense, or refusing the size."""
        until = time.monotonic() + self._deadline
        engine, database = _versions(self._ask(b"zVERSION\0", b"", until))
        answer = self._ask(b"zINSTREAM\0", content, until)
        if answer == "stream: OK":
            return ScanResult(None, engine, database)
        found = _FOUND.fullmatch(answer)
        if not found:
            raise PortUnavailable("clamd gave no verdict")
        return ScanResult(found[1], engine, database)

    def versions(self) -> tuple[str, str]:
        """Of the engine and of its signatures. Raises PortUnavailable."""
        return _versions(self._ask(b"zVERSION\0", b"", time.monotonic() + self._deadline))

    def _ask(self, command: bytes, content: bytes, until: float) -> str:
        try:
            with self._connected() as line:
                line.settimeout(_left(until))
                line.sendall(command)
                if content:
                    _send_stream(line, content, until)
                return _answer(line, until)
        except OSError as error:  # refused, reset, timed out
            raise PortUnavailable("clamd does not answer") from error

    def _connected(self) -> socket.socket:
        if isinstance(self._address, tuple):
            return socket.create_connection(self._address, timeout=self._connect_timeout)
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            line.settimeout(self._connect_timeout)
            line.connect(self._address)
        except OSError:
            line.close()
            raise
        return line


def _send_stream(line: socket.socket, content: bytes, until: float) -> None:
    view = memoryview(content)
    for start in range(0, len(view), _CHUNK):
        chunk = view[start : start + _CHUNK]
        line.settimeout(_left(until))
        line.sendall(struct.pack(">I", len(chunk)))
        line.sendall(chunk)
    line.sendall(struct.pack(">I", 0))


def _answer(line: socket.socket, until: float) -> str:
    """One answer, ended by a zero byte, without it."""
    received = b""
    while not received.endswith(b"\0"):
        line.settimeout(_left(until))
        piece = line.recv(_MOST_ANSWER)
        if not piece or len(received) > _MOST_ANSWER:
            raise PortUnavailable("clamd cut its answer")
        received += piece
    return received[:-1].decode("utf-8", "replace")


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _versions(answer: str) -> tuple[str, str]:
    """("ClamAV 1.4.6", "27500 Mon Jan 5 …") of `ClamAV 1.4.6/27500/Mon Jan 5 …`; no database says so."""
    engine, _, database = answer.partition("/")
    if not engine.startswith("ClamAV"):
        raise PortUnavailable("this is not clamd")
    return engine[:80], database.replace("/", " ")[:120] or "none"
