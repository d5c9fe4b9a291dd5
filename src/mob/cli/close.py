"""End this service well, one step at a time. Each step may be run again.

  mob close --on 2027-06-30                        say the last day: everybody with an account gets a mail
  mob close --cancel                               the service goes on after all
  mob close --export-to DIR [--recipient age1…]    an archive for each funder
  mob close --erase --proof FILE                   after the last day: erase everybody's data, and sign a proof

After the last day nothing new is taken; people still read, follow and take away what is theirs until it is erased.
"""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from mob.cli.terminal import Stop, config, say, step

HELP = "end this service: notice, exports, erasure with its proof"


def arguments(parser: argparse.ArgumentParser) -> None:
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--on", type=date.fromisoformat, metavar="YYYY-MM-DD", help="last day, a month away at least")
    choice.add_argument("--cancel", action="store_true", help="the service goes on")
    choice.add_argument("--export-to", type=Path, metavar="DIR", help="write an archive for each funder")
    choice.add_argument("--erase", action="store_true", help="erase everybody's data for good")
    parser.add_argument("--recipient", action="append", default=[], metavar="age1…", help="encrypt the archives")
    parser.add_argument("--proof", type=Path, metavar="FILE", help="where to write the signed proof of erasure")


def run(options: argparse.Namespace) -> int:
    from mob.kernel.errors import MobError
    from mob.kernel.texts import text_of

    try:
        return _step(options)
    except MobError as error:
        raise Stop(text_of(error.code, "en", **error.params)) from error
    except (OSError, config("backup.sealing").CannotOpen) as error:
        raise Stop(str(error)) from error


def _step(options: argparse.Namespace) -> int:
    from mob.directory import closing as state
    from mob.kernel import clock
    from mob.kernel.actor import Actor

    now, closing = clock.now(), config("closing")
    if options.on:
        say(f"{closing.announce(on=options.on, now=now)} people are told. Nothing new is taken after {options.on}.")
    elif options.cancel:
        say("The service goes on." if state.cancel(Actor.system(), now=now) else "No end was announced.")
    elif options.export_to:
        if not options.export_to.is_dir():
            raise Stop(f"{options.export_to} is not a folder")
        made = closing.export(options.export_to, to=options.recipient, now=now, progress=lambda line: say(f"  {line}"))
        say(f"{made} archives written to {options.export_to}.")
    elif options.erase:
        return _erase(options)
    else:
        last = state.last_day()
        say(f"The last day is {last}." if last else "No end is announced: see `mob close --help`.")
    return 0


def _erase(options: argparse.Namespace) -> int:
    from mob.kernel import clock

    if options.proof is None:
        raise Stop("say where the proof of erasure goes: --proof FILE")
    now, closing = clock.now(), config("closing")
    with step("Erasing everybody's data"):
        erased = closing.erase(now=now)
    options.proof.write_text(closing.proof(erased, now=now) + "\n", encoding="ascii")
    for name, count in erased["after"].items():
        say(f"{name:<14} {erased['before'][name]:>9} erased, {count} left")
    say(f"Signed proof written to {options.proof}. Back-ups expire by themselves: delete them to end sooner.")
    return 1 if any(erased["after"].values()) else 0
