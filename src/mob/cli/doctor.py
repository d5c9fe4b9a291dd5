"""Examine this installation: settings, adapters and whether they answer, what is a stand-in, what is unsafe, the database,
work that is stuck, the last back-up.

Changes nothing. The exit code is 1 when something is wrong; notes say what would have to change for production.

  mob doctor --settings     every setting, its value here and what it is for
  mob doctor --invariants   read everything and check what always holds
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from mob.cli import restore
from mob.cli.terminal import config, say

HELP = "examine this installation"
MAKES_HOME = False


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--settings", action="store_true", help="explain every setting and the value in use")
    parser.add_argument("--invariants", action="store_true", help="check what always holds instead: reads everything")


def run(options: argparse.Namespace) -> int:
    if options.invariants:
        return restore.check_invariants()
    if options.settings:
        _explain()
        return 0
    return tell(config("doctor").examine(), "Nothing to repair.")


def tell(findings: Sequence[Any], well: str) -> int:
    """A line each; 1 when one is wrong."""
    for finding in findings:
        say(f"{finding.level.value:<6} {finding.part:<12} {finding.text}")
    wrong = sum(finding.level.value == "WRONG" for finding in findings)
    say(f"\n{wrong} to repair." if wrong else f"\n{well}")
    return 1 if wrong else 0


def _explain() -> None:
    for each in config("doctor").explained():
        say(f"{each.name}={each.value}{'   (default)' if each.is_default else ''}\n    {each.text}")
