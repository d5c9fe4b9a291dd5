"""What tests of people's pages share: the product's clock set on the world's day, and the keys of an installation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from mob.kernel import clock
from tests.factories.dossiers import platform_key
from tests.factories.world import NOW


@pytest.fixture
def today() -> Iterator[Callable[[int], None]]:
    """Pages read the clock at the edge: it is moved to the day after the world's, where the aids are open.

    The value moves it again, to so many days after the world's.
    """

    def move(days: int) -> None:
        clock.set_offset(NOW + timedelta(days=days) - datetime.now(UTC))

    move(1)
    platform_key()
    yield move
    clock.set_offset(timedelta(0))
