#!/usr/bin/env python3
"""How fast communes are suggested, how long the table takes to load and what it weighs.

    PYTHONPATH=src python benchmarks/autocomplete.py [--queries 4000]

Queries are those of people typing: each beginning of names drawn by population, postcodes, slips of one letter, names
without accents or articles, numbered arrondissements, and nonsense. Target: 95 in 100 under 10 ms.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import statistics
import string
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Iterator
from itertools import islice

os.environ.setdefault("MOB_ENV", "test")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mob.config.settings")

import django

django.setup()

from django.test import RequestFactory  # noqa: E402

from mob.geography import selectors, spelling  # noqa: E402
from mob.web import communes  # noqa: E402

LOAD = """
import time
from mob.geography import search, vintages
start = time.perf_counter()
table = vintages.load(vintages.latest(), with_demo=False)
read = time.perf_counter()
search.Index(table)
print(read - start, time.perf_counter() - read)
"""


def slip(name: str, draw: random.Random) -> str:
    at, letter = draw.randrange(len(name)), draw.choice(string.ascii_lowercase)
    ways = (name[:at] + name[at + 1 :], name[:at] + letter + name[at:], name[:at] + letter + name[at + 1 :])
    return draw.choice(ways)


def queries(draw: random.Random) -> Iterator[tuple[str, str]]:
    """Kind and text, without end."""
    table = selectors.table()
    rows = range(len(table.codes))
    while True:
        row = draw.choices(rows, weights=table.populations)[0]
        name, postcodes = table.names[row], table.postcodes[row].split() or ["00000"]
        plain = spelling.fold_lines(name)
        for end in range(2, len(name) + 1):
            yield "keystroke", name[:end]
        yield "postcode", draw.choice(postcodes)[: draw.randint(2, 5)]
        yield "slip", slip(plain, draw)
        yield "slip, half typed", slip(plain, draw)[: max(5, len(plain) // 2)]
        yield "no accent, no small word", spelling.without_small_words(plain) or plain
        yield "name and postcode", f"{name} {postcodes[0]}"
        yield "arrondissement", draw.choice(("paris", "lyon", "marseille")) + f" {draw.randint(1, 20)}e"
        yield "nonsense", "".join(draw.choices(string.ascii_lowercase + " ", k=draw.randint(3, 20)))


def milliseconds(action: object, *arguments: object) -> float:
    start = time.perf_counter()
    action(*arguments)  # type: ignore[operator]
    return (time.perf_counter() - start) * 1000


def line(name: str, times: list[float]) -> str:
    cuts = statistics.quantiles(times, n=100)
    return f"{name:26} {len(times):6} {cuts[49]:7.2f} {cuts[94]:7.2f} {cuts[98]:7.2f} {max(times):7.2f}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--queries", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=2026)
    options = parser.parse_args()

    loads = [
        list(map(float, subprocess.check_output([sys.executable, "-c", LOAD], text=True).split())) for _ in range(5)
    ]
    read, index = (statistics.median(column) * 1000 for column in zip(*loads, strict=True))
    tracemalloc.start()
    selectors.suggest("lyon")
    memory = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()

    kinds: dict[str, list[float]] = {}
    page: list[float] = []
    own: list[float] = []
    factory = RequestFactory()
    for kind, text in islice(queries(random.Random(options.seed)), options.queries):
        used = time.thread_time()
        kinds.setdefault(kind, []).append(milliseconds(selectors.suggest, text))
        own.append((time.thread_time() - used) * 1000)
        page.append(milliseconds(communes.suggestions, factory.get("/communes", {"q": text})))

    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} CPU")
    print(f"load: {read:.0f} ms for the table, {index:.0f} ms for the index; kept: {memory:.1f} MB a process")
    print(f"\n{'milliseconds':26} {'n':>6} {'p50':>7} {'p95':>7} {'p99':>7} {'max':>7}")
    for kind, times in kinds.items():
        print(line(kind, times))
    everything = [each for times in kinds.values() for each in times]
    print(line("all, suggest()", everything))
    print(line("all, processor time alone", own))  # on a shared machine the clock counts others' work too
    print(line("all, GET /communes (view)", page))
    return 0 if statistics.quantiles(everything, n=100)[94] < 10 else 1


if __name__ == "__main__":
    raise SystemExit(main())
