"""Bring aids in from a file: our typed JSON, or the national CSV of 19 columns.

Every line is tried alone. A refused line is told with its number and every reason, and the others are taken. The same
file twice changes nothing. Try first without writing anything:

  mob import-aids aids.csv --dry-run
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from mob.cli.terminal import Stop, say, step

if TYPE_CHECKING:
    from mob.catalogue.services import ImportReport

HELP = "bring aids in from a JSON or CSV file"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="the file to read")
    parser.add_argument("--format", choices=("json", "csv"), help="guessed from the file when not given")
    parser.add_argument("--dry-run", action="store_true", help="tell what would happen, write nothing")
    parser.add_argument("--drafts", action="store_true", help="do not publish what is brought in")
    parser.add_argument("--language", choices=("fr", "en"), default="en", help="of the reasons (default: en)")


def run(options: argparse.Namespace) -> int:
    """1 when a line was refused."""
    with step(f"Reading {options.file}"):
        report = _import(options)
    _tell(report, options.language)
    return 1 if report.refused else 0


def _import(options: argparse.Namespace) -> ImportReport:
    from mob.catalogue import services
    from mob.kernel import clock
    from mob.kernel.actor import Actor
    from mob.kernel.errors import Invalid
    from mob.kernel.texts import text_of

    try:
        return services.import_aids(
            Actor.system(),
            content=options.file.read_bytes(),
            now=clock.now(),
            fmt=services.FileFormat(options.format) if options.format else None,
            dry_run=options.dry_run,
            publishes=not options.drafts,
        )
    except OSError as error:
        raise Stop(f"{options.file} cannot be read ({error.strerror})") from error
    except Invalid as error:
        raise Stop(f"{options.file}: {text_of(error.code, options.language, **error.params)}") from error


def _tell(report: ImportReport, language: str) -> None:
    from mob.catalogue.services import Outcome
    from mob.kernel.texts import text_of

    unit = "line" if report.format.value == "csv" else "aid"
    for refused in report.refused:
        say(f"{unit} {refused.number}: {refused.title or refused.key or '(no title)'}")
        for problem in refused.problems:
            where = f"{problem.pointer}: " if problem.pointer else ""
            say(f"  {where}{text_of(problem.code, language, **dict(problem.params))}")
    counts = ", ".join(f"{report.count(outcome)} {outcome.value}" for outcome in Outcome)
    say(f"{counts}, {len(report.refused)} refused.")
    if report.is_dry_run:
        say("Nothing was written: this was a dry run.")
