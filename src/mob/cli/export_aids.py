"""Take the published aids out as a file: our typed JSON, or the national CSV of 19 columns.

Published aids are public data (Licence Ouverte 2.0). The file comes back in with `mob import-aids`.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from mob.cli.terminal import Stop, say

HELP = "take the published aids out as a JSON or CSV file"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, nargs="?", metavar="FILE", help="where to write; the terminal when absent")
    parser.add_argument("--format", choices=("json", "csv"), help="from the name of the file, else json")
    parser.add_argument("--drafts", action="store_true", help="with the aids that are not published")


def run(options: argparse.Namespace) -> int:
    text = _export(options)
    if options.file is None:
        sys.stdout.write(text)
        return 0
    try:
        # The mark tells spreadsheets that the file is UTF-8; JSON readers refuse one.
        encoding = "utf-8-sig" if _format(options) == "csv" else "utf-8"
        options.file.write_text(text, encoding=encoding, newline="")
    except OSError as error:
        raise Stop(f"{options.file} cannot be written ({error.strerror})") from error
    say(f"Aids written to {options.file}.")
    return 0


def _format(options: argparse.Namespace) -> str:
    by_name = "csv" if options.file and options.file.suffix.lower() == ".csv" else "json"
    chosen: str = options.format or by_name
    return chosen


def _export(options: argparse.Namespace) -> str:
    from django.conf import settings

    from mob.catalogue import services
    from mob.kernel import clock
    from mob.kernel.actor import Actor

    return services.export_aids(
        Actor.system(),
        fmt=services.FileFormat(_format(options)),
        now=clock.now(),
        public_url=settings.ENV.public_url,
        drafts=options.drafts,
    )
