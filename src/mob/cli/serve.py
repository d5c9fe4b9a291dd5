"""Serve the site: web workers and one background worker, restarted when one of them dies.

Ctrl-C stops everything within seconds; started again, it finds its data. The database must be up to date:
run `mob migrate` first. Number of processes and threads: MOB_WEB_WORKERS and MOB_WEB_THREADS.
"""

from __future__ import annotations

import argparse
import os

from mob.cli.terminal import Stop, config

HELP = "serve the site and do its background work"
_DEFAULT_PORT = "8000"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1, this machine)")
    parser.add_argument(
        "--port",
        type=port,
        default=os.environ.get("PORT") or _DEFAULT_PORT,
        help="port to listen on (default: 8000, or PORT)",
    )


def port(text: str) -> int:
    """A port number. Raises ArgumentTypeError."""
    number = int(text) if text.isascii() and text.isdigit() else 0
    if not 0 < number < 65_536:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: choose a number from 1 to 65535")
    return number


def run(options: argparse.Namespace) -> int:
    check_port(options)
    if pending := config("schema").pending():
        raise Stop(f"the database is not up to date ({len(pending)} migrations pending): run `mob migrate` first")
    if problem := config("leftovers").problem():
        raise Stop(problem)
    config("supervisor").become(host=options.host, port=options.port)
    return 0


def check_port(options: argparse.Namespace) -> None:
    """Find out now, rather than after minutes of preparation, that the port is taken."""
    config("supervisor").listen(options.host, options.port).close()
