"""Read the whole journal, check every hash and replay the applications. Names each stream that was changed, cut short or
removed, each application whose row its facts do not explain, and then exits 1.

To catch somebody who can rewrite the database whole, export the heads now and then, keep the file elsewhere, and verify
against it:

  mob verify-journal --export heads.txt
  mob verify-journal --against heads.txt
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from mob.cli.terminal import Stop, say, step

if TYPE_CHECKING:
    from mob.journal.checkpoints import Head

HELP = "check that nothing of the journal was changed"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--export", type=Path, metavar="FILE", help="write the present head of every stream")
    parser.add_argument("--recount", action="store_true", help="derive the counts of the inboxes again as well")
    parser.add_argument("--against", type=Path, metavar="FILE", help="compare with heads exported earlier")


def run(options: argparse.Namespace) -> int:
    from mob.journal.verify import verify

    earlier = _read(options.against) if options.against else []
    with step("Reading the journal"):
        result = verify(earlier)
    for finding in result.findings:
        say(f"{finding.stream}: {finding.problem.value} at {finding.seq}")
    say(f"{result.facts} facts in {result.streams} streams, {len(result.findings)} streams at fault.")
    if options.export and not result.findings:
        _write(options.export)
    return 1 if result.findings or _replayed(recount=options.recount) else 0


def _replayed(*, recount: bool) -> bool:
    """Whether an application's row says something else than its facts."""
    from mob.applications import replay

    with step("Replaying the applications"):
        found = list(replay.disagreements())
    for case in found:
        say(f"{case.reference}: the row says {case.row}, the journal says {case.facts or 'nothing'}")
    if recount:
        say(f"{replay.recount()} counts derived again.")
    return bool(found)


def _read(file: Path) -> list[Head]:
    from mob.journal.checkpoints import Head

    try:
        return [Head.parse(line) for line in file.read_text(encoding="utf-8").splitlines()]
    except OSError as error:
        raise Stop(f"{file} cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise Stop(f"{file} is not a file of heads: make one with --export") from error


def _write(file: Path) -> None:
    from mob.journal import checkpoints

    try:
        file.write_text("".join(f"{head}\n" for head in checkpoints.current_heads()), encoding="utf-8")
    except OSError as error:
        raise Stop(f"{file} cannot be written ({error.strerror})") from error
    say(f"Heads written to {file}.")
