"""The `mob` command: finds the commands, reads arguments, gets the process ready, turns refusals into sentences."""

from __future__ import annotations

import argparse
import os
import pkgutil
import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

import mob
from mob import cli
from mob.cli.terminal import Stop, complain, config

_OWN_MODULES = ("main", "terminal")
_SUMMARY = "moB: every mobility aid a person may get in France, applied for once."
_MORE = "Settings are environment variables; `mob doctor` shows those in use. `mob COMMAND --help` says more."


class _Help(argparse.RawDescriptionHelpFormatter):
    """Paragraphs as they were written, and room for the longest name of a command."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 0 done, 1 refused or failed, 2 not understood."""
    options = _parser().parse_args(argv)
    if options.command is None:
        _parser().print_help()
        return 2
    try:
        _get_ready(options)
        code: int = options.command.run(options)
    except (Stop, config("env").BadSetting) as refusal:
        complain(str(refusal))
        return 1
    except KeyboardInterrupt:
        return 130
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mob", description=_SUMMARY, epilog=_MORE, formatter_class=_Help)
    parser.add_argument("--version", action="version", version=f"mob {mob.__version__}")
    parser.set_defaults(command=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for name in sorted(module.name for module in pkgutil.iter_modules(cli.__path__)):
        if name not in _OWN_MODULES:
            _add(commands, name, import_module(f"mob.cli.{name}"))
    return parser


def _add(commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, command: ModuleType) -> None:
    parser = commands.add_parser(
        name.replace("_", "-"),
        help=command.HELP,
        description=command.__doc__,
        formatter_class=_Help,
    )
    if hasattr(command, "arguments"):
        command.arguments(parser)
    parser.set_defaults(command=command)


def _get_ready(options: argparse.Namespace) -> None:
    """Settings read, home folder and secret made, Django set up: only as far as the command needs it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mob.config.settings")
    _point_public_url_at(getattr(options, "port", None))
    env = config("env").load()
    if getattr(options.command, "MAKES_HOME", True):
        config("home").prepare(env)
    config("identity_providers").every(env)
    if getattr(options.command, "NEEDS_DJANGO", True):
        with config("loading").without_collecting():
            import django

            django.setup()


def _point_public_url_at(port: int | None) -> None:
    """Served on another port with nothing said of the public address: links follow the port."""
    if port is not None and os.environ.get("MOB_ENV", "demo") != "production":
        os.environ.setdefault("MOB_PUBLIC_URL", f"http://localhost:{port}")


if __name__ == "__main__":
    sys.exit(main())
