"""A journal to write into, and subscribers that remember what they were told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import ClassVar
from uuid import UUID

import pytest
from django.db import transaction

from mob.journal import registry, services
from mob.journal.types import FactView, Subscriber
from mob.kernel.actor import Actor
from mob.kernel.ids import uuid7

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Rang:
    """A bell rang."""

    kind: ClassVar[str] = "test.rang"
    times: int


@dataclass
class Ear:
    """A subscriber that notes the facts it hears, and fails on the streams it is told to."""

    heard: list[tuple[str, int]] = field(default_factory=list)
    deaf_to: dict[str, Exception] = field(default_factory=dict)

    def handle(self, fact: FactView) -> None:
        if error := self.deaf_to.get(fact.stream):
            raise error
        self.heard.append((fact.stream, fact.data["times"]))


@pytest.fixture(autouse=True)
def _registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_subscribers", {})
    monkeypatch.setattr(registry, "_tasks", {})


@pytest.fixture
def ear() -> Ear:
    ear = Ear()
    registry.subscribe(Subscriber("ear", frozenset({Rang.kind}), ear.handle))
    return ear


Ring = Callable[..., list[FactView]]


@pytest.fixture
def ring() -> Ring:
    def ring(*times: int, stream: str = "bell:a", now: datetime = NOW) -> list[FactView]:
        with transaction.atomic():
            return services.append(Actor.system(), stream=stream, events=[Rang(n) for n in times], now=now)

    return ring


def new_id() -> UUID:
    return uuid7()
