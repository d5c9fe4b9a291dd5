"""Erasing what reached its date: every rule of every context, each night, and after a back-up came back."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from mob.identity import registry
from mob.identity.events import DataPurged
from mob.identity.types import RetentionRule
from mob.journal import services as journal
from mob.journal.types import TaskKind
from mob.kernel.actor import Actor

logger = logging.getLogger(__name__)
_STREAM = "retention:purges"


@dataclass(frozen=True, slots=True)
class Purged:
    """What a rule erased, or would: `count` None when it failed and the others went on."""

    rule: RetentionRule
    count: int | None


def due(*, now: datetime) -> list[Purged]:
    """What each rule would erase at this moment. Writes nothing."""
    return [Purged(rule, rule.due(now)) for rule in registry.retention_rules()]


def purge(*, now: datetime) -> list[Purged]:
    """Apply every rule. One that fails is logged and does not hold the others. Safe to run again."""
    done = [Purged(rule, _applied(rule, now)) for rule in registry.retention_rules()]
    facts = [DataPurged(each.rule.code, each.count) for each in done if each.count]
    with transaction.atomic():
        journal.append(Actor.system(), stream=_STREAM, events=facts, now=now)
    return done


def _applied(rule: RetentionRule, now: datetime) -> int | None:
    try:
        return rule.erase(now)
    except Exception as error:
        logger.error("the rule of retention %s failed: %s", rule.code, type(error).__name__)
        return None


def task() -> TaskKind:
    return TaskKind("retention.purge", _nightly, every=timedelta(days=1))


def _nightly(payload: Mapping[str, Any], now: datetime) -> None:
    if any(each.count is None for each in purge(now=now)):
        raise RuntimeError("a rule of retention failed")
