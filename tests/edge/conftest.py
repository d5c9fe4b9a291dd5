"""The scene that access, abuse and bad input are tried on: built once a module, and put back by whoever changes it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from mob.kernel import clock
from tests.factories.federation import Provider, plugged
from tests.factories.scene import Scene, built
from tests.factories.world import NOW, World


@pytest.fixture(autouse=True)
def provider() -> Iterator[Provider]:
    """FranceConnect, as these tests know it: nothing here speaks to a network."""
    with plugged(Provider()) as provider:
        yield provider


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    """On the day after the world's, when the aids are open. Tests that use it are marked `django_db`, and each is undone."""
    clock.set_offset(NOW + timedelta(days=1) - datetime.now(UTC))
    with django_db_blocker.unblock(), transaction.atomic():
        yield built(World())
        transaction.set_rollback(True)
    clock.set_offset(timedelta(0))
