"""FranceConnect with Aidants Connect behind it, a mailbox, the day of the world."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.edge.account.conftest import mailbox
from tests.edge.assisted.coming import FRANCECONNECT
from tests.edge.citizen.conftest import today
from tests.factories.federation import Provider, plugged

__all__ = ["mailbox", "today"]


@pytest.fixture
def provider() -> Iterator[Provider]:
    with plugged(Provider(FRANCECONNECT)) as found:
        yield found
