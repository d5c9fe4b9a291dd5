"""The real aids of a published package, brought into a demonstration by its worker once the site answers.

Nothing waits for it and nothing fails with it: without npm or without the network the demonstration has its own aids.
"""

from __future__ import annotations

import logging
import tempfile
import time
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from mob.eligibility.books import package
from mob.eligibility.books.services import import_package
from mob.integrations import npm
from mob.journal import services as journal
from mob.journal.types import TaskKind
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.kernel.errors import MobError
from mob.kernel.ports import PortRefused, PortUnavailable

logger = logging.getLogger(__name__)
KIND = "demo.real_aids"
_EVERY_SECONDS = 5.0


def task() -> TaskKind:
    return TaskKind(KIND, bring)


def ask_for_real_aids(name: str) -> str:
    """Plan it at each start, so that a demonstration follows the newest edition; says in a sentence what will happen."""
    if not name:
        return "Real aids: none (MOB_DEMO_RULES is empty)"
    if not npm.is_present():
        return f"Real aids of {name}: npm is not on this machine, the demonstration goes without them"
    now = clock.now()
    journal.plan(KIND, key=f"{KIND}:{name}:{now.isoformat()}", payload={"package": name}, at=now)
    return f"Real aids of {name}: fetched with npm in the background"


def bring(payload: Mapping[str, Any], now: datetime) -> None:
    """Fetch and bring in; what fails is said, and tried again at the next start alone."""
    name = str(payload["package"])
    try:
        with tempfile.TemporaryDirectory(prefix="mob-rules-") as folder:
            found = package.read(npm.fetch(name, Path(folder)))
        report = import_package(Actor.system(), found, now=now, progress=_Told(name))
    except (PortUnavailable, PortRefused, MobError) as error:
        logger.warning("real aids of %s: not brought in (%s)", name, error)
        return
    logger.info("real aids of %s %s: %d in the catalogue", name, report.edition, len(report.aids))


class _Told:
    """Progress in the log, every few seconds."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._told = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        if time.monotonic() - self._told > _EVERY_SECONDS:
            self._told = time.monotonic()
            logger.info("real aids of %s: %d of %d", self._name, done, total)
