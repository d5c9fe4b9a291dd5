"""f4: she changes what she needs; her page lists who read the former, and one click has them told, without a word of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from html import unescape

import pytest

from mob.identity import services
from mob.identity.accessibility.profile import AccessibilityProfile, Need
from mob.identity.models import Client, User
from mob.identity.ports import WebhookCaller
from mob.journal.models import Fact
from mob.journal.runner import run_due
from mob.kernel import clock, ports
from mob.kernel.actor import Actor
from tests.factories.provider import Service
from tests.factories.sharing import link_of, reading, shared, standing

pytestmark = pytest.mark.django_db
HERE = "/mon-compte/accessibilite/partages"


def change(person: User) -> None:
    """An hour later."""
    later = clock.now() + timedelta(hours=1)
    profile = AccessibilityProfile(needs=(Need.PUSHCHAIR,))
    services.keep_accessibility(Actor.citizen(person.id), profile=profile, now=later)


def page(app: Service) -> str:
    return unescape(app.browser.get(HERE).content.decode())


@pytest.fixture
def hook(app: Service) -> str:
    """The service gave an address to be told at."""
    uri = "https://appli.exemple.fr/moB/nouvelles"
    Client.objects.filter(client_id=app.client_id).update(webhook_uri=uri)
    return uri


def test_nobody_is_listed_who_read_nothing_or_the_last_word(app: Service, token: str, person: User, hook: str) -> None:
    shared(app, standing())
    change(person)
    assert "a changé" not in page(app), "it has read nothing"
    reading(token)
    assert "a changé" in page(app), "the change is an hour ahead of that reading"
    clock.set_offset(timedelta(hours=2))
    services.sharing.read(link_of(app).id, reference="", now=clock.now())
    assert not services.sharing.outdated(Actor.citizen(person.id), now=clock.now())


def test_one_click_has_it_told_once(app: Service, token: str, person: User, hook: str) -> None:
    shared(app, standing())
    reading(token)
    change(person)
    assert "Les prévenir du changement" in page(app)
    clock.set_offset(timedelta(hours=2))
    her = Actor.citizen(person.id)
    assert services.sharing.tell_changed(her, now=clock.now()) == 1
    assert services.sharing.tell_changed(her, now=clock.now()) == 0
    fact = Fact.objects.get(kind="accessibility_change_told")
    assert set(json.loads(fact.data)) == {"client", "share"}


class Caller:
    """Serves `WebhookCaller`: keeps what was said."""

    def __init__(self) -> None:
        self.said: list[tuple[str, bytes]] = []

    def call(self, uri: str, headers: Mapping[str, str], body: bytes) -> int:
        self.said.append((uri, body))
        return 204


@pytest.fixture
def caller() -> Iterator[Caller]:
    before, caller = ports._factories[WebhookCaller], Caller()
    ports.plug(WebhookCaller, lambda: caller)  # type: ignore[type-abstract]
    yield caller
    ports.plug(WebhookCaller, before)  # type: ignore[type-abstract]


def test_what_it_is_told_says_that_it_changed_and_nothing_of_what(
    app: Service, token: str, person: User, hook: str, caller: Caller
) -> None:
    shared(app, standing())
    reading(token)
    change(person)
    clock.set_offset(timedelta(hours=2))
    services.sharing.tell_changed(Actor.citizen(person.id), now=clock.now())
    run_due(now=clock.now())
    ((uri, body),) = caller.said
    told = json.loads(body)
    assert (uri, told["type"]) == (hook, "accessibility.changed")
    assert set(told["data"]) == {"client_id", "sub"}
    assert b"pushchair" not in body


def test_one_that_gave_no_address_is_named_and_not_told(app: Service, token: str, person: User) -> None:
    shared(app, standing())
    reading(token)
    change(person)
    told = page(app)
    assert "prévenez-le si le trajet approche" in told
    assert "Les prévenir du changement" not in told
    app.browser.post(f"{HERE}/prevenir")
    assert not Fact.objects.filter(kind="accessibility_change_told").exists()


def test_a_share_that_ended_is_told_nothing(app: Service, token: str, person: User, hook: str) -> None:
    share_id = shared(app, standing())
    reading(token)
    services.sharing.stop(Actor.citizen(person.id), share_id, now=clock.now())
    change(person)
    app.browser.post(f"{HERE}/prevenir")
    assert not Fact.objects.filter(kind="accessibility_change_told").exists()
