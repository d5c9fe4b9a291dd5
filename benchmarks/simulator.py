"""Time of a step of the simulator over the national bicycle aids: one question a page, for people all over the country.

On SQLite, in a temporary home. The aids come from a package (`--from DIR`, unpacked; by default npm fetches it).
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path

HOME = tempfile.TemporaryDirectory(prefix="mob-bench-")
os.environ.update(
    DJANGO_SETTINGS_MODULE="mob.config.settings",
    MOB_HOME=HOME.name,
    MOB_ENV="demo",
    MOB_DATABASE_URL=f"sqlite:///{HOME.name}/mob.db",
    MOB_ALLOWED_HOSTS="testserver",
)
(Path(HOME.name) / "secret").write_text("x" * 64)

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from mob.catalogue.search import loading  # noqa: E402
from mob.cli import main as command  # noqa: E402
from mob.eligibility import simulation  # noqa: E402
from mob.eligibility.simulation import Situation  # noqa: E402
from mob.geography import selectors as geography  # noqa: E402
from mob.kernel import clock  # noqa: E402

PACKAGE = "@betagouv/aides-velo"
NUMBERS = {"prix": "1800", "revenu": "16000", "parts": "1.5", "age": "34", "personnes": "2"}


def people(draw: random.Random) -> Iterator[str]:
    """INSEE codes, the most populated most often."""
    table = geography.table()
    while True:
        yield draw.choices(table.codes, weights=table.populations)[0]


def walk(client: Client, code: str, draw: random.Random) -> Iterator[tuple[str, float, float]]:
    """What each step took, wall and processor, from the commune to the results."""
    form = {"lieu": "", "commune": code}
    while True:
        begun, own = time.perf_counter(), time.process_time()
        response = client.post("/simulateur/", form)
        wall, spent = time.perf_counter() - begun, time.process_time() - own
        html = unescape(response.content.decode())
        asked = re.search(r'name="question" value="([^"]+)"', html)
        yield ("question" if asked else "results"), wall, spent
        if not asked or response.status_code != 200:
            return
        form = answer(html, asked[1], draw)


def answer(html: str, fact: str, draw: random.Random) -> dict[str, str]:
    sealed = re.search(r'name="simulation" value="([^"]+)"', html)
    assert sealed
    options = re.findall(r'type="radio" (?:name="(q-[^"]+)" value="([^"]+)"|value="([^"]+)" name="(q-[^"]+)")', html)
    if options:
        one = draw.choice(options)
        named = {one[0] or one[3]: one[1] or one[2]}
    else:
        name = re.search(r'name="(q-[^"]+)"', html)
        assert name, fact
        named = {name[1]: next((value for word, value in NUMBERS.items() if word in name[1]), "1")}
    return {"simulation": sealed[1], "act": "answer", "question": fact, **named}


def told(what: str, times: list[float]) -> None:
    shares = statistics.quantiles(times, n=100)
    words = ", ".join(f"p{share} {shares[share - 1] * 1000:.1f} ms" for share in (50, 95, 99))
    print(f"{what}, {len(times)} times: {words}, worst {max(times) * 1000:.1f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--from", dest="folder", type=Path, help="the package, unpacked")
    parser.add_argument("--people", type=int, default=150)
    options = parser.parse_args()
    draw = random.Random(20260311)
    call_command("migrate", verbosity=0)
    source = ["--from", str(options.folder)] if options.folder else ["--package", PACKAGE]
    if command.main(["import-publicodes", *source]):
        sys.exit("some aids were refused")
    ruled = sum(1 for each in loading.current().documents if simulation.has_rules(each))
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {ruled} aids with rules")
    client, homes = Client(), people(draw)
    begun = time.perf_counter()
    simulation.run(Situation("69123"), day=clock.civil_date(clock.now()))
    print(f"first of the process: {(time.perf_counter() - begun) * 1000:.0f} ms")
    steps = [step for _ in range(options.people) for step in walk(client, next(homes), draw)]
    for kind in ("question", "results"):
        told(f"{kind}: whole page", [wall for name, wall, _ in steps if name == kind])
        told(f"{kind}: its processor time", [own for name, _, own in steps if name == kind])
    questions = sum(1 for name, *_ in steps if name == "question") / options.people
    print(f"questions a person: {questions:.1f} on average")


if __name__ == "__main__":
    main()
