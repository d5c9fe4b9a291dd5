"""A service is told at its address, signed, that a link ended: tried again, shown, sent once more."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from mob.directory import services
from mob.identity.models import ClientFailure, Link, WebhookCall
from mob.identity.oidc import clients, keeping, links, webhooks
from mob.identity.oidc.subjects import subject
from mob.identity.ports import WebhookCaller
from mob.integrations.logout_caller import HttpWebhookCaller
from mob.journal import worker
from mob.kernel import clock, ports
from mob.kernel.actor import Actor
from mob.kernel.ports import PortRefused, PortUnavailable
from tests.factories.accounts import plugged_mailbox
from tests.factories.partners import Console, console
from tests.factories.sessions import strong_client
from tests.factories.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.abuse(90)]
ADDRESS = "https://appli.exemple.fr/mob/webhook"


@dataclass
class Caller:
    """Serves `WebhookCaller`: keeps what was posted, answers as told."""

    answer: int | Exception = 200
    posted: list[tuple[str, Mapping[str, str], bytes]] = field(default_factory=list)

    def call(self, uri: str, headers: Mapping[str, str], body: bytes) -> int:
        self.posted.append((uri, headers, body))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def caller() -> Iterator[Caller]:
    before = ports._factories.get(WebhookCaller)
    made = Caller()
    ports.plug(WebhookCaller, lambda: made)  # type: ignore[type-abstract]
    with plugged_mailbox():
        yield made
    clock.set_offset(timedelta(0))
    if before is not None:
        ports.plug(WebhookCaller, before)  # type: ignore[type-abstract]


@pytest.fixture
def house(world: World) -> Console:
    return console(world)


def linked(world: World, house: Console) -> tuple[Actor, Link]:
    """Somebody who linked a live service that has a webhook."""
    made = house.register(is_sandbox=False, webhook_uri=ADDRESS)
    services.accept_client(Actor.system(), client_id=made.id, now=clock.now())
    client, person = clients.find(made.client_id), world.citizen()
    assert client is not None
    key, _scopes = links.allow(
        person, client, asked=("openid",), chosen=(), text="Oui.", language="fr", now=clock.now()
    )
    return person, Link.objects.get(id=key)


def signature(secret: str, headers: Mapping[str, str], body: bytes) -> str:
    """As a receiver computes it, with nothing of ours."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def test_row_90_the_end_of_a_link_is_posted_signed_and_names_her_as_the_service_does(
    world: World, house: Console, caller: Caller
) -> None:
    person, link = linked(world, house)
    links.end_link(person, link.id, now=clock.now())
    worker.run_once(clock.now)
    [(uri, headers, body)] = caller.posted
    secret = webhooks.secret_of(house.actor, link.client_id)
    assert (uri, headers["webhook-signature"]) == (ADDRESS, signature(secret, headers, body))
    said, row = json.loads(body), link.client
    assert person.id is not None
    assert said["type"] == "link.ended"
    assert said["data"] == {"client_id": row.client_id, "sub": subject(person.id, sector=row.sector)}
    assert str(person.id) not in body.decode()
    [call] = webhooks.calls_of(link.client_id)
    assert (call.is_done, call.outcome, call.attempts) == (True, "200", 1)


def test_a_service_that_is_away_is_told_later_under_the_same_number(
    world: World, house: Console, caller: Caller
) -> None:
    person, link = linked(world, house)
    caller.answer = 503
    links.end_link(person, link.id, now=clock.now())
    worker.run_once(clock.now)
    [call] = webhooks.calls_of(link.client_id)
    assert (call.is_done, call.outcome) == (False, "503")
    caller.answer = 204
    clock.set_offset(timedelta(hours=1))
    worker.run_once(clock.now)
    assert len({headers["webhook-id"] for _uri, headers, _body in caller.posted}) == 1
    [call] = webhooks.calls_of(link.client_id)
    assert (call.is_done, call.outcome, call.attempts) == (True, "204", 2)


@pytest.mark.parametrize("answer", [410, PortRefused("logout_address")])
def test_one_that_says_it_is_gone_is_not_asked_again(
    world: World, house: Console, caller: Caller, answer: int | Exception
) -> None:
    person, link = linked(world, house)
    caller.answer = answer
    links.end_link(person, link.id, now=clock.now())
    worker.run_once(clock.now)
    clock.set_offset(timedelta(days=1))
    worker.run_once(clock.now)
    assert len(caller.posted) == 1
    assert ClientFailure.objects.filter(client_id=link.client_id, endpoint="webhook").exists()


def test_after_a_change_of_secret_both_sign_for_a_day(world: World, house: Console, caller: Caller) -> None:
    _person, link = linked(world, house)
    old = webhooks.secret_of(house.actor, link.client_id)
    keeping.renew_webhook_secret(house.actor, link.client_id, now=clock.now())
    new = webhooks.secret_of(house.actor, link.client_id)
    assert old != new
    for hours, expected in ((1, {old, new}), (25, {new})):
        clock.set_offset(timedelta(hours=hours))
        webhooks.try_out(house.actor, link.client_id, now=clock.now())
        worker.run_once(clock.now)
        _uri, headers, body = caller.posted[-1]
        assert set(headers["webhook-signature"].split()) == {signature(each, headers, body) for each in expected}


def test_a_message_is_sent_again_from_the_console(world: World, house: Console, caller: Caller) -> None:
    person, link = linked(world, house)
    browser, home = strong_client(house.user), f"/operateur/clients/{link.client_id}/webhook"
    links.end_link(person, link.id, now=clock.now())
    worker.run_once(clock.now)
    call = WebhookCall.objects.get()
    assert str(call.fact) in browser.get(home).content.decode()
    clock.set_offset(timedelta(seconds=2))
    assert browser.post(f"{home}/{call.id}/renvoyer").status_code == 302
    assert browser.post(f"{home}/essayer").status_code == 302
    clock.set_offset(timedelta(seconds=4))
    worker.run_once(clock.now)
    kinds = sorted(json.loads(body)["type"] for _uri, _headers, body in caller.posted)
    assert kinds == ["link.ended", "link.ended", "webhook.test"]


def test_a_client_without_address_is_told_nothing_and_the_console_says_so(house: Console, caller: Caller) -> None:
    made = house.register()
    browser = strong_client(house.user)
    response = browser.post(f"/operateur/clients/{made.id}/webhook/essayer", follow=True)
    assert "n’a pas d’adresse de webhook" in response.content.decode()
    assert caller.posted == []


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.8", "169.254.169.254", "::1", "fd00::1"])
def test_an_inner_address_is_never_called(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: found)
    with pytest.raises(PortRefused):
        HttpWebhookCaller(allows_local=False).call("https://appli.exemple.fr/w", {}, b"")


def test_plain_http_is_never_called() -> None:
    with pytest.raises(PortRefused):
        HttpWebhookCaller(allows_local=False).call("http://appli.exemple.fr/w", {}, b"")


def test_a_name_that_leads_nowhere_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*_args: object, **_options: object) -> None:
        raise OSError("no such name")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    with pytest.raises(PortUnavailable):
        HttpWebhookCaller(allows_local=False).call("https://appli.exemple.fr/w", {}, b"")
