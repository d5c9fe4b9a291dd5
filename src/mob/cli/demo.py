"""Start a demonstration: database, invented people and aids, and the site, with one command.

The first start takes up to a minute, the next ones a few seconds. Everything lies in one folder (MOB_HOME), to be
deleted without regret. Never for real people: stand-ins replace the antivirus and the mail server.
"""

from __future__ import annotations

import argparse

from mob.cli import serve
from mob.cli.terminal import Counter, Stop, config, say, step

HELP = "start a demonstration with invented people and aids"
arguments = serve.arguments


def run(options: argparse.Namespace) -> int:
    env = config("settings").ENV
    if env.is_production:
        raise Stop("a demonstration has known passwords: it does not start with MOB_ENV=production")
    serve.check_port(options)
    if config("schema").pending():
        with step("Making the database"):
            config("schema").migrate(Counter("migrations"))
    with step("Demonstration data"):
        config("demo").seed(lambda line: say(f"  {line}"))
    say(f"  {config('demo').ask_for_real_aids(env.demo_rules)}")
    _introduce()
    say(f"Starting on {env.public_url} …")
    operator, standins = _operator_port(options), _standins_port(options)
    config("supervisor").become(host=options.host, port=options.port, operator_port=operator, standins_port=standins)
    return 0


def _standins_port(options: argparse.Namespace) -> int | None:
    """Two ports further, for the stand-ins of FranceConnect and the others; None when something else has it."""
    port = _free_port(options.port + 2, "the stand-ins of FranceConnect and ProConnect are")
    if port is not None:
        say(f"  Stand-ins of FranceConnect, ProConnect and API Particulier: http://localhost:{port}\n")
    return port


def _free_port(port: int, what: str) -> int | None:
    try:
        config("supervisor").listen("127.0.0.1", port).close()
    except config("env").BadSetting:
        say(f"  port {port} is taken: {what} not served")
        return None
    return port


def _operator_port(options: argparse.Namespace) -> int | None:
    """The next port, for the invented operator's site; None when something else has it."""
    port = _free_port(options.port + 1, "the invented operator is")
    if port is None:
        return None
    config("demo").register_operator(port)
    say(f"  “Appli Démo”, an invented operator that people sign in to with moB: http://localhost:{port}\n")
    return port


def _introduce() -> None:
    say("\nDemonstration: do not send real papers. Sign in as one of these people:\n")
    for person in config("demo").people():
        say(f"  {person.role:<16} {person.email:<42} {person.password}")
        if person.funder:
            say(f"  {'':<16} {person.funder}")
        if person.key_file:
            say(f"  {'':<16} key {person.key_file}\n  {'':<16} passphrase {person.key_passphrase}")
    say("\nSecond-factor codes: /demo/   Mails: /demo/courriels/   All this as JSON: mob demo-accounts --json\n")
