"""Who may change what everybody reads."""

from __future__ import annotations

from mob.directory.rules import is_platform_administrator
from mob.kernel.actor import Actor


def may_edit(actor: Actor) -> bool:
    """Pages speak for the whole installation: its own staff write them, those of one funder do not."""
    return is_platform_administrator(actor)
