"""Lists of 100,000 applications taken away in each format: seconds, memory, bytes, and the opening by another reader.

    python benchmarks/exports.py [--rows 100000] [--database postgres://root@127.0.0.1:5432/bench]

Each format is made in a process of its own, as the worker makes it: rows read, written, sealed, journaled. Memory is the
most that process ever held, less what it held before. Target: under 30 s each.
"""

from __future__ import annotations

import argparse
import gc
import os
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.inbox import NOW, build, prepare


def main() -> None:
    asked = _arguments()
    with tempfile.TemporaryDirectory() as home:
        prepare(home, asked.database)
        _, aid, agent = build(asked.rows)
        print(f"{'list':<24}{'clock s':>9}{'CPU s':>8}{'rows':>9}{'MB':>7}{'memory MB':>11}")
        for kind in ("xlsx", "ods", "csv"):
            for name, key in (("all files", None), ("one aid, with answers", aid)):
                _in_a_process(f"{kind}, {name}", lambda kind=kind, key=key: _measure(kind, key, agent))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--database", default="")
    return parser.parse_args()


def _in_a_process(name: str, act: Any) -> None:
    """Fork, so that each measure of memory starts from the same floor."""
    from django.db import connections

    connections.close_all()
    gc.collect()
    child = os.fork()
    if not child:
        status = 1
        try:
            start, busy, floor = time.perf_counter(), time.process_time(), _peak()
            rows, size = act()
            spent, worked, most = time.perf_counter() - start, time.process_time() - busy, _peak() - floor
            print(f"{name:<24}{spent:>9.1f}{worked:>8.1f}{rows:>9}{size / 1e6:>7.1f}{most / 1e6:>11.0f}", flush=True)
            status = 0
        finally:
            os._exit(status)
    if os.waitpid(child, 0)[1]:
        raise SystemExit(f"{name} failed")


def _peak() -> int:
    """Bytes, at most, of this process."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _measure(kind: str, aid: Any, agent: Any) -> tuple[int, int]:
    from mob.applications import inbox
    from mob.applications.inbox import Filters, Tab
    from mob.exports import services
    from mob.exports.models import Export
    from mob.exports.selection import Selection
    from mob.exports.types import Format

    # What a fork shares counts in its peak: forget the parent's.
    Path("/proc/self/clear_refs").write_text("5")
    wanted = Selection(Tab.ALL, Filters(aid_id=aid), inbox.ORDERS[Tab.ALL][0])
    key, _ = services.ask(agent, kind=Format(kind), selection=wanted, query="", language="fr", now=NOW)
    services.make(key, now=NOW, is_late=True)
    row = Export.objects.get(id=key)
    if row.error or row.rows is None:
        raise SystemExit(f"{kind}: {row.error}")
    _open(row, agent)
    return row.rows, row.size or 0


def _open(row: Any, agent: Any) -> None:
    """Out of the measure in spirit, short in fact: the first bytes say that it unseals."""
    from mob.exports import services

    _, pieces = services.take(agent, export_id=row.id, now=NOW)
    next(pieces)


if __name__ == "__main__":
    main()
