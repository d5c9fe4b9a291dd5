"""Put a back-up back on an empty machine, then erase again what people had erased since, and check everything.

MOB_HOME must be new, and the database of MOB_DATABASE_URL empty and of the kind that was backed up. Papers go to
MOB_OBJECTS_URL, wherever that is. Give the erasures kept since the back-up (`erasures.jsonl` of the old home):

  mob restore mob-20261201T020000Z.tar.age --identity backup-key.txt --erasures erasures.jsonl
  mob restore mob-20261201T020000Z.tar.age --identity backup-key.txt --check
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from mob.cli.terminal import Stop, config, say, step

HELP = "put a back-up back on an empty machine"
MAKES_HOME = False


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="made by `mob backup`")
    parser.add_argument("--identity", type=Path, required=True, metavar="KEY", help="file of the private age key")
    parser.add_argument(
        "--erasures", type=Path, action="append", default=[], metavar="FILE", help="erasures since the back-up"
    )
    parser.add_argument("--check", action="store_true", help="read it whole, change nothing")


def run(options: argparse.Namespace) -> int:
    """1 when what came back breaks a promise."""
    backup = config("backup")
    try:
        if options.check:
            with step(f"Reading {options.file}"):
                _tell(backup.check(options.file, options.identity))
            return 0
        return _restore(options)
    except (
        backup.CannotOpen,
        config("backup.manifest").NotABackup,
        config("backup.database").DatabaseTrouble,
    ) as error:
        raise Stop(str(error)) from error
    except OSError as error:
        raise Stop(f"{error.filename or options.file}: {error.strerror}") from error


def _restore(options: argparse.Namespace) -> int:
    from mob.kernel import clock

    missing = [str(path) for path in options.erasures if not path.is_file()]
    if missing:
        raise Stop(f"{missing[0]} is not a file")
    restored = config("backup").restore(
        options.file,
        options.identity,
        erasures=options.erasures,
        now=clock.now(),
        progress=lambda line: say(f"{line}…"),
    )
    _tell(restored.manifest)
    say(f"{restored.erased} erasures done again.")
    return check_invariants()


def check_invariants() -> int:
    """Say every promise that is not kept; 1 when there is one."""
    invariants = config("invariants")
    with step(f"Checking {', '.join(invariants.parts())}"):
        found = list(invariants.broken())
    for part, sentence in found:
        say(f"WRONG  {part:<12} {sentence}")
    say("Everything holds." if not found else f"{len(found)} promises are not kept.")
    return 1 if found else 0


def _tell(made: Any) -> None:
    when = f"{made.made_at:%Y-%m-%d %H:%M} UTC"
    say(f"Made {when} by moB {made.mob}, {made.vendor}: {len(made.entries)} entries, {made.facts} facts.")
