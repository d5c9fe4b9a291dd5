"""Examine this installation: settings, adapters, what is a stand-in, what is unsafe, the database, work that is stuck.

Changes nothing. The exit code is 1 when something is wrong; notes say what would have to change for production.
"""

from __future__ import annotations

import argparse

from mob.cli import restore
from mob.cli.terminal import config, say

HELP = "examine this installation"
MAKES_HOME = False


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--invariants", action="store_true", help="check what always holds instead: reads everything")


def run(options: argparse.Namespace) -> int:
    if options.invariants:
        return restore.check_invariants()
    doctor = config("doctor")
    findings = doctor.examine()
    for finding in findings:
        say(f"{finding.level.value:<6} {finding.part:<12} {finding.text}")
    wrong = sum(finding.level is doctor.Level.WRONG for finding in findings)
    say(f"\n{wrong} to repair." if wrong else "\nNothing to repair.")
    return 1 if wrong else 0
