"""What tests of people's pages share: the product's clock set on the world's day, and the keys of an installation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from mob.kernel import clock
from tests.factories.dossiers import platform_key
from tests.factories.world import NOW


@pytest.fixture
def today() -> Iterator[None]:
    """Pages read the clock at the edge: it is moved to the day of the world, where the aids are open."""
    clock.set_offset(NOW + timedelta(days=1) - clock.now())
    platform_key()
    yield
    clock.set_offset(timedelta(0))
