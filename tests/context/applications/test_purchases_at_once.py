"""What comes at the same instant: one hand-over for a key, no more than may wait, one paper for a purchase."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from mob.applications.models import Proof, Purchase
from mob.applications.purchases import handing, joining, plain
from mob.documents.models import Document
from mob.identity.oidc import clients
from mob.identity.oidc_types import Scope
from mob.kernel.actor import Actor
from mob.kernel.errors import MobError
from tests.factories import dossiers, provider
from tests.factories.purchases import INVOICE, SEASON
from tests.factories.world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.abuse(30)]
AT_ONCE = 4


@dataclass
class Linked:
    """A person who linked a service, and that service acting for her."""

    person: Actor
    service: Actor
    link_id: UUID
    world: World

    def hand_over(self, key: str) -> UUID:
        found = plain.from_plain([INVOICE])
        return handing.hand_over(self.service, self.link_id, aid="", invoices=found, key=key, now=self.world.now).id


@pytest.fixture
def linked(world: World) -> Linked:
    person, app = world.citizen(), provider.service()
    client = clients.find(app.client_id)
    assert client
    scopes = frozenset({Scope.METADATA.value})
    actor = Actor.client(client.id, on_behalf_of=person.id, scopes=scopes)
    return Linked(person, actor, provider.link(person, app), world)


def at_once(act: Callable[[int], Any]) -> list[Any]:
    """What each call gave: its result, or the code of its refusal."""

    def one(number: int) -> Any:
        try:
            return act(number)
        except MobError as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def test_the_same_key_is_one_purchase(linked: Linked) -> None:
    told = at_once(lambda _number: linked.hand_over("une-seule-cle"))
    assert set(told) == {Purchase.objects.get().id}


def test_no_more_wait_than_may(linked: Linked) -> None:
    for number in range(9):
        linked.hand_over(f"cle-d-avant-{number}")
    told = at_once(lambda number: linked.hand_over(f"cle-numero-{number}"))
    refused = [each for each in told if isinstance(each, str)]
    assert Purchase.objects.count() == 10
    assert set(refused) == {"purchase_too_many"}
    assert len(refused) == AT_ONCE - 1


def test_one_purchase_is_one_paper(linked: Linked, world: World) -> None:
    draft = dossiers.started(world, world.aid(proofs=[SEASON]), linked.person)
    row = linked.hand_over("une-seule-cle")

    def join(_number: int) -> UUID:
        return joining.join(linked.person, row, application_id=draft.id, code="abonnement", now=world.now)

    told = at_once(join)
    assert Proof.objects.count() == Document.objects.filter(state="live").count() == 1
    assert [each for each in told if isinstance(each, UUID)] == [Proof.objects.get().id]
    assert {each for each in told if isinstance(each, str)} <= {"changed_meanwhile", "purchase_unknown"}
