"""One web worker: granian's HTTP server on a socket it inherits, our bridge, Django. The supervisor starts N of them.

`python -m mob.config.server --fd N --parent PID` is internal: people use `mob serve`. granian's embedded server is
used rather than its process manager, so that the supervisor owns the socket and every process, and nothing else does.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import os
import resource
import signal
import sys
from typing import Any

from granian._granian import SocketHolder
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.embed import Server

from mob.config import lifeline, limits, loading

# Open requests of one worker, slow bodies included. Each costs a coroutine and what it sent so far.
_CONCURRENCY = 10_000
_PATIENCE_SECONDS = 8.0


class InheritedServer(Server):
    """granian's embedded server on a listening socket that somebody else opened."""

    def __init__(self, target: Any, fd: int) -> None:
        super().__init__(
            target,
            interface=Interfaces.RSGI,
            http=HTTPModes.http1,
            websockets=False,
            backlog=limits.BACKLOG,
            backpressure=_CONCURRENCY,
            http1_settings=HTTP1Settings(
                header_read_timeout=limits.HEADER_SECONDS * 1000, max_buffer_size=2 * limits.MAX_HEADERS
            ),
            log_level=LogLevels.error,
        )
        self._fd = fd

    def _init_shared_socket(self) -> None:
        self._shd: Any = SocketHolder(self._fd, False, limits.BACKLOG)  # type: ignore[call-arg]  # granian's stub lacks them


async def serve(fd: int) -> None:
    """Answer until SIGTERM or SIGINT, then finish what is open and return."""
    with loading.without_collecting():
        from mob.config.bridge import Bridge
        from mob.config.settings import ENV
        from mob.config.wsgi import application

    bridge = Bridge(
        application,
        threads=ENV.web_threads,
        inflight_bytes=ENV.inflight_bytes,
        trusted_proxies=ENV.trusted_proxies,
    )
    server = InheritedServer(bridge, fd)
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    serving = asyncio.create_task(server.serve())
    await asyncio.wait([serving, asyncio.create_task(told.wait())], return_when=asyncio.FIRST_COMPLETED)
    await bridge.drained(_PATIENCE_SECONDS)
    server.stop()  # type: ignore[no-untyped-call]
    await serving


def main(argv: list[str] | None = None) -> None:
    """Entry point of the child process."""
    parser = argparse.ArgumentParser(prog="mob.config.server")
    parser.add_argument("--fd", type=int, required=True)
    parser.add_argument("--parent", type=int, required=True)
    options = parser.parse_args(argv)
    lifeline.tie(options.parent)
    os.set_inheritable(options.fd, False)  # Whatever this process starts must not hold the port.
    _allow_many_connections()
    logging.getLogger("_granian").setLevel(logging.ERROR)
    asyncio.run(serve(options.fd))
    sys.stderr.flush()
    os._exit(0)  # Threads still busy with a request that ran out of patience must not hold the process.


def _allow_many_connections() -> None:
    """Raise the limit on open files to what the host allows: each connection is one."""
    with contextlib.suppress(ValueError, OSError):
        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65_536), hard))


if __name__ == "__main__":
    main()
