"""A mailbox for every test of accounts."""

from collections.abc import Iterator

import pytest

from tests.factories.accounts import Mailbox, plugged_mailbox


@pytest.fixture(autouse=True)
def mailbox() -> Iterator[Mailbox]:
    with plugged_mailbox() as mailbox:
        yield mailbox
