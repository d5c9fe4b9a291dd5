"""A request for a draft sent several times at the same instant makes one draft, and each is told the same."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from mob.applications.linked_services import preparing
from mob.applications.models import Application, Preparation
from mob.identity.oidc import clients
from mob.identity.oidc_types import Scope
from mob.kernel.actor import Actor
from tests.factories.provider import service
from tests.factories.world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.abuse(30)]


@pytest.mark.parametrize("is_same_key", [True, False])
def test_one_draft_whatever_comes_at_once(world: World, is_same_key: bool) -> None:
    aid, person = world.aid(), world.person()
    client = clients.find(service().client_id)
    assert client
    actor = Actor.client(client.id, on_behalf_of=person.id, scopes=frozenset({Scope.APPLY.value}))

    def ask(number: int) -> str:
        key = "une-seule-cle" if is_same_key else f"cle-numero-{number}"
        try:
            given = {"prix": ["1490"]}
            made = preparing.prepare(actor, slug=aid.slug, given=given, key=key, language="fr", now=world.now)
            return made.reference
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        references = set(pool.map(ask, range(4)))
    row = Application.objects.get()
    assert references == {row.reference}
    assert row.answers == {"prix": "1490"}
    assert Preparation.objects.count() == (1 if is_same_key else 4)
