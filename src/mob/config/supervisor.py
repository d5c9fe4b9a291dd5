"""`mob serve`: N web workers and exactly one background worker, each a process of its own, restarted when it dies.

It has no thread, runs no Django and answers no request. It owns the listening socket, so that a connection made while a
worker restarts waits instead of failing, and so that nothing else holds the port once it is gone.
"""

from __future__ import annotations

import argparse
import atexit
import contextlib
import logging
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from types import FrameType

from mob.config import env as environment
from mob.config import home, logs
from mob.config.env import BadSetting
from mob.config.limits import BACKLOG

logger = logging.getLogger(__name__)

_SHORTEST_WAIT, _LONGEST_WAIT = 0.1, 30.0
_LIVED_WELL = 60.0
_STOP_SECONDS = 12.0
# Unread answers are given up after this time: a client that stops reading holds memory.
_UNREAD_MS = 60_000
_MODULE = (sys.executable, "-m")


@dataclass(slots=True)
class Child:
    """One process to keep alive."""

    name: str
    command: Sequence[str]
    fds: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    start_at: float = 0.0
    wait: float = _SHORTEST_WAIT

    def start(self, now: float) -> None:
        # Its own session: Ctrl-C reaches the supervisor alone, which then tells the children once.
        self.process = subprocess.Popen(self.command, pass_fds=self.fds, start_new_session=True)  # noqa: S603
        self.started = now

    def reap(self, now: float) -> None:
        """Notice a death and plan the restart: at once the first time, then after waits that double."""
        if self.process is None or self.process.poll() is None:
            return
        code, self.process = self.process.returncode, None
        self.wait = _SHORTEST_WAIT if now - self.started > _LIVED_WELL else min(self.wait * 2, _LONGEST_WAIT)
        self.start_at = now + self.wait
        logger.error("the %s ended (%s): starting it again in %.1f s", self.name, _ending(code), self.wait)

    def tell(self, number: int) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)


def _ending(code: int) -> str:
    return f"exit code {code}" if code >= 0 else f"signal {-code}"


def become(*, host: str, port: int, operator_port: int | None = None, standins_port: int | None = None) -> None:
    """Replace this process by the supervisor: what was loaded to get ready (Django, connections) is let go of.

    `operator_port`, `standins_port`: where the demonstration's invented operator and its stand-ins are served too.
    """
    atexit._run_exitfuncs()  # What an orderly end would have ended, children among it: nobody else would reap them.
    sys.stdout.flush()
    sys.stderr.flush()
    command = [sys.executable, "-m", "mob.config.supervisor", "--host", host, "--port", str(port)]
    if operator_port is not None:
        command += ["--operator-port", str(operator_port)]
    if standins_port is not None:
        command += ["--standins-port", str(standins_port)]
    os.execv(sys.executable, command)  # noqa: S606


def main(argv: list[str] | None = None) -> None:
    """Entry point after `become`."""
    parser = argparse.ArgumentParser(prog="mob.config.supervisor")
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--operator-port", type=int)
    parser.add_argument("--standins-port", type=int)
    options = parser.parse_args(argv)
    env = environment.load()
    _log(env)
    if env.metrics_token:
        home.prepare_counts(env.home)
    try:
        listener = listen(options.host, options.port)
    except BadSetting as refusal:
        sys.exit(f"mob: {refusal}")
    besides = _besides(env, options.operator_port, options.standins_port)
    supervise(listener, web_workers=env.web_workers, besides=besides, on_ready=lambda: _announce(env.public_url))


def _besides(env: environment.Env, operator_port: int | None, standins_port: int | None) -> list[Child]:
    """What a demonstration serves beside the site, each a process to keep alive. Nothing in production."""
    if env.is_production:
        return []
    parent, address = ["--parent", str(os.getpid())], env.public_url
    found = []
    if operator_port:
        said = ["--issuer", address, "--port", str(operator_port)]
        found.append(Child("invented operator", [*_MODULE, "mob.config.invented_operator", *parent, *said]))
    if standins_port:
        said = ["--public-url", address, "--port", str(standins_port)]
        found.append(Child("stand-ins", [*_MODULE, "mob.config.standins", *parent, *said]))
    return found


def _log(env: environment.Env) -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(logs.formatter(env.log_format))
    logging.basicConfig(level=env.log_level, handlers=[handler])


def _announce(address: str) -> None:
    sys.stdout.write(f"\nReady: {address}   (Ctrl-C stops it)\n")
    sys.stdout.flush()


def listen(host: str, port: int) -> socket.socket:
    """The listening socket. Raises BadSetting with a sentence when the port is taken or not allowed."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _UNREAD_MS)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise BadSetting(
            f"port {port} of {host} cannot be used ({error.strerror}): stop what uses it, or choose another, "
            f"for example --port {port + 1 if port < 65_535 else 8000}"
        ) from error
    return listener


def supervise(
    listener: socket.socket, *, web_workers: int, on_ready: Callable[[], None], besides: Sequence[Child] = ()
) -> None:
    """Keep the children running until SIGINT, SIGTERM or SIGHUP. `on_ready` is called when the first page is served.

    `besides`: other processes that live and die with these.
    """
    parent = str(os.getpid())
    web = [*_MODULE, "mob.config.server", "--fd", str(listener.fileno()), "--parent", parent]
    children = [Child(f"web worker {n + 1}", web, (listener.fileno(),)) for n in range(web_workers)]
    children.append(Child("background worker", [*_MODULE, "mob.config.background", "--parent", parent]))
    children += besides
    with _signals() as signals:
        try:
            _keep(children, signals, _Knock(listener, on_ready))
        finally:
            listener.close()
            _stop(children, signals)


def _keep(children: Sequence[Child], signals: _Signals, knock: _Knock) -> None:
    while not signals.told_to_stop:
        now = time.monotonic()
        for child in children:
            child.reap(now)
            if child.process is None and child.start_at <= now:
                child.start(now)
        knock.knock()
        starts = [child.start_at - now for child in children if child.process is None]
        signals.wait(min([0.2 if knock.is_waiting else 5.0, *starts]))


def _stop(children: Sequence[Child], signals: _Signals) -> None:
    """Ask, wait, then insist. A second signal insists at once."""
    signals.told_to_stop = False
    for child in children:
        child.tell(signal.SIGTERM)
    end = time.monotonic() + _STOP_SECONDS
    while any(_is_running(child) for child in children) and time.monotonic() < end and not signals.told_to_stop:
        signals.wait(0.1)
    for child in children:
        child.tell(signal.SIGKILL)
        if child.process is not None:
            child.process.wait()


def _is_running(child: Child) -> bool:
    return child.process is not None and child.process.poll() is None


@dataclass(slots=True)
class _Knock:
    """Asks our own port for a page until it answers once."""

    listener: socket.socket
    on_answer: Callable[[], None]
    is_waiting: bool = True
    _connection: socket.socket | None = field(default=None)

    def knock(self) -> None:
        if not self.is_waiting:
            return
        if self._connection is None:
            self._connection = _ask(self.listener)
            return
        if select.select([self._connection], [], [], 0)[0]:
            answer = _first_bytes(self._connection)
            self._connection.close()
            self._connection = None
            if answer.startswith(b"HTTP/1.1 "):
                self.is_waiting = False
                self.on_answer()


def _ask(listener: socket.socket) -> socket.socket | None:
    host, port = listener.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  (compared, not bound)
    try:
        connection = socket.create_connection((host, port), timeout=1)
        connection.sendall(b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    except OSError:
        return None
    return connection


def _first_bytes(connection: socket.socket) -> bytes:
    try:
        return connection.recv(64)
    except OSError:
        return b""


class _Signals:
    """Turns signals into something `select` can wait for."""

    def __init__(self) -> None:
        self.told_to_stop = False
        self._read, self._write = socket.socketpair()
        self._read.setblocking(False)
        self._write.setblocking(False)

    def install(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        signal.set_wakeup_fd(self._write.fileno(), warn_on_full_buffer=False)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.told_to_stop = True

    def wait(self, seconds: float) -> None:
        """Until a signal came (a child's death is one) or the time is over."""
        if select.select([self._read], [], [], max(0.0, seconds))[0]:
            with contextlib.suppress(BlockingIOError):
                self._read.recv(4096)

    def close(self) -> None:
        signal.set_wakeup_fd(-1)
        self._read.close()
        self._write.close()


@contextlib.contextmanager
def _signals() -> Iterator[_Signals]:
    signals = _Signals()
    signals.install()
    try:
        yield signals
    finally:
        signals.close()


if __name__ == "__main__":
    main()
