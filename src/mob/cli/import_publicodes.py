"""Bring in a published package of rules: each aid it computes becomes an aid of the catalogue, with its rule.

The package comes from npm, or from a folder where it lies unpacked. Brought in again, what changed gets a new version,
what is gone has ended, and what somebody wrote by hand since is left alone. Try first without writing anything:

  mob import-publicodes --package @betagouv/aides-velo --dry-run
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from mob.cli.terminal import Counter, Stop, say, step

if TYPE_CHECKING:
    from mob.catalogue.services import FollowReport
    from mob.eligibility.books.package import Package

HELP = "bring in aids with their rules from a publicodes package"
_REFUSALS = {
    "npm_name": "is not the name of an npm package, such as @betagouv/aides-velo or @betagouv/aides-velo@3.6.1",
    "npm_archive": "came as an archive that is not safe to unpack",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--package", metavar="NAME", help="fetch it with npm; NAME or NAME@VERSION")
    source.add_argument("--from", dest="folder", type=Path, metavar="DIR", help="a folder where it lies unpacked")
    parser.add_argument("--dry-run", action="store_true", help="tell what would happen, write nothing")
    parser.add_argument("--language", choices=("fr", "en"), default="en", help="of the reasons (default: en)")


def run(options: argparse.Namespace) -> int:
    """1 when an aid was refused."""
    with tempfile.TemporaryDirectory(prefix="mob-rules-") as folder:
        package = _package(options, Path(folder))
    with step(f"Aids of {package.name} {package.edition}"):
        report = _import(package, options)
    tell(report, options.language)
    return 1 if report.refused else 0


def _package(options: argparse.Namespace, temporary: Path) -> Package:
    from mob.eligibility.books import package
    from mob.kernel.errors import Invalid
    from mob.kernel.texts import text_of

    folder = options.folder or _fetched(options.package, temporary)
    try:
        return package.read(folder)
    except Invalid as error:
        raise Stop(f"{options.folder or options.package}: {text_of(error.code, 'en', **error.params)}") from error


def _fetched(name: str, temporary: Path) -> Path:
    from mob.integrations import npm
    from mob.kernel.ports import PortRefused, PortUnavailable

    try:
        with step(f"Fetching {name} with npm"):
            return npm.fetch(name, temporary)
    except PortUnavailable as error:
        raise Stop(f"{name} was not fetched: {error}. With the package unpacked in a folder: --from DIR") from error
    except PortRefused as error:
        raise Stop(f"{name} {_REFUSALS[error.reason]}") from error


def _import(package: Package, options: argparse.Namespace) -> FollowReport:
    from mob.eligibility.books.services import import_package
    from mob.kernel import clock
    from mob.kernel.actor import Actor
    from mob.kernel.errors import Invalid
    from mob.kernel.texts import text_of

    try:
        return import_package(
            Actor.system(), package, now=clock.now(), dry_run=options.dry_run, progress=Counter("aids")
        )
    except Invalid as error:
        raise Stop(f"{package.name}: {text_of(error.code, 'en', **error.params)}") from error


def tell(report: FollowReport, language: str) -> None:
    """What changed aid by aid, what could not be placed, and the counts."""
    from mob.catalogue.services import Followed
    from mob.kernel.texts import text_of

    for refused in report.refused:
        say(f"{refused.key}: {refused.title}")
        for problem in refused.problems:
            where = f"{problem.pointer}: " if problem.pointer else ""
            say(f"  {where}{text_of(problem.code, language, **dict(problem.params))}")
    for aid in report.aids:
        if aid.outcome in (Followed.UPDATED, Followed.ENDED, Followed.KEPT, Followed.JOINED):
            say(f"{aid.outcome.value}: {aid.target} (/aides/{aid.slug})")
    for name in report.unplaced:
        say(f"no territory in the official code: {name}")
    counts = ", ".join(f"{report.count(outcome)} {outcome.value}" for outcome in Followed)
    say(f"{counts}, {len(report.refused)} refused, {len(report.unplaced)} without a territory.")
    if report.is_dry_run:
        say("Nothing was written: this was a dry run.")
