"""A person who said what she needs, and a service she linked before that."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client as Browser

from mob.identity.models import User
from mob.kernel import clock
from tests.factories.accounts import Mailbox, plugged_mailbox, sign_in
from tests.factories.provider import Service, service
from tests.factories.sharing import say
from tests.factories.world import World


@pytest.fixture(autouse=True)
def mailbox() -> Iterator[Mailbox]:
    with plugged_mailbox() as mailbox:
        yield mailbox


@pytest.fixture(autouse=True)
def later() -> Iterator[None]:
    yield
    clock.set_offset(timedelta(0))


@pytest.fixture
def person(world: World) -> User:
    return world.person("samira@exemple.fr")


@pytest.fixture
def app(person: User) -> Service:
    return service(sign_in(Browser(), person))


@pytest.fixture
def token(app: Service, person: User) -> str:
    token: str = app.tokens()["access_token"]
    say(person.id)
    return token
