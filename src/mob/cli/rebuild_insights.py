"""Derive the figures of every application again from the journal, and count again what the public reads.

Safe while the product runs. Needed once after an update that adds a figure, or after a restore.
"""

from __future__ import annotations

import argparse

from mob.cli.terminal import say, step

HELP = "derive statistics and dashboards again from the journal"


def run(_options: argparse.Namespace) -> int:
    from mob.insights import services
    from mob.kernel import clock

    with step("Reading the journal"):
        count = services.rebuild()
    services.refresh(now=clock.now())
    say(f"{count} applications read.")
    return 0
