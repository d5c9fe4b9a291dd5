"""Back up the whole installation while it runs: database, papers, secret and keys, in one file encrypted with age.

The file is encrypted to a public key, so that this machine cannot open it again. Make the pair once, keep the private
half elsewhere (a safe, another machine), and give the public half to each back-up or to MOB_BACKUP_RECIPIENTS:

  mob backup --make-key backup-key.txt
  mob backup --to /srv/backups --recipient age1… --keep-days 35

Papers stay encrypted to the funders inside. `mob restore` puts it back; `age --decrypt -i KEY FILE | tar t` lists it.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from mob.cli.terminal import Counter, Stop, config, say, step

HELP = "copy the whole installation into one encrypted file"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", type=Path, metavar="DIR|FILE", help="folder, or name of the file to make")
    parser.add_argument(
        "--recipient", action="append", default=[], metavar="age1…", help="public key; several may open"
    )
    parser.add_argument("--keep-days", type=int, metavar="DAYS", help="then delete older back-ups of that folder")
    parser.add_argument("--make-key", type=Path, metavar="FILE", help="make a pair of keys and stop")


def run(options: argparse.Namespace) -> int:
    """1 when a paper is lost or damaged on this installation: the back-up is made all the same."""
    backup = config("backup")
    try:
        if options.make_key:
            say(f"Private key written to {options.make_key}: move it away from this machine.\nPublic key:\n")
            say(f"  {backup.make_key(options.make_key)}")
            return 0
        return _take(options)
    except (backup.CannotOpen, config("backup.database").DatabaseTrouble) as error:
        raise Stop(str(error)) from error
    except OSError as error:
        raise Stop(f"the back-up cannot be written ({error.strerror})") from error


def _take(options: argparse.Namespace) -> int:
    from mob.kernel import clock
    from mob.kernel.ports import PortUnavailable

    to = options.recipient or config("settings").ENV.backup_recipients
    if not options.to or not to:
        raise Stop("say where (--to) and for whom (--recipient, or MOB_BACKUP_RECIPIENTS): see `mob backup --help`")
    try:
        with step("Backing up"):
            taken = config("backup").take(options.to, to=to, now=clock.now(), progress=Counter("papers"))
    except PortUnavailable as error:
        raise Stop(f"the papers cannot be read ({error}): nothing was kept") from error
    for problem in taken.problems:
        say(f"WRONG  {problem}")
    made = taken.manifest
    say(f"{taken.file}: {taken.file.stat().st_size:,} bytes, {made.facts} facts, {len(made.entries)} entries.")
    _forget(options, clock.now())
    return 1 if taken.problems else 0


def _forget(options: argparse.Namespace, now: object) -> None:
    if options.keep_days and options.to.is_dir():
        old = config("backup.taking").forget_old(options.to, days=options.keep_days, now=now)
        say(f"{len(old)} older back-ups deleted.")
