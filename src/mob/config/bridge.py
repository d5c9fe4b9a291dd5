"""From the server's asynchronous requests (RSGI) to Django's synchronous application (WSGI).

A slow client costs a coroutine and never a thread: Django is called once the whole body is there, and its whole answer
is handed back at once. Limits come from `limits.py`, their enforcement from `bodies.py`, the client from `proxies.py`.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, ParamSpec, Protocol, TypeVar

from mob.config import bodies, limits, proxies
from mob.config.bodies import BodyRefusedError, Budget, Room

logger = logging.getLogger(__name__)

Environ = dict[str, Any]
WsgiApp = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
Headers = list[tuple[str, str]]
P = ParamSpec("P")
R = TypeVar("R")
# Tells the application to explain a status instead of doing what the request asks (`mob/web/refusals.py`).
REFUSED = "mob.refused"
_BUSY = """<!doctype html><html lang="fr"><meta charset="utf-8"><title>moB</title>
<h1>Beaucoup de monde en ce moment</h1><p>Rien n’est perdu. Attendez quelques secondes, puis rechargez la page.</p>
<p lang="en">Many people at once. Nothing is lost: wait a few seconds, then reload the page.</p></html>"""
_RETRY_SECONDS = "10"
# Not a status: the application is asked without the body and says itself what is wrong.
_UNWANTED = 0


class Scope(Protocol):
    """The request line and headers, as granian gives them."""

    method: str
    path: str
    query_string: str
    client: str
    server: str
    http_version: str
    authority: str | None
    headers: Any


class Exchange(Protocol):
    """The body to read and the answer to give, as granian gives them."""

    def __aiter__(self) -> AsyncIterator[bytes]: ...
    def response_empty(self, status: int, headers: Headers) -> None: ...
    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None: ...


@dataclass(slots=True)
class Answer:
    """What the application says, whole."""

    status: int = 500
    headers: Headers = field(default_factory=list)
    body: bytes = b""


class Bridge:
    """One for each web worker. `drained()` is how the worker waits for the last answers before it ends."""

    def __init__(self, app: WsgiApp, *, threads: int, inflight_bytes: int, trusted_proxies: Iterable[str] = ()) -> None:
        self._app = app
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="web")
        self._queue_left = threads * (1 + limits.QUEUE_PER_THREAD)
        self._budget = Budget(inflight_bytes)
        self._trusted = proxies.networks(trusted_proxies)
        self._open: set[asyncio.Task[Any]] = set()
        self._closing = False

    async def __call__(self, scope: Scope, exchange: Exchange) -> None:
        """Answer one request."""
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            await self._serve(scope, exchange)
        finally:
            self._open.discard(task)

    async def drained(self, patience: float) -> None:
        """Wait for open requests, then drop what is left. Connections are not kept alive from now on."""
        self._closing = True
        if self._open:
            _, late = await asyncio.wait(self._open, timeout=patience)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def _serve(self, scope: Scope, exchange: Exchange) -> None:
        environ = environ_of(scope, self._trusted)
        declared, has_body = _body_of(environ)
        room, chunks = Room(self._budget), aiter(exchange)
        try:
            if status := _malformed(scope, environ):
                raise BodyRefusedError(status)
            if has_body:
                environ["wsgi.input"] = await self._receive(environ, chunks, declared, room)
            answer = await self._ask(environ)
        except BodyRefusedError as refused:
            answer = await self._explain(environ, refused.status)
            self._send(exchange, environ, answer, close=has_body)
            if has_body and "HTTP_EXPECT" not in environ:
                await bodies.drain(chunks, declared=declared)
        else:
            self._send(exchange, environ, answer)
        finally:
            room.release()

    async def _receive(
        self, environ: Environ, chunks: AsyncIterator[bytes], declared: int | None, room: Room
    ) -> BytesIO:
        """The body, once size, rights and room allow it."""
        limit = limits.limit_for(environ["REQUEST_METHOD"], environ["PATH_INFO"])
        if declared is not None and declared > limit.max_bytes:
            raise BodyRefusedError(413)
        if limit.precheck:
            if not await self._in_thread(limits.is_wanted, limit, environ):
                raise BodyRefusedError(_UNWANTED)
            room.hold(limit.max_bytes if declared is None else declared)
        body = await bodies.read(chunks, declared=declared, max_bytes=limit.max_bytes, room=room)
        environ["CONTENT_LENGTH"] = str(len(body.getbuffer()))
        return body

    async def _ask(self, environ: Environ) -> Answer:
        return await self._in_thread(self._call, environ)

    async def _explain(self, environ: Environ, status: int) -> Answer:
        """The page that says why. When it is for lack of room, one that costs nothing."""
        if status == 503:
            return busy()
        environ.update({"CONTENT_LENGTH": "0", "wsgi.input": BytesIO()})
        if status != _UNWANTED:
            environ[REFUSED] = status
        try:
            return await self._ask(environ)
        except BodyRefusedError:
            return busy()

    async def _in_thread(self, call: Callable[P, R], *args: P.args, **_: P.kwargs) -> R:
        """Run in the pool, or raise BodyRefusedError(503) when too many wait already."""
        if self._queue_left <= 0:
            raise BodyRefusedError(503)
        self._queue_left -= 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, call, *args)
        finally:
            self._queue_left += 1

    def _call(self, environ: Environ) -> Answer:
        """Call the application and collect its whole answer. Runs in a thread of the pool."""
        answer = Answer()

        def start_response(status: str, headers: Headers, exc_info: Any = None) -> None:
            answer.status, answer.headers = int(status[:3]), headers

        try:
            result = self._app(environ, start_response)
            try:
                answer.body = b"".join(result)
            finally:
                if close := getattr(result, "close", None):
                    close()
        except Exception:
            logger.exception("the application failed outside any view")
            return Answer(500, [("content-type", "text/plain")], b"moB")
        return answer

    def _send(self, exchange: Exchange, environ: Environ, answer: Answer, *, close: bool = False) -> None:
        headers = [(name.lower(), value) for name, value in answer.headers]
        headers.append(("server", "moB"))
        if close or self._closing:
            headers.append(("connection", "close"))
        if environ["REQUEST_METHOD"] == "HEAD" or answer.status in (204, 304):
            exchange.response_empty(answer.status, headers)
        else:
            exchange.response_bytes(answer.status, headers, answer.body)


def busy() -> Answer:
    """Too much at once: says so without asking Django anything."""
    headers = [("content-type", "text/html; charset=utf-8"), ("retry-after", _RETRY_SECONDS)]
    return Answer(503, headers, _BUSY.encode())


def environ_of(scope: Scope, trusted: tuple[proxies.Network, ...]) -> Environ:
    """The WSGI environment of a request whose body is not read yet (PEP 3333). `PATH_INFO` is decoded by the server."""
    peer, headers = proxies.identify(scope.client.rpartition(":")[0].strip("[]"), list(scope.headers.items()), trusted)
    host, _, port = scope.server.rpartition(":")
    environ: Environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host or "localhost",
        "SERVER_PORT": port or "80",
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": peer.address,
        "CONTENT_LENGTH": "",
        "CONTENT_TYPE": "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": peer.scheme,
        "wsgi.input": BytesIO(),
        "wsgi.errors": _Errors(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if peer.scheme == "https":
        environ["HTTP_X_FORWARDED_PROTO"] = "https"
    return _with_headers(environ, headers)


def _with_headers(environ: Environ, headers: Headers) -> Environ:
    """Add the request's headers. Names with an underscore are dropped: they could pass for another header."""
    for name, value in headers:
        if "_" in name or name == "proxy":
            continue
        key = name.upper().replace("-", "_")
        key = key if key in ("CONTENT_LENGTH", "CONTENT_TYPE") else f"HTTP_{key}"
        separator = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{separator}{value}" if environ.get(key) else value
    return environ


def _body_of(environ: Mapping[str, Any]) -> tuple[int | None, bool]:
    """The declared length (None when chunked or absent), and whether there is a body at all."""
    if "HTTP_TRANSFER_ENCODING" in environ:
        return None, True
    length = int(environ["CONTENT_LENGTH"] or 0)
    return length, length > 0


def _malformed(scope: Scope, environ: Mapping[str, Any]) -> int | None:
    """The status of a request that no page should see: no host, two hosts, an address or headers too long."""
    hosts = [value for name, value in scope.headers.items() if name == "host"]
    if len(hosts) > 1 or (scope.authority and hosts != [scope.authority]):
        return 400
    if not hosts and scope.http_version != "1":
        return 400
    if len(environ["PATH_INFO"]) + len(environ["QUERY_STRING"]) > limits.MAX_TARGET:
        return 414
    if sum(len(name) + len(value) for name, value in scope.headers.items()) > limits.MAX_HEADERS:
        return 431
    return None


class _Errors:
    """`wsgi.errors`: what an application prints there is logged."""

    def write(self, text: str) -> None:
        if text.strip():
            logger.error("%s", text.rstrip())

    def writelines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Nothing is buffered."""
