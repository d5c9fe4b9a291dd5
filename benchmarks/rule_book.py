#!/usr/bin/env python3
"""How long a package of rules takes to become aids, the first time and again.

    make bench NAME=rule_book ARGS="--from DIR"

On an SQLite file made for the occasion, with the shipped aids there already. Seconds of this process's CPU and of the
clock, without the download. Target: 330 aids or more, 10 s of CPU at most for the first import.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from importlib.resources import files
from pathlib import Path

os.environ.setdefault("MOB_ENV", "test")
HOME = tempfile.TemporaryDirectory(prefix="mob-bench-")
os.environ["MOB_HOME"] = HOME.name
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mob.config.settings")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402

from mob.catalogue import services  # noqa: E402
from mob.eligibility.books import package  # noqa: E402
from mob.eligibility.books.services import import_package  # noqa: E402
from mob.integrations import npm  # noqa: E402
from mob.kernel import clock  # noqa: E402
from mob.kernel.actor import Actor  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--from", dest="folder", type=Path)
    parser.add_argument("--package", default="@betagouv/aides-velo")
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    shipped = files("mob.catalogue").joinpath("data", "aids.json").read_bytes()
    services.import_aids(Actor.system(), content=shipped, now=clock.now())
    folder = options.folder or npm.fetch(options.package, Path(HOME.name) / "npm")
    for title in ("first", "again"):
        cpu, wall = time.process_time(), time.monotonic()
        report = import_package(Actor.system(), package.read(folder), now=clock.now())
        counts = ", ".join(f"{report.count(each)} {each.value}" for each in services.Followed if report.count(each))
        print(f"{title}: {time.process_time() - cpu:.1f} s of CPU, {time.monotonic() - wall:.1f} s ({counts})")


if __name__ == "__main__":
    main()
