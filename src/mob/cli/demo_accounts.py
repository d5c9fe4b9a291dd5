"""Show the people of the demonstration: role, e-mail, password, second-factor secret, funder, key file, passphrase."""

from __future__ import annotations

import argparse
import dataclasses
import json

from mob.cli.terminal import Stop, config, say

HELP = "show the people of the demonstration"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as a JSON list, for programs")


def run(options: argparse.Namespace) -> int:
    people = [dataclasses.asdict(person) for person in config("demo").people()]
    if not people:
        raise Stop("there are no demonstration people in production")
    if options.json:
        say(json.dumps(people, ensure_ascii=False, indent=2))
        return 0
    for person in people:
        say("\n".join(f"{name.replace('_', ' '):<16} {value}" for name, value in person.items() if value) + "\n")
    return 0
