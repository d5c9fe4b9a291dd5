"""Told of each fact of an application's life. Idempotent: a row remembers the last fact it was told."""

from __future__ import annotations

from mob.insights import services
from mob.insights.projection import KINDS
from mob.journal.types import Subscriber


def subscribers() -> list[Subscriber]:
    return [Subscriber("insights.cases", KINDS, services.tell)]
