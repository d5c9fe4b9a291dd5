"""A small site for browser tests: the product's key scripts with their integrity and their policy, and pages."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

KEYS = Path(__file__).parents[2] / "src" / "mob" / "web" / "static" / "mob" / "keys"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; "
    "connect-src 'self'; frame-src blob:; object-src 'none'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
MESSAGES = (
    "making made activating active files_not_taken retype_wrong not_sent failed refused reading imported file_missing "
    "file_unreadable other_funder passphrase_wrong storage_refused opening opened no_key not_for_key not_fetched "
    "not_genuine changed misplaced unreadable"
).split()

Answer = tuple[int, str, bytes]


def integrity(name: str) -> str:
    return "sha384-" + base64.b64encode(hashlib.sha384((KEYS / name).read_bytes()).digest()).decode()


def page(body: str, *scripts: str) -> str:
    tags = "".join(
        f'<script type="module" src="/keys/{name}" integrity="{integrity(name)}"></script>' for name in scripts
    )
    words = "".join(f'<p data-message="{code}">words of {code}</p>' for code in MESSAGES)
    head = '<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Clés</title></head>'
    return f"{head}<body><main><h1>Clés</h1>{body}</main><div hidden>{words}</div>{tags}</body></html>"


class Site:
    """Routes: an address gives a page, bytes, or a function of the posted JSON."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        self.files: dict[str, bytes] = {}
        self.posts: dict[str, Callable[[dict[str, object]], tuple[int, dict[str, object]]]] = {}
        self.posted: list[tuple[str, dict[str, object], str]] = []
        self.scripts: dict[str, bytes] = {}
        self.address = ""

    def get(self, path: str) -> Answer:
        name = path.removeprefix("/keys/")
        if path in self.pages:
            return 200, "text/html; charset=utf-8", self.pages[path].encode()
        if path in self.files:
            return 200, "application/mob-doc+jwe", self.files[path]
        if path.startswith("/keys/") and (KEYS / name).is_file():
            return 200, "text/javascript", self.scripts.get(name, (KEYS / name).read_bytes())
        return 404, "text/plain", b""

    def post(self, path: str, body: bytes, token: str) -> Answer:
        data = json.loads(body)
        self.posted.append((path, data, token))
        status, answer = self.posts[path](data)
        return status, "application/json", json.dumps(answer).encode()


@contextmanager
def serving(site: Site) -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._send(site.get(self.path.partition("?")[0]))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self._send(site.post(self.path, body, self.headers.get("X-CSRFToken", "")))

        def _send(self, answer: Answer) -> None:
            status, kind, content = answer
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Content-Security-Policy", POLICY)
            self.send_header("X-Content-Type-Options", "nosniff")
            self.send_header("X-Frame-Options", "DENY")
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        site.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()
