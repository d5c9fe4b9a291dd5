"""The stand-ins in place of the network: a browser of the tests goes to them and comes back."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from mob.config import identity_providers
from mob.identity.ports import SignInProviders
from mob.integrations.openid.relying import OpenIdProviders
from mob.integrations.standins import StandinRequest, Standins, StandinTransport
from mob.kernel import ports

_FORM = {"content-type": "application/x-www-form-urlencoded"}


@contextmanager
def served() -> Iterator[Standins]:
    """The providers of the settings, all of them stand-ins, for the time of a test."""
    standins = Standins(settings.ENV.public_url)
    before = ports._factories[SignInProviders]
    found = OpenIdProviders(identity_providers.every(settings.ENV), StandinTransport(standins))  # type: ignore[arg-type]
    ports.plug(SignInProviders, lambda: found)  # type: ignore[type-abstract]
    try:
        yield standins
    finally:
        ports.plug(SignInProviders, before)


def come(browser: Client, standins: Standins, provider: str, person: str, *, path: str = "") -> HttpResponse:
    """Press the provider's button, choose that person over there, come back: the answer of the callback."""
    left = browser.post(path or f"/connexion/{provider}")
    found = re.search(r'content="0;url=([^"]+)"', left.content.decode())
    assert found, left.status_code
    going = urlsplit(html.unescape(found[1]))
    chosen = urlencode({"person": person}).encode()
    back = standins.answer(StandinRequest("POST", f"{going.path}?{going.query}", _FORM, chosen))
    assert back.status == 303, back.body
    here = urlsplit(back.headers["Location"])
    answer: HttpResponse = browser.get(f"{here.path}?{here.query}")
    return answer
