#!/usr/bin/env python3
"""How many whole applications one small machine takes in a second: draft, answers, paper, declaration, sent.

    python -m benchmarks.submissions [--clients 8] [--submissions 300] [--file pdf|jpeg|heic] [--pages] [--workers 1]

A product of its own is started as `mob demo` does, on SQLite, with the embedded stand-ins (`signatures:` antivirus).
Each submission is another person's, signed in beforehand; every answer goes through a form over HTTP as a browser
without JavaScript sends it, and the paper is scanned, made safe, encrypted and synced. `--pages` also draws every page
that a person sees on the way. The load tool runs on the same cores: what it takes is printed beside what the product
takes. Target for the PDF (2 MB, 10 pages): 15 a second, 95 in 100 steps of a submission under 800 ms.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import queue
import re
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from tests.corpus import images, papers

from benchmarks import installation
from benchmarks.installation import Installation

# What `applicants` publishes; importing it here would load Django into the load tool.
SLUG = "prime-velo-mesure"
TARGET_RATE, TARGET_MS = 15.0, 800.0
_TOKEN = "bench" + "x" * 27
_BOUNDARY = "----mob-bench"
FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "pdf": ("10 pages photographed", lambda: papers.photographed(10, 2_000_000)),
    "jpeg": ("12 megapixels", lambda: images.jpeg(4000, 3000)),
    "heic": ("12 megapixels", lambda: images.heic(4000, 3000)),
}


@dataclass
class Client:
    """One connection, kept open, and the times of what it asked."""

    port: int
    times: dict[str, list[float]] = field(default_factory=dict)
    session: str = ""
    body: bytes = b""

    def __post_init__(self) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def ask(self, step: str, method: str, path: str, body: bytes | None = None, kind: str = "") -> tuple[str, str]:
        """Where the answer leads, and its text. Raises RuntimeError for an answer that is no success."""
        headers = {"Cookie": f"mob_session={self.session}; mob_csrf={_TOKEN}", "Host": f"localhost:{self.port}"}
        if body is not None:
            headers["Content-Type"] = kind or "application/x-www-form-urlencoded"
        begun = time.perf_counter()
        self._line.request(method, path, body=body, headers=headers)
        answer = self._line.getresponse()
        text = answer.read().decode(errors="replace")
        self.times.setdefault(step, []).append((time.perf_counter() - begun) * 1000)
        if answer.status != (200 if method == "GET" else 303):
            raise RuntimeError(f"{method} {path}: {answer.status} {re.sub('<[^>]*>', ' ', text)[-600:]}")
        return answer.headers.get("Location", ""), text

    def post(self, step: str, path: str, **values: str) -> str:
        values["csrfmiddlewaretoken"] = _TOKEN
        return self.ask(step, "POST", path, urlencode(values).encode())[0]


_ANSWERS = (
    ("fait-type-velo", "electrique"),
    ("fait-prix-velo", "1490"),
    ("fait-deja-achete", "no"),
    ("fait-revenu-fiscal", "14200"),
    ("fait-parts-fiscales", "1"),
)


def submission(client: Client, upload: bytes, with_pages: bool) -> None:
    """One person's application, from the first click to the receipt."""

    def see(path: str) -> None:
        if with_pages:
            client.ask("a page", "GET", path)

    see(f"/aides/{SLUG}")
    see(f"/aides/{SLUG}/demander")
    first = client.post("draft", f"/aides/{SLUG}/demander")
    base = first.rsplit("/", 1)[0]
    see(f"{base}/beneficiaire")
    client.post("an answer", f"{base}/beneficiaire", kind="self")
    for code, value in _ANSWERS:
        see(f"{base}/question/{code}")
        client.post("an answer", f"{base}/question/{code}", **{f"q-{code}": value})
    see(f"{base}/papiers")
    client.ask("the paper", "POST", f"{base}/papiers/devis", upload, f"multipart/form-data; boundary={_BOUNDARY}")
    see(f"{base}/papiers")
    see(f"{base}/verifier")
    text = client.ask("declaration", "GET", f"{base}/envoyer")[1]
    version, digest = (re.findall(f'name="{name}" value="([^"]+)"', text)[0] for name in ("version", "digest"))
    where = client.post("sending", f"{base}/envoyer", version=version, digest=digest)
    if not where.endswith("/recu"):
        raise RuntimeError(f"sending led to {where}")
    see(where)


def form_of(content: bytes) -> bytes:
    """The body a browser sends for one file."""
    parts = (("csrfmiddlewaretoken", "", "text/plain", _TOKEN.encode()), ("file", "x", "application/pdf", content))
    return (
        b"".join(
            f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"'.encode()
            + (f'; filename="{file}"\r\nContent-Type: {kind}'.encode() if file else b"")
            + b"\r\n\r\n"
            + value
            + b"\r\n"
            for name, file, kind, value in parts
        )
        + f"--{_BOUNDARY}--\r\n".encode()
    )


def drive(port: int, sessions: list[str], clients: int, upload: bytes, with_pages: bool) -> dict[str, list[float]]:
    """Send one application for each session, `clients` at a time. Times in milliseconds, by step."""
    left: queue.SimpleQueue[str] = queue.SimpleQueue()
    for session in sessions:
        left.put(session)
    crowd = [Client(port) for _ in range(clients)]
    errors: list[Exception] = []

    def work(client: Client) -> None:
        try:
            for client.session in _taken(left):
                begun = time.perf_counter()
                submission(client, upload, with_pages)
                client.times.setdefault("whole submission", []).append((time.perf_counter() - begun) * 1000)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(client,)) for client in crowd]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    times: dict[str, list[float]] = {}
    for client in crowd:
        for step, taken in client.times.items():
            times.setdefault(step, []).extend(taken)
    return times


def _taken(left: queue.SimpleQueue[str]) -> Iterator[str]:
    while True:
        try:
            yield left.get_nowait()
        except queue.Empty:
            return


def measure(product: Installation, options: argparse.Namespace) -> tuple[float, float]:
    """Drive, print, and return the rate and the 95th percentile of the slowest kind of step (ms)."""
    content = FILES[options.file][1]()
    upload = form_of(content)
    warm = 2 * options.clients
    keys = json.loads(product.run("-m", "benchmarks.applicants", str(options.submissions + warm)))
    drive(product.port, keys[:warm], options.clients, upload, options.pages)
    parts, own, everything = product.processor_seconds(), time.process_time(), installation.machine_seconds()
    begun = time.perf_counter()
    times = drive(product.port, keys[warm:], options.clients, upload, options.pages)
    elapsed = time.perf_counter() - begun
    own, everything = time.process_time() - own, installation.machine_seconds() - everything
    used = {part: seconds - parts.get(part, 0.0) for part, seconds in product.processor_seconds().items()}
    print(f"file: {options.file}, {FILES[options.file][0]}, {len(content) / 1e6:.2f} MB")
    return _report(times, elapsed, used | {"load tool": own}, everything, options)


def _report(
    times: dict[str, list[float]],
    elapsed: float,
    used: dict[str, float],
    everything: float,
    options: argparse.Namespace,
) -> tuple[float, float]:
    count, cores = options.submissions, os.cpu_count() or 1
    rate = count / elapsed
    print(f"{count} submissions by {options.clients} clients in {elapsed:.1f} s: {rate:.1f} a second\n")
    print(f"{'milliseconds':<20}{'n':>7}{'p50':>9}{'p95':>9}{'max':>9}")
    for step, taken in times.items():
        cuts = statistics.quantiles(taken, n=100)
        print(f"{step:<20}{len(taken):>7}{cuts[49]:>9.1f}{cuts[94]:>9.1f}{max(taken):>9.1f}")
    print(f"\n{'processor time':<20}{'ms each':>9}{f'% of {cores} cores':>14}")
    used["others' work"] = max(0.0, everything - sum(used.values()))
    for part, seconds in used.items():
        print(f"{part:<20}{seconds / count * 1000:>9.1f}{seconds / elapsed / cores * 100:>14.1f}")
    ours = sum(seconds for part, seconds in used.items() if part not in ("load tool", "others' work"))
    print(f"{'the product':<20}{ours / count * 1000:>9.1f}{ours / elapsed / cores * 100:>14.1f}")
    steps = {step: taken for step, taken in times.items() if step != "whole submission"}
    return rate, max(statistics.quantiles(taken, n=100)[94] for taken in steps.values())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--submissions", type=int, default=300)
    parser.add_argument("--file", choices=FILES, default="pdf")
    parser.add_argument("--pages", action="store_true", help="draw every page a person sees on the way")
    parser.add_argument("--workers", type=int, default=1, help="web workers of the product")
    parser.add_argument("--folder", type=Path, help="where to put the home (default: the temporary folder)")
    options = parser.parse_args()
    print(installation.machine())
    folder = str(options.folder) if options.folder else None
    with installation.demonstration(folder=folder, MOB_WEB_WORKERS=str(options.workers)) as product:
        print(
            f"SQLite, {options.workers} web worker(s); writing and syncing 4 kB takes "
            f"{installation.sync_milliseconds(product.home):.1f} ms here"
        )
        rate, slowest = measure(product, options)
    return int(options.file == "pdf" and (rate < TARGET_RATE or slowest >= TARGET_MS))


if __name__ == "__main__":
    sys.exit(main())
