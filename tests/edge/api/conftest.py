"""A person, and the mailbox that account pages need."""

from collections.abc import Iterator

import pytest

from mob.identity.models import User
from tests.factories.accounts import Mailbox, plugged_mailbox
from tests.factories.world import World


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with plugged_mailbox() as mailbox:
        yield mailbox


@pytest.fixture
def person(world: World, mailbox: Mailbox) -> User:
    return world.person("samira@exemple.fr")
