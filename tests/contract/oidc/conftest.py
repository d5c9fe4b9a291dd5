"""A provider that answers on a port, and a person who is signed in to it, for clients no one here wrote."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

import pytest
from django.conf import LazySettings
from django.test import Client as Browser
from pytest_django.live_server_helper import LiveServer

from mob.identity.models import User
from tests.factories.accounts import sign_in
from tests.factories.world import World


@pytest.fixture
def issuer(live_server: LiveServer, settings: LazySettings) -> str:
    settings.ENV = dataclasses.replace(settings.ENV, public_url=live_server.url)
    return str(live_server.url)


@dataclass
class Person:
    """Her browser at the provider: where a client sends her, and where she is sent back to."""

    user: User
    browser: Browser

    def allows(self, address: str, chosen: Sequence[str]) -> str:
        """Say yes to what a client asks for at this address. Returns the address she is led to."""
        path, _mark, query = address.partition("/oidc/authorize?")
        assert path
        page = self.browser.get(f"/oidc/authorize?{query}")
        assert page.status_code == 200, (page.status_code, page.headers)
        answer = self.browser.post(f"/oidc/consent?{query}", {"decision": "yes", "scope": list(chosen)})
        return answer.headers["Location"]

    def comes_back(self, address: str) -> str:
        """Nothing is left to decide, or nothing may be shown: where she is led at once."""
        response = self.browser.get("/oidc/authorize?" + address.partition("?")[2])
        assert response.status_code == 302, response.status_code
        return response.headers["Location"]

    def leaves(self, address: str) -> str:
        """A client asks to sign her out. Returns the address she is led to."""
        asked = {name: values[0] for name, values in parse_qs(address.partition("?")[2]).items()}
        return self.browser.get(f"/oidc/logout?{urlencode(asked)}").headers["Location"]

    @property
    def is_signed_in(self) -> bool:
        return self.browser.get("/mon-compte/").status_code == 200

    def ends_the_link(self) -> None:
        from mob.identity.models import Link

        link = Link.objects.get(user=self.user, ended_at=None)
        self.browser.post(f"/mon-compte/services-lies/{link.id}/fin")


@pytest.fixture
def person(world: World) -> Person:
    user = world.person("samira@exemple.fr")
    return Person(user, sign_in(Browser(), user))
