"""Make the database, or bring it up to date. Makes the home folder and the signing secret too. Safe to run again."""

from __future__ import annotations

import argparse

from mob.cli.terminal import Counter, config, say, step

HELP = "make the database or bring it up to date"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 when something is pending")


def run(options: argparse.Namespace) -> int:
    schema = config("schema")
    pending = schema.pending()
    if options.check:
        say("\n".join(pending) if pending else "The database is up to date.")
        return 1 if pending else 0
    with step("Bringing the database up to date"):
        schema.migrate(Counter("migrations"))
    say(f"The database is up to date ({len(pending)} migrations applied).")
    return 0
