"""Do the background work: mails, reminders, clean-up, checkpoints of the journal. `mob serve` runs one by itself.

On a larger installation run as many as needed, on any host that reaches the database: they share the work.
"""

from __future__ import annotations

import argparse

from mob.cli.terminal import Stop, config, say

HELP = "do the background work"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="do all that is due, then stop")


def run(options: argparse.Namespace) -> int:
    if config("schema").pending():
        raise Stop("the database is not up to date: run `mob migrate` first")
    if problem := config("leftovers").problem():
        raise Stop(problem)
    background = config("background")
    if options.once:
        say(f"{background.run_once()} pieces of work done or tried.")
        return 0
    say("Working. Ctrl-C stops after the piece in hand.")
    background.run()
    return 0
