"""`GET /api/v2/applications`: where hers stand and what is expected of her, and nothing that is between her and a funder."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mob.applications import services
from mob.applications.models import Application
from mob.applications.types import AwardTerms, PaymentMode, State
from mob.identity.models import User
from mob.kernel.actor import Actor
from mob.kernel.money import Cents
from tests.factories import dossiers
from tests.factories.bearers import Caller, caller
from tests.factories.dossiers import Dossier
from tests.factories.money import town
from tests.factories.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
HERE = "/api/v2/applications"


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    monkeypatch.setattr("mob.kernel.clock.now", lambda: world.now)


@pytest.fixture
def service(person: User) -> Caller:
    return caller(person)


@pytest.fixture
def herself(person: User) -> Actor:
    return Actor.citizen(person.id)


def references(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [each["reference"] for each in answer.json()["applications"]]


def test_hers_are_listed_page_after_page_the_last_begun_first(service: Caller, herself: Actor, world: World) -> None:
    made = [dossiers.sent(world, world.aid(), herself).reference for _ in range(3)]
    dossiers.sent(world)
    found, address = [], f"{HERE}?limit=2"
    while address:
        answer = service.get(address)
        found += references(answer)
        address = answer.json()["next"]
    assert found == made[::-1]
    assert references(service.get(HERE, {"state": "submitted"})) == made[::-1]
    assert references(service.get(HERE, {"state": "approved"})) == []


def test_a_draft_that_the_service_did_not_prepare_is_hers_alone(service: Caller, herself: Actor, world: World) -> None:
    draft = dossiers.ready(world, citizen=herself)
    assert references(service.get(HERE)) == []
    assert service.get(f"{HERE}/{draft.reference}").status_code == 404


@pytest.mark.abuse(40)
def test_somebody_else_s_application_is_not_there(service: Caller, world: World) -> None:
    other = dossiers.sent(world)
    told = [service.get(f"{HERE}/{reference}") for reference in (other.reference, "ABCD-2345", "n-importe-quoi")]
    assert {answer.status_code for answer in told} == {404}
    assert len({answer.content for answer in told}) == 1, "one that is somebody's is told as one that is not"


def test_what_was_granted_is_told_with_what_she_may_do(service: Caller, herself: Actor, world: World) -> None:
    aid = world.aid()
    sent = dossiers.sent(world, aid, herself)
    waiting = service.get(f"{HERE}/{sent.reference}").json()
    assert (waiting["state"], waiting["award"], waiting["expected"]) == ("submitted", None, None)
    assert waiting["actions"] == ["withdraw", "write"]
    agent = world.staff(aid.funder)
    terms = AwardTerms(PaymentMode.SINGLE, Cents(50_000))
    services.approve(agent, application_id=sent.id, terms=terms, message="Un mot de l’agent", now=world.now)
    granted = service.get(f"{HERE}/{sent.reference.lower().replace('-', '')}").json()
    assert granted["award"] == {
        "mode": "single",
        "amount_cents": 50_000,
        "frequency": None,
        "last_payment_on": None,
    }
    assert granted["decided_at"] == world.now.isoformat()


def asked_again(world: World, herself: Actor) -> Dossier:
    aid = world.aid()
    sent = dossiers.sent(world, aid, herself)
    agent = world.staff(aid.funder)
    dossiers.asked_again(world, sent, agent, fields=("prix",))
    return sent


def test_what_is_expected_of_her_comes_with_its_date_and_its_page(
    service: Caller, herself: Actor, world: World
) -> None:
    sent = asked_again(world, herself)
    body = service.get(f"{HERE}/{sent.reference}").json()
    due = Application.objects.get(id=sent.id).due_on
    assert due
    assert body["expected"] == {
        "what": "correct",
        "by": due.isoformat(),
        "page": f"http://localhost:8000/demandes/{sent.reference}/corriger",
    }
    assert body["actions"] == ["edit", "resubmit", "withdraw", "write"]


def test_what_a_payment_waits_for_is_expected_of_her(service: Caller, herself: Actor, world: World) -> None:
    here = town(world, purchase="after_agreement", invoice_days=60)
    award = here.granted(citizen=herself)
    page = f"http://localhost:8000/demandes/{award.application.reference}"
    told = service.get(HERE).json()["applications"][0]
    assert told["expected"] == {"what": "invoice", "by": award.invoice_due_on.isoformat(), "page": f"{page}/facture"}
    other = town(world, "Autre métropole").granted(citizen=herself)
    told = service.get(f"{HERE}/{other.application.reference}").json()
    assert (told["expected"]["what"], told["expected"]["by"]) == ("bank_details", None)
    here.payable(other)
    assert service.get(f"{HERE}/{other.application.reference}").json()["expected"] is None


@pytest.mark.abuse(41)
def test_nothing_of_her_answers_her_papers_or_the_agents_words_is_told(
    service: Caller, herself: Actor, world: World
) -> None:
    sent = asked_again(world, herself)
    said = json.dumps([service.get(HERE).json(), service.get(f"{HERE}/{sent.reference}").json()], ensure_ascii=False)
    for word in ("1490", "devis", "coupée", "Samira", "Haddad", "samira@", "Julien", "Roche", "prix"):
        assert word not in said, word
    for name in ("fields", "include", "expand", "sort", "citizen"):
        assert service.get(HERE, {name: "answers"}).status_code == 422, name
        assert service.get(f"{HERE}/{sent.reference}", {name: "answers"}).status_code == 422, name


@pytest.mark.parametrize(
    ("said", "pointer"), [({"state": "ouverte"}, "state"), ({"cursor": "eA"}, "cursor"), ({"limit": "0"}, "limit")]
)
def test_what_makes_no_sense_is_named(service: Caller, said: dict[str, str], pointer: str) -> None:
    answer = service.get(HERE, said)
    assert (answer.status_code, answer.json()["pointer"]) == (422, pointer)


def test_every_state_is_told_without_a_breakdown(service: Caller, herself: Actor, world: World) -> None:
    sent = dossiers.sent(world, world.aid(), herself)
    for state in set(State) - {State.DRAFT}:
        decided = world.now if state in (State.APPROVED, State.REJECTED) else None
        Application.objects.filter(id=sent.id).update(state=state.value, closed_at=world.now, decided_at=decided)
        answer = service.get(f"{HERE}/{sent.reference}")
        assert (answer.status_code, answer.json()["state"]) == (200, state.value)
