"""Sign with new keys from now on. Those they replace stay published for a day, so that nobody is signed out.

Nothing needs a restart. Do it once a year, and at once when a key may have been read by somebody:

  mob rotate-oidc-key
"""

from __future__ import annotations

import argparse

from mob.cli.terminal import Stop, config, say

HELP = "sign with new keys; the former ones stay published a day"


def run(options: argparse.Namespace) -> int:
    from mob.kernel.ports import PortUnavailable

    try:
        kid = config("provider_keys").rotate()
    except PortUnavailable as error:
        raise Stop(str(error)) from error
    say(f"New keys sign from now on ({kid}).")
    return 0
