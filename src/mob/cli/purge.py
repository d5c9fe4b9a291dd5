"""Erase what reached its date, rule by rule: drafts, identity papers, closed files, idle accounts, mails, sessions.

The background worker does it every night; this command does it now, or tells what it would do. Safe to run again.
Nothing under way is ever erased, and nothing a person could still want is without a notice first. Each rule, with its
reason, is in docs/explanation/privacy.md.

  mob purge --dry-run
"""

from __future__ import annotations

import argparse

from mob.cli.terminal import Stop, config, say

HELP = "erase what reached its date"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="tell what would be erased, erase nothing")


def run(options: argparse.Namespace) -> int:
    """1 when a rule failed."""
    from mob.identity import services
    from mob.kernel import clock

    if config("schema").pending():
        raise Stop("the database is not up to date: run `mob migrate` first")
    done = services.due(now=clock.now()) if options.dry_run else services.purge(now=clock.now())
    for each in done:
        count = "failed" if each.count is None else str(each.count)
        say(f"{count:>7}  {each.rule.code:<28} {each.rule.what}\n{'':9}kept {each.rule.kept}")
    if options.dry_run:
        say("\nNothing was erased: this was a dry run.")
    return 1 if any(each.count is None for each in done) else 0
