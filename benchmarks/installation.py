"""A demonstration of its own for one measure, and what its processes cost: nothing of this machine's data is touched."""

from __future__ import annotations

import contextlib
import os
import platform
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_TICK = os.sysconf("SC_CLK_TCK")
_READY_SECONDS = 180
# What the command line of a process tells of its part.
_PARTS = {
    "mob.config.server": "web",
    "mob.config.background": "background",
    "intake.worker": "intake",
    "mob.config.supervisor": "supervisor",
}


@dataclass(frozen=True, slots=True)
class Installation:
    """A running product: its address, its home, its first process."""

    port: int
    home: Path
    environ: dict[str, str]
    process: subprocess.Popen[bytes]

    def run(self, *command: str, **settings: str) -> str:
        """Run Python in this installation's environment and return what it printed."""
        environ = self.environ | settings
        return subprocess.run(
            [sys.executable, *command], env=environ, cwd=ROOT, check=True, text=True, stdout=subprocess.PIPE
        ).stdout

    def processor_seconds(self) -> dict[str, float]:
        return processor_seconds_of(self.process.pid)


def processor_seconds_of(parent: int) -> dict[str, float]:
    """Processor time used so far by each part of a product, children that ended included."""
    used: dict[str, float] = {}
    for pid in _family(parent):
        with contextlib.suppress(OSError):
            command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            part = next((name for mark, name in _PARTS.items() if mark in command), "other")
            used[part] = used.get(part, 0.0) + _seconds(pid)
    return used


@contextlib.contextmanager
def demonstration(*, folder: str | None = None, **settings: str) -> Iterator[Installation]:
    """`mob demo` in a new home, ready to answer; ended with everything it started."""
    with tempfile.TemporaryDirectory(prefix="mob-bench-", dir=folder) as name:
        home, port = Path(name), free_port()
        environ = environment(home, port, **settings)
        process, _ = start(environ, port, log=home / "product.log")
        try:
            yield Installation(port, home, environ, process)
        finally:
            stop(process)


def environment(home: Path, port: int, **settings: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MOB_", "DJANGO_"))}
    address = f"http://localhost:{port}"
    return kept | {"MOB_HOME": str(home), "MOB_PUBLIC_URL": address, "PYTHONPATH": f"{ROOT / 'src'}"} | settings


def start(environ: dict[str, str], port: int, *, log: Path) -> tuple[subprocess.Popen[bytes], float]:
    """Start a demonstration and wait until it answers; the seconds it took. Raises RuntimeError with its last words."""
    begun = time.perf_counter()
    with log.open("ab") as lines:
        command = [sys.executable, "-m", "mob", "demo", "--port", str(port)]
        process = subprocess.Popen(command, env=environ, cwd=ROOT, stdout=lines, stderr=lines)
    while time.perf_counter() - begun < _READY_SECONDS and process.poll() is None:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=2).close()
            return process, time.perf_counter() - begun
        time.sleep(0.02)
    process.kill()
    raise RuntimeError(f"the product did not start:\n{log.read_text(errors='replace')[-2000:]}")


def stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


def _family(parent: int) -> list[int]:
    """The process and all that descend from it."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if match := re.match(r"(\d+) \(.*\) \S (\d+)", stat.read_text()):
                parents[int(match[1])] = int(match[2])
    family = [parent]
    for pid in family:
        family.extend(child for child, its_parent in parents.items() if its_parent == pid)
    return family


def _seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / _TICK


def machine_seconds() -> float:
    """Processor time used by everything on this machine since it started."""
    fields = list(map(int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]))
    return (sum(fields) - fields[3] - fields[4]) / _TICK


def sync_milliseconds(folder: Path) -> float:
    """The median of 40 times writing 4 kB and syncing it: what a transaction costs at least on this disk."""
    times = []
    path = folder / "sync-probe"
    with path.open("wb", buffering=0) as file:
        for _ in range(40):
            file.write(bytes(4096))
            begun = time.perf_counter()
            os.fsync(file.fileno())
            times.append(time.perf_counter() - begun)
    path.unlink()
    return statistics.median(times) * 1000


def machine() -> str:
    """One line: processor, cores, Python, date, and how busy the machine already is."""
    names = re.findall(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    load = os.getloadavg()[0]
    day = datetime.now(UTC).date().isoformat()
    return (
        f"{names[0] if names else platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"{day}, load average before: {load:.1f}"
    )
