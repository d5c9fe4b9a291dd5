#!/usr/bin/env python3
"""How fast every bicycle aid of one person is computed, beside the reference engine on the same situations.

    make bench NAME=publicodes ARGS="--situations 40"

Both engines evaluate each aid of the published national model, in euros, with what is still missing; the reference one is
timed inside Node, without the pipe. Then loading: from the published JSON, and from the compiled cache. `--campaign N`
draws N situations more for each aid and counts the differences instead. Needs Node and npm.
Targets: 10 times faster, 5 ms; 1 s to load, 100 ms from the cache.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import statistics
import tempfile
import time
from pathlib import Path

from tests.contract.publicodes.oracle import BICYCLES, ENGINE, Oracle, bicycle_rules
from tests.contract.publicodes.situations import Drawing, Situation
from tests.contract.publicodes.test_reference import differences

from publicodes import Engine

Target = dict[str, str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--situations", type=int, default=40)
    parser.add_argument("--campaign", type=int, default=0)
    options = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {ENGINE}, {BICYCLES}")
    text = bicycle_rules()
    _loading(text)
    engine = Engine(text)
    aids = [name for name, rule in engine.rules.items() if name.startswith("aides . ") and "lien" in rule.raw]
    targets = [{"valeur": aid, "unité": "€"} for aid in aids]
    draw = random.Random(20260311)
    drawing = Drawing(engine)
    with Oracle(json.loads(text)) as oracle:
        print(f"the reference engine loads in {oracle.load_milliseconds:.0f} ms")
        if options.campaign:
            _campaign(engine, oracle, drawing, draw, aids, options.campaign)
        else:
            _compare(engine, oracle, [drawing.anyone(draw, 0.9) for _ in range(options.situations)], targets)


def _loading(text: str) -> None:
    _timed("load from the published JSON", lambda: Engine(text).evaluate("aides . montant"))
    with tempfile.TemporaryDirectory(prefix="mob-bench-") as folder:
        cache = Path(folder)
        Engine.from_texts([("aides", text)], cache=cache)
        _timed("load from the compiled cache", lambda: Engine.from_texts([("aides", text)], cache=cache))


def _timed(what: str, call) -> None:
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        call()
        times.append((time.perf_counter() - begun) * 1000)
    print(f"{what}: first {times[0]:.0f} ms, best of 5 {min(times):.0f} ms")


def _compare(engine: Engine, oracle: Oracle, situations: list[Situation], targets: list[Target]) -> None:
    for target in targets:
        engine.evaluate(target)
    ours, own, theirs = [], [], []
    for situation in situations:
        theirs.append(oracle.evaluate(situation, targets)[1])
        begun, spent = time.perf_counter(), time.process_time()
        person = engine.with_situation(situation)
        for target in targets:
            person.evaluate(target)
        ours.append((time.perf_counter() - begun) * 1000)
        own.append((time.process_time() - spent) * 1000)
    print(f"{len(targets)} aids of one person, {len(situations)} persons (milliseconds)")
    for who, times in (("ours", ours), ("ours, own processor time", own), ("reference", theirs)):
        print(f"  {who:<26} median {statistics.median(times):6.2f}, best {min(times):6.2f}, worst {max(times):7.2f}")
    ratios = [one / two for one, two in zip(theirs, ours, strict=True)]
    print(f"  {statistics.median(ratios):.1f} times faster (median of each pair)")


def _campaign(
    engine: Engine, oracle: Oracle, drawing: Drawing, draw: random.Random, aids: list[str], each: int
) -> None:
    compared, found, paying = 0, 0, set()
    for aid in aids:
        target = {"valeur": aid, "unité": "€"}
        for number, situation in enumerate(drawing.payers(aid, draw, each * 200)):
            if number >= each:
                break
            paying.add(aid)
            compared += 1
            for difference in differences(engine, oracle, situation, [target]):
                found += 1
                print(difference)
        for _ in range(each):
            compared += 1
            for difference in differences(engine, oracle, drawing.somebody_for(aid, draw), [target]):
                found += 1
                print(difference)
    print(f"{compared} answers compared, {found} differ; {len(paying)} of {len(aids)} aids paid")


if __name__ == "__main__":
    main()
