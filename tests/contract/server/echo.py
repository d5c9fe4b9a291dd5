"""A web worker with the product's server and bridge, and a tiny application that tells what reached it.

`python -m tests.contract.server.echo --fd N --limits '{"WINDOW_SECONDS": 1}' --inflight BYTES`
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import logging
import signal
import time
from collections.abc import Callable, Iterable
from typing import Any

from mob.config import limits
from mob.config.bridge import REFUSED, Bridge
from mob.config.limits import Limit
from mob.config.server import InheritedServer, _allow_many_connections


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    status = "200 OK"
    if refused := environ.get(REFUSED):
        status = f"{refused} Refused"
    elif environ["PATH_INFO"] == "/upload" and "HTTP_COOKIE" not in environ:
        status = "403 Forbidden"
    elif environ["PATH_INFO"] == "/sleep":
        time.sleep(float(environ["QUERY_STRING"]))
    elif environ["PATH_INFO"] == "/large":
        body = b"x" * int(environ["QUERY_STRING"])
        start_response(status, [("Content-Length", str(len(body)))])
        return [body]
    elif environ["PATH_INFO"] == "/broken":
        raise RuntimeError("broken")
    body = environ["wsgi.input"].read()
    told = {key: value for key, value in environ.items() if isinstance(value, str)}
    told |= {"length": len(body), "sha256": hashlib.sha256(body).hexdigest()}
    start_response(status, [("Content-Type", "application/json")])
    return [json.dumps(told).encode()]


def precheck(environ: Any) -> bool:
    return "HTTP_COOKIE" in environ


async def serve(options: argparse.Namespace) -> None:
    bridge = Bridge(app, threads=4, inflight_bytes=options.inflight, trusted_proxies=options.trust)
    server = InheritedServer(bridge, options.fd)
    told = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told.set)
    serving = asyncio.create_task(server.serve())
    await told.wait()
    await bridge.drained(2)
    server.stop()
    await serving


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--fd", type=int, required=True)
    parser.add_argument("--limits", type=json.loads, default={})
    parser.add_argument("--inflight", type=int, default=50_000_000)
    parser.add_argument("--trust", nargs="*", default=[])
    options = parser.parse_args()
    for name, value in options.limits.items():
        setattr(limits, name, value)
    upload = Limit(limits.MAX_UPLOAD, precheck="test")
    limits.limit_for = lambda _method, path: upload if path == "/upload" else Limit()
    limits.register_precheck("test", precheck)
    logging.basicConfig(level=logging.ERROR)
    _allow_many_connections()
    asyncio.run(serve(options))


if __name__ == "__main__":
    main()
