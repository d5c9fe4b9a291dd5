"""A worker on a free port of this machine, and raw connections to it: what is tested here is below any HTTP client."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> dict[str, str]:
        told: dict[str, str] = json.loads(self.body)
        return told


@dataclass
class Worker:
    """A running worker. `pid` is its process."""

    port: int
    process: subprocess.Popen[bytes]

    def connect(self, data: bytes = b"", timeout: float = 10) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=timeout)
        connection.sendall(data)
        return connection

    def ask(self, data: bytes, timeout: float = 10) -> Reply:
        with self.connect(data, timeout) as connection:
            return read_reply(connection)

    def peak_memory(self) -> int:
        """The most memory the process ever held, in bytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        match = re.search(r"VmHWM:\s+(\d+) kB", status)
        assert match
        return int(match[1]) * 1024


def read_reply(connection: socket.socket) -> Reply:
    """One whole reply. An empty one (the server hung up) has status 0."""
    data = b""
    while b"\r\n\r\n" not in data:
        part = connection.recv(65536)
        if not part:
            return Reply(0, {}, data)
        data += part
    head, _, body = data.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    while len(body) < int(headers.get("content-length", 0)):
        body += connection.recv(65536)
    return Reply(int(lines[0].split()[1]), headers, body)


def request(method: str, target: str, *headers: str, body: bytes = b"", length: int | None = None) -> bytes:
    """The bytes of a request. `length` replaces the true Content-Length."""
    lines = [f"{method} {target} HTTP/1.1", "Host: localhost", *headers]
    if body or length is not None:
        lines.append(f"Content-Length: {len(body) if length is None else length}")
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


Start = Callable[..., Worker]


@pytest.fixture(scope="module")
def start() -> Iterator[Start]:
    workers: list[Worker] = []

    def start(*options: str, **changed: float) -> Worker:
        listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
        fd = listener.fileno()
        command = [sys.executable, "-m", "tests.contract.server.echo", "--fd", str(fd), "--limits", json.dumps(changed)]
        process = subprocess.Popen(
            [*command, *options],
            pass_fds=[fd],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": f"{ROOT}/src:{ROOT}", "DJANGO_SETTINGS_MODULE": "tests.settings"},
        )
        worker = Worker(listener.getsockname()[1], process)
        listener.close()
        workers.append(worker)
        assert worker.ask(request("GET", "/")).status == 200
        return worker

    yield start
    for worker in workers:
        worker.process.kill()
        worker.process.wait()


def wait_until(condition: Callable[[], bool], seconds: float = 10) -> bool:
    """Whether it became true in time. Polls."""
    end = time.monotonic() + seconds
    while not (is_true := condition()) and time.monotonic() < end:
        time.sleep(0.02)
    return is_true
