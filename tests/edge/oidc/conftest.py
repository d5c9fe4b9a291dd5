"""A person who is signed in, and a service she does not know yet."""

from collections.abc import Iterator

import pytest
from django.test import Client as Browser

from mob.identity.models import User
from tests.factories.accounts import Mailbox, plugged_mailbox, sign_in
from tests.factories.provider import Service, service
from tests.factories.world import World


@pytest.fixture(autouse=True)
def mailbox() -> Iterator[Mailbox]:
    with plugged_mailbox() as mailbox:
        yield mailbox


@pytest.fixture
def person(world: World) -> User:
    return world.person("samira@exemple.fr")


@pytest.fixture
def app(person: User) -> Service:
    """A confidential service, in the browser of the person."""
    return service(sign_in(Browser(), person))
