"""One installation of moB run as people run it, through `mob serve`, so that tests may kill its processes."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE = 30.0


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


def until(condition: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait for something to become true; AssertionError when it does not. Polls."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"still not so after {seconds} s"
        time.sleep(0.05)


class Installation:
    """A home, a database, a port, and the processes of `mob serve` on them."""

    def __init__(self, home: Path, *, database_url: str = "", **settings: str) -> None:
        self.home = home
        self.port = free_port()
        self.parent: subprocess.Popen[str] | None = None
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("MOB_", "PYTEST_", "DJANGO_"))
        }
        self.environ = {
            **kept,
            "PYTHONPATH": f"{ROOT / 'src'}",
            "MOB_HOME": str(home),
            "MOB_PUBLIC_URL": f"http://localhost:{self.port}",
            **({"MOB_DATABASE_URL": database_url} if database_url else {}),
            **settings,
        }

    def __enter__(self) -> Installation:
        return self

    def __exit__(self, *_: object) -> None:
        if self.parent is not None:
            self.stop()

    def mob(self, *arguments: str, seconds: float = 120, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            [sys.executable, "-m", "mob", *arguments],
            env={**self.environ, **settings},
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=seconds,
        )

    def start(self, command: str = "serve") -> None:
        """Start with `mob serve` or `mob demo`, and wait until every part is ready."""
        self.launch(command)
        until(self.is_ready, 2 * PATIENCE)

    def launch(self, command: str) -> None:
        self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        port = [] if command == "worker" else ["--port", str(self.port)]
        words = [sys.executable, "-m", "mob", command, *port]
        with (self.home / "serve.log").open("a") as log:
            self.parent = subprocess.Popen(words, env=self.environ, cwd=ROOT, stdout=log, stderr=log, text=True)

    @property
    def parent_pid(self) -> int:
        assert self.parent is not None
        return self.parent.pid

    def children(self, kind: str = "") -> list[int]:
        """Processes started by the parent; `kind` is `server` or `background`."""
        return [pid for pid in _children_of(self.parent_pid) if f"mob.config.{kind}" in _command(pid)]

    def kill(self, *pids: int) -> None:
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def stop(self) -> int:
        """Ask it to stop and return its exit code."""
        assert self.parent is not None
        if self.parent.poll() is None:
            self.parent.send_signal(signal.SIGINT)
        return self.parent.wait(timeout=PATIENCE)

    def get(self, path: str, seconds: float = 10) -> int:
        """Status of a page, 0 when nothing answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=seconds) as reply:
                status: int = reply.status
                return status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def is_ready(self) -> bool:
        return self.get("/health/ready") == 200

    def answers(self) -> bool:
        """Whether any process still accepts connections on the port."""
        return self.get("/health/live", seconds=2) != 0

    def demo_accounts(self) -> list[dict[str, str]]:
        accounts: list[dict[str, str]] = json.loads(self.mob("demo-accounts", "--json").stdout)
        return accounts


def _children_of(parent: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            match = re.match(r"(\d+) \(.*\) (\S) (\d+)", stat.read_text())
            if match and int(match[3]) == parent and match[2] != "Z":
                found.append(int(match[1]))
    return found


def _command(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    return ""


def is_alive(pid: int) -> bool:
    """Whether the process exists and is not a zombie."""
    with contextlib.suppress(OSError):
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    return False
