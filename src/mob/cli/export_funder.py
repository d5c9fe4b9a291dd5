"""Give one funder all its data: aids, files it received with their papers still sealed to it, staff, history.

The archive names people: encrypt it to the funder's age key when it travels. Its format is in
docs/reference/funder-export.md, and in French inside.

  mob export-funder valmont --to /srv/exports --recipient age1…
"""

from __future__ import annotations

import argparse
from pathlib import Path

from mob.cli.terminal import Stop, config, say, step

HELP = "give one funder all its data in one archive"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("funder", metavar="SLUG", help="end of the funder's address in the administration")
    parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="folder to write in")
    parser.add_argument("--recipient", action="append", default=[], metavar="age1…", help="encrypt to this public key")


def run(options: argparse.Namespace) -> int:
    from mob.directory import selectors as directory
    from mob.kernel import clock
    from mob.kernel.errors import Unavailable

    funder = directory.funder_by_slug(options.funder)
    if funder is None:
        raise Stop(f"no funder has the address {options.funder!r}")
    if not options.to.is_dir():
        raise Stop(f"{options.to} is not a folder")
    try:
        with step(f"Writing what belongs to {funder.name}"):
            made = config("handover").hand_over(funder, options.to, to=options.recipient, now=clock.now())
    except Unavailable as error:
        raise Stop("the papers cannot be read: nothing was kept. Try again once the vault answers") from error
    except (OSError, config("backup.sealing").CannotOpen) as error:
        raise Stop(str(error)) from error
    say(f"{made.file}: {made.applications} applications, {made.papers} papers.")
    if not options.recipient:
        say("It is not encrypted and names people: give it by hand, or run again with --recipient.")
    return 0
