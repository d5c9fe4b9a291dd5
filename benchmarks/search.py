#!/usr/bin/env python3
"""How fast the page of search results is answered with a large catalogue, and what the index in memory costs.

    PYTHONPATH=src python benchmarks/search.py [--aids 5000] [--queries 1500]

Aids are generated: real territories of every size drawn by population, words of real aids. Queries are those of people:
a commune with or without words, filters, slips, further pages. The whole answer is timed, from the request to the HTML,
through the middleware, on an SQLite file made for the occasion. Target: 95 in 100 under 50 ms with 5,000 aids.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from urllib.parse import urlencode

os.environ.setdefault("MOB_ENV", "test")
HOME = tempfile.TemporaryDirectory(prefix="mob-bench-")
os.environ["MOB_HOME"] = HOME.name
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mob.config.settings")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from mob.catalogue import search, services  # noqa: E402
from mob.catalogue.models import Aid, AidTerritory, AidText, AidVersion, CatalogueState  # noqa: E402
from mob.catalogue.search import loading  # noqa: E402
from mob.catalogue.types import Audience, Level, Mode  # noqa: E402
from mob.directory.models import Funder  # noqa: E402
from mob.geography import selectors as geography  # noqa: E402
from mob.kernel.actor import Actor  # noqa: E402

NOW = datetime(2026, 3, 11, tzinfo=UTC)
KINDS = ("Prime", "Aide", "Bonus", "Chèque", "Remboursement", "Abonnement", "Tarif solidaire", "Location")
THINGS = (
    "vélo à assistance électrique",
    "vélo cargo",
    "vélo pliant",
    "covoiturage domicile-travail",
    "abonnement de bus et de tram",
    "train régional",
    "autopartage",
    "trottinette en libre-service",
    "borne de recharge",
    "permis de conduire",
)
BODY = (
    "Cette aide est ouverte aux personnes majeures qui habitent le territoire, dans la limite du budget voté chaque année. "
    "Le vélo ne peut être revendu avant trois ans. Une facture, un justificatif de domicile et un relevé d’identité "
    "bancaire sont demandés. Le versement se fait par virement après instruction du dossier par le service mobilités. "
)
LEVELS = {"region": Level.REGION, "department": Level.DEPARTMENT, "epci": Level.EPCI, "commune": Level.COMMUNE}


def places(draw: random.Random, count: int) -> Iterator[tuple[str, str]]:
    table = geography.table()
    rows = draw.choices(range(len(table.codes)), weights=table.populations, k=count)
    for row in rows:
        commune = table.commune(row)
        size = draw.choices(("region", "department", "epci", "commune"), weights=(5, 10, 45, 40))[0]
        code = {"region": commune.region, "department": commune.department, "epci": commune.epci}.get(size)
        yield (size, code) if code else ("commune", commune.code)


def fill(count: int, draw: random.Random) -> None:
    """The tables, filled in bulk: writing each aid through the services is another measure."""
    funders = [
        Funder(slug=f"f{n}", name=f"Collectivité {n}", kind="territorial", created_at=NOW)
        for n in range(count // 10 + 1)
    ]
    Funder.objects.bulk_create(funders)
    rows = [(n, place) for n, place in enumerate(places(draw, count))]
    aids = [
        Aid(slug=f"aide-{n}", funder=draw.choice(funders), state="published", created_at=NOW, updated_at=NOW)
        for n, _ in rows
    ]
    Aid.objects.bulk_create(aids, batch_size=500)
    versions = [_version(aid, kind, draw) for aid, (_, (kind, _code)) in zip(aids, rows, strict=True)]
    AidVersion.objects.bulk_create(versions, batch_size=300)
    for aid, version in zip(aids, versions, strict=True):
        aid.current = version
    Aid.objects.bulk_update(aids, ["current"], batch_size=300)
    AidText.objects.bulk_create([_text(version, draw) for version in versions], batch_size=500)
    AidTerritory.objects.bulk_create(
        [
            AidTerritory(version=version, kind=kind, code=code)
            for version, (_, (kind, code)) in zip(versions, rows, strict=True)
        ],
        batch_size=500,
    )
    CatalogueState.objects.create(id=1)


def _version(aid: Aid, kind: str, draw: random.Random) -> AidVersion:
    return AidVersion(
        aid=aid,
        number=1,
        published_at=NOW,
        created_at=NOW,
        level=LEVELS[kind].value,
        modes=[mode.value for mode in draw.sample(list(Mode), draw.randint(1, 2))],
        audiences=[audience.value for audience in draw.sample(list(Audience), draw.randint(1, 3))],
        valid_to=draw.choice((None, None, date(2025, 6, 30), date(2027, 12, 31))),
        max_amount_cents=draw.choice((None, 10_000, 20_000, 50_000, 100_000)),
        processing="external",
        external_url="https://www.exemple.fr/aide",
    )


def _text(version: AidVersion, draw: random.Random) -> AidText:
    thing = draw.choice(THINGS)
    return AidText(
        version=version,
        language="fr",
        title=f"{draw.choice(KINDS)} {thing} {draw.randint(1, 400)}",
        promise=f"Une part du prix de votre {thing}, selon vos revenus.",
        description=BODY * 2,
        conditions=BODY,
    )


def queries(draw: random.Random) -> Iterator[str]:
    """Addresses of people searching, without end."""
    table = geography.table()
    words = (
        "",
        "",
        "vélo",
        "velos electriques",
        "VAE",
        "covoiturge",
        "abonnement bus étudiant",
        "métro",
        "autopartage",
    )
    modes = ("velo", "covoiturage", "transports-en-commun", "autopartage")
    while True:
        row = draw.choices(range(len(table.codes)), weights=table.populations)[0]
        asked = [("commune", table.codes[row])] if draw.random() < 0.75 else []
        asked += [("mode", mode) for mode in draw.sample(modes, draw.choice((0, 0, 1, 2)))]
        asked += [("niveau", "intercommunalite")] if draw.random() < 0.15 else []
        asked += [("public", "etudiant")] if draw.random() < 0.15 else []
        asked += [("q", word)] if (word := draw.choice(words)) else []
        asked += [("page", str(draw.randint(2, 40)))] if draw.random() < 0.2 else []
        yield f"/recherche?{urlencode(asked)}"


def percentile(times: list[float], share: int) -> float:
    return statistics.quantiles(times, n=100)[share - 1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--aids", type=int, default=5000)
    parser.add_argument("--queries", type=int, default=1500)
    options = parser.parse_args()
    draw = random.Random(20260311)
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {options.aids} aids, SQLite"
    )
    call_command("migrate", verbosity=0)
    fill(options.aids, draw)
    geography.table()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    _timed("first index of the process", loading.current)
    print(f"  memory it adds: {(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024:.0f} MiB")
    aid = Aid.objects.order_by("slug")[0]
    services.unpublish(Actor.system(), aid_id=aid.id, now=NOW)
    _timed("index after one change", loading.current)
    client = Client()
    pages = [*_pages(client, draw, options.queries)]
    _measure("whole page", [wall for wall, _ in pages])
    _measure("whole page, its own processor time", [own for _, own in pages])
    ask = search.SearchQuery(text="vélo électrique", commune="69123")
    _measure("search alone", [_took(lambda: search.find(ask, day=NOW.date())) for _ in range(300)])


def _pages(client: Client, draw: random.Random, count: int) -> Iterator[tuple[float, float]]:
    """Wall time, and processor time: on a busy machine the second tells what the first hides."""
    addresses = queries(draw)
    client.get(next(addresses))
    for _ in range(count):
        address = next(addresses)
        begun, own = time.perf_counter(), time.process_time()
        response = client.get(address)
        yield time.perf_counter() - begun, time.process_time() - own
        assert response.status_code == 200, address


def _took(call) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def _timed(what: str, call) -> None:
    print(f"{what}: {_took(call) * 1000:.0f} ms")


def _measure(what: str, times: list[float]) -> None:
    shares = ", ".join(f"p{share} {percentile(times, share) * 1000:.1f} ms" for share in (50, 95, 99))
    print(f"{what}, {len(times)} times: {shares}, worst {max(times) * 1000:.1f} ms")


if __name__ == "__main__":
    main()
