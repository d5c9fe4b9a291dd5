"""The process that serves the stand-ins of a demonstration, on this machine's own address alone.

The answers are in `mob.integrations.standins`; here are only the socket and the waiting of the slow ones.
"""

from __future__ import annotations

import argparse
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from mob.integrations.standins import StandinRequest, Standins

_LONGEST_BODY = 20_000
_READ_SECONDS = 10


class Handler(BaseHTTPRequestHandler):
    """Hands each request over, and lets the slow ones wait."""

    standins: Standins
    timeout = _READ_SECONDS

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        size = int(length) if length.isascii() and length.isdigit() else _LONGEST_BODY + 1
        if size > _LONGEST_BODY:
            self.send_error(413)
            return
        self._answer(self.rfile.read(size))

    def _answer(self, body: bytes) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = self.standins.answer(StandinRequest(self.command, self.path, headers, body))
        time.sleep(answer.wait)
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Nothing: an address holds a code."""


def serve(public_url: str, *, port: int) -> ThreadingHTTPServer:
    """The stand-ins of the demonstration at `public_url`, listening; the caller runs it."""
    standins = Standins(public_url, base=f"http://localhost:{port}")
    server = ThreadingHTTPServer(("127.0.0.1", port), type("Desk", (Handler,), {"standins": standins}))
    server.daemon_threads = True
    return server


def main(argv: list[str] | None = None) -> None:
    """Entry point of the supervisor's child."""
    from mob.config import lifeline

    parser = argparse.ArgumentParser(prog="mob.config.standins")
    parser.add_argument("--parent", type=int, required=True)
    parser.add_argument("--public-url", required=True)
    parser.add_argument("--port", type=int, required=True)
    options = parser.parse_args(argv)
    lifeline.tie(options.parent)
    serve(options.public_url, port=options.port).serve_forever()


if __name__ == "__main__":
    main()
