"""A small S3 server of our own on this machine: it checks signatures and digests, and fails the way a test asks.

It speaks what the adapter uses: PUT, GET, HEAD and DELETE of an object, HEAD of the bucket, ListObjectsV2.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, quote, unquote, urlsplit

KEY, SECRET, REGION, NAME = "AKIDEXAMPLE", "wJalrXUtnFEMI+example", "fr-par", "papiers"


@dataclass
class Stored:
    content: bytes
    at: datetime


class FakeS3(ThreadingHTTPServer):
    """`fault` is asked before each request is served: `refuse`, `deny`, `truncate`, `drop`, `drop-after`, `hang`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.objects: dict[str, Stored] = {}
        self.fault = ""
        self.bad_signatures = 0
        self.requests: list[str] = []
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def url(self, *, secret: str = SECRET, prefix: str = "") -> str:
        return f"s3://{KEY}:{quote(secret, safe='')}@{NAME}{prefix}?endpoint={self.endpoint}&region={REGION}"

    def close(self) -> None:
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: FakeS3
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def _served(self) -> None:
        self.server.requests.append(f"{self.command} {self.path}")
        fault = self.server.fault
        if self.headers.get("Expect", "").lower() == "100-continue" and fault != "drop":
            self.send_response_only(100)
            self.end_headers()
        if fault == "drop":
            self.close_connection = True
            return
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if fault == "hang":
            time.sleep(3)
        if fault == "refuse":
            self._error(503, "SlowDown")
        elif fault == "deny":
            self._error(403, "AccessDenied")
        elif not self._is_signed(body):
            self.server.bad_signatures += 1
            self._error(403, "SignatureDoesNotMatch")
        else:
            self._do(body, fault)

    do_GET = do_PUT = do_HEAD = do_DELETE = _served  # noqa: N815

    def _do(self, body: bytes, fault: str) -> None:
        path = unquote(urlsplit(self.path).path).removeprefix(f"/{NAME}").lstrip("/")
        objects = self.server.objects
        if not path:
            self._listing() if self.command == "GET" else self._answer(200)
        elif self.command == "PUT":
            self._put(path, body, fault)
        elif self.command == "DELETE":
            objects.pop(path, None)
            self._answer(204)
        elif path not in objects:
            self._error(404, "NoSuchKey")
        else:
            self._answer(200, objects[path].content, cut=fault == "truncate")

    def _put(self, path: str, body: bytes, fault: str) -> None:
        digest = base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode()
        if fault == "truncate" or self.headers.get("Content-MD5") != digest:
            self._error(400, "BadDigest")
        elif self.headers.get("If-None-Match") == "*" and path in self.server.objects:
            self._error(412, "PreconditionFailed")
        else:
            self.server.objects[path] = Stored(body, datetime.now(UTC))
            if fault == "drop-after":
                self.close_connection = True
                return
            self._answer(200)

    def _listing(self) -> None:
        query = dict(parse_qsl(urlsplit(self.path).query))
        found = sorted(k for k in self.server.objects if k.startswith(query.get("prefix", "")))
        start = int(query.get("continuation-token", "0"))
        page, more = found[start : start + 3], len(found) > start + 3
        rows = "".join(
            f"<Contents><Key>{key}</Key><Size>{len(self.server.objects[key].content)}</Size>"
            f"<LastModified>{self.server.objects[key].at:%Y-%m-%dT%H:%M:%S.000Z}</LastModified></Contents>"
            for key in page
        )
        token = f"<NextContinuationToken>{start + 3}</NextContinuationToken>" if more else ""
        self._answer(
            200,
            f"<ListBucketResult><IsTruncated>{str(more).lower()}</IsTruncated>{token}{rows}</ListBucketResult>".encode(),
        )

    def _error(self, status: int, code: str) -> None:
        self._answer(status, f"<Error><Code>{code}</Code><Message>no</Message></Error>".encode())

    def _answer(self, status: int, body: bytes = b"", *, cut: bool = False) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Last-Modified", format_datetime(datetime.now(UTC), usegmt=True))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body[: len(body) // 2] if cut else body)
        if cut:
            self.close_connection = True

    def _is_signed(self, body: bytes) -> bool:
        """AWS Signature Version 4, computed again from what was received."""
        match = re.fullmatch(
            r"AWS4-HMAC-SHA256 Credential=(\S+?)/(\d{8})/(\S+?)/s3/aws4_request, SignedHeaders=(\S+), Signature=(\S+)",
            self.headers.get("Authorization", ""),
        )
        if not match or match[1] != KEY or match[3] != REGION:
            return False
        stated = self.headers.get("x-amz-content-sha256", "")
        if stated not in (hashlib.sha256(body).hexdigest(), "UNSIGNED-PAYLOAD"):
            return False
        parts = urlsplit(self.path)
        query = "&".join(
            sorted(f"{quote(k, safe='-_.~')}={quote(v, safe='-_.~')}" for k, v in parse_qsl(parts.query, True))
        )
        names = match[4].split(";")
        headers = "".join(f"{name}:{' '.join((self.headers.get(name) or '').split())}\n" for name in names)
        request = "\n".join([self.command, parts.path, query, headers, match[4], stated])
        scope = f"{match[2]}/{REGION}/s3/aws4_request"
        text = "\n".join(
            ["AWS4-HMAC-SHA256", self.headers["x-amz-date"], scope, hashlib.sha256(request.encode()).hexdigest()]
        )
        key = f"AWS4{SECRET}".encode()
        for part in (match[2], REGION, "s3", "aws4_request"):
            key = hmac.digest(key, part.encode(), "sha256")
        return hmac.compare_digest(hmac.new(key, text.encode(), "sha256").hexdigest(), match[5])
