"""Say, before an upgrade, what it will change and what could stop it. Run it with the new version, the old one still
serving: it writes nothing.

  mob backup --to /srv/backups
  (install the new version beside the old one)
  mob upgrade-check && mob migrate

An interrupted `mob migrate` is run again: each migration is whole or not at all. The way back is `mob restore`.
"""

from __future__ import annotations

import argparse

from mob.cli.doctor import tell
from mob.cli.terminal import Stop, config

HELP = "say what an upgrade will change and what could stop it"
MAKES_HOME = False


def run(_options: argparse.Namespace) -> int:
    """1 when the upgrade should not begin."""
    from django.db import DatabaseError

    try:
        findings = config("upgrading").examine()
    except DatabaseError as error:
        raise Stop(f"the database does not answer ({type(error).__name__})") from error
    return tell(findings, "The upgrade may begin.")
