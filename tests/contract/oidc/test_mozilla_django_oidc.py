"""A Django site on mozilla-django-oidc: signs in, asks again in silence, reads, is refused, signs out."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from mob.identity.oidc import clients
from mob.identity.oidc_types import NewClient
from mob.kernel import clock
from mob.kernel.actor import Actor
from tests.contract.oidc.conftest import Person
from tests.factories.provider import Service, service

pytestmark = pytest.mark.django_db(transaction=True)


class Site:
    """The site, and the person's browser at it."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._visit = requests.Session()

    def led_from(self, where: str) -> str:
        """Where an address of the site leads."""
        full = where if where.startswith("http") else self.address + where
        return self._visit.get(full, allow_redirects=False, timeout=20).headers["Location"]

    @property
    def knows(self) -> str:
        return self._visit.get(f"{self.address}/qui", timeout=20).text


@pytest.fixture
def site(issuer: str, tmp_path: Path) -> Iterator[Site]:
    """Registered once its port is known: an address is registered to the letter."""
    script = Path(__file__).with_name("mozilla_site.py")
    app = service(
        redirect_uris=("http://localhost:9/attente",), scopes=("openid", "email"), required=("openid", "email")
    )
    command = [sys.executable, str(script), issuer, app.client_id, app.secret, str(tmp_path)]
    own = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=own) as process:
        assert process.stdout is not None
        address = f"http://localhost:{int(process.stdout.readline())}"
        _move(app, address)
        yield Site(address)
        process.terminate()


def _move(app: Service, address: str) -> None:
    new = NewClient(
        app.client_id,
        "Site",
        "Site",
        redirect_uris=(f"{address}/oidc/callback/",),
        post_logout_redirect_uris=(f"{address}/qui",),
    )
    clients.move_client(Actor.system(), new, now=clock.now())


def test_a_django_site_goes_all_the_way(site: Site, person: Person) -> None:
    asked = site.led_from("/oidc/authenticate/")
    assert site.led_from(person.allows(asked, [])) == "/qui"
    assert site.knows == "samira@exemple.fr"
    again = site.led_from("/")
    assert "prompt=none" in again
    assert site.led_from(person.comes_back(again)) == "/"
    assert site.knows == "samira@exemple.fr"
    assert person.leaves(site.led_from("/oidc/logout/")) == f"{site.address}/qui"
    assert site.knows == "personne"
    assert not person.is_signed_in


def test_once_she_ended_the_link_the_site_no_longer_knows_her(site: Site, person: Person) -> None:
    site.led_from(person.allows(site.led_from("/oidc/authenticate/"), []))
    person.ends_the_link()
    back = person.comes_back(site.led_from("/"))
    assert "error=consent_required" in back
    site.led_from(back)
    assert site.knows == "personne"
