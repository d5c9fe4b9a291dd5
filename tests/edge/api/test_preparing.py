"""`POST /api/v2/applications`: a service prepares, the person checks and sends; the same key is the same request."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser

from mob.applications import retention, services
from mob.applications.models import Application, Preparation
from mob.catalogue.models import Aid
from mob.catalogue.types import Level
from mob.identity.models import Client, User
from mob.journal.models import Fact
from mob.kernel.actor import Actor
from tests.factories import dossiers
from tests.factories.accounts import sign_in
from tests.factories.aids import aid_content
from tests.factories.bearers import Caller, caller
from tests.factories.catalogue import publish
from tests.factories.employers import employer
from tests.factories.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
HERE = "/api/v2/applications"
KEY = "4f3c2b1a-0001"


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    monkeypatch.setattr("mob.kernel.clock.now", lambda: world.now)


@pytest.fixture
def service(person: User) -> Caller:
    return caller(person)


@pytest.fixture
def aid(world: World) -> Aid:
    fields = [
        {"code": "prix", "kind": "number", "label_fr": "Prix du vélo (€)"},
        {"code": "neuf", "kind": "yes_no", "label_fr": "Est-il neuf ?"},
    ]
    return world.aid(fields=fields)


def ask(service: Caller, aid: Aid, *, key: str = KEY, **answers: Any) -> Any:
    return service.post(HERE, {"aid": aid.slug, "answers": answers}, idempotency_key=key)


def test_the_service_is_told_where_she_goes_on_and_nothing_is_sent(
    service: Caller, aid: Aid, person: User, world: World
) -> None:
    answer = ask(service, aid, prix="1490,50", neuf=True)
    assert answer.status_code == 201
    row = Application.objects.get()
    assert answer.json() == {
        "reference": row.reference,
        "state": "draft",
        "filled": ["neuf", "prix"],
        "page": f"http://localhost:8000/demandes/{row.reference}",
    }
    assert answer.headers["Location"] == f"{HERE}/{row.reference}"
    assert (row.citizen_id, row.state, row.submitted_at) == (person.id, "draft", None)
    assert row.answers == {"prix": "1490.50", "neuf": True}
    assert service.get(f"{HERE}/{row.reference}").json()["expected"]["what"] == "send"
    actors = set(Fact.objects.filter(stream=f"application:{row.id}").values_list("actor", flat=True))
    assert actors == {f"client:{Client.objects.get(client_id=service.app.client_id).id}"}


def test_she_reads_on_her_pages_who_prepared_it(service: Caller, aid: Aid, person: User) -> None:
    reference = ask(service, aid, prix="1490").json()["reference"]
    page = sign_in(Browser(), person).get(f"/demandes/{reference}/verifier").content.decode()
    assert "Préparée avec Tilleul Mobilités" in page


def test_what_she_wrote_is_never_written_over(service: Caller, aid: Aid, person: User, world: World) -> None:
    mine = dossiers.started(world, aid, Actor.citizen(person.id))
    services.save_answers(mine.citizen, application_id=mine.id, values={"prix": ["900"]}, now=world.now)
    answer = ask(service, aid, prix="1490", neuf=False)
    assert (answer.status_code, answer.json()["reference"]) == (200, mine.reference)
    assert answer.json()["filled"] == ["neuf"]
    assert Application.objects.get().answers == {"prix": "900", "neuf": False}


@pytest.mark.abuse(30)
def test_the_same_key_is_the_same_request_and_serves_no_other(service: Caller, aid: Aid, world: World) -> None:
    first = ask(service, aid, prix="1490")
    facts = Fact.objects.count()
    again = ask(service, aid, prix="1490")
    assert (again.status_code, again.json()["reference"]) == (200, first.json()["reference"])
    assert Fact.objects.count() == facts, "nothing was done twice"
    for other in (ask(service, aid, prix="1500"), ask(service, world.aid(), prix="1490")):
        assert (other.status_code, other.json()["code"]) == (422, "api_key_reused")
    assert Application.objects.count() == 1


@pytest.mark.abuse(31)
def test_the_key_of_one_person_or_service_says_nothing_to_another(aid: Aid, world: World, person: User) -> None:
    other = caller(world.person())
    mine, elsewhere = ask(caller(person), aid, prix="1490"), ask(caller(person), aid, prix="1500")
    hers = ask(other, aid, prix="1600")
    assert [each.status_code for each in (mine, elsewhere, hers)] == [201, 200, 201]
    assert hers.json()["reference"] != mine.json()["reference"]
    assert Preparation.objects.count() == 3


def test_a_draft_she_discarded_is_not_begun_again_by_an_old_request(
    service: Caller, aid: Aid, person: User, world: World
) -> None:
    ask(service, aid, prix="1490")
    services.discard(Actor.citizen(person.id), application_id=Application.objects.get().id, now=world.now)
    again = ask(service, aid, prix="1490")
    assert (again.status_code, again.json()["code"]) == (409, "draft_gone")
    assert not Application.objects.exists()
    assert ask(service, aid, key="une-autre-clé".replace("é", "e"), prix="1490").status_code == 201


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"aid": "{aid}", "answers": {"prix": "beaucoup"}}, "answers.prix"),
        ({"aid": "{aid}", "answers": {"prix": 14.9}}, "answers.prix"),
        ({"aid": "{aid}", "answers": {"prix": {"x": 1}}}, "answers.prix"),
        ({"aid": "{aid}", "answers": {"prix": None}}, "answers.prix"),
        ({"aid": "{aid}", "answers": {"inconnue": "x"}}, "answers.inconnue"),
        ({"aid": "{aid}", "answers": ["x"]}, "answers"),
        ({"aid": 12}, "aid"),
        ({"answers": {}}, "aid"),
        ({"aid": "x\0"}, "aid"),
    ],
)
def test_what_does_not_fit_is_named_and_nothing_is_kept(
    service: Caller, aid: Aid, body: dict[str, Any], pointer: str
) -> None:
    said = {name: aid.slug if value == "{aid}" else value for name, value in body.items()}
    answer = service.post(HERE, said, idempotency_key=KEY)
    assert (answer.status_code, answer.json()["pointer"]) == (422, pointer)
    assert not Application.objects.exists()
    assert not Preparation.objects.exists()


@pytest.mark.abuse(43)
@pytest.mark.parametrize("name", ["state", "status", "amount_cents", "funder_id", "citizen_id", "created_at", "submit"])
def test_a_state_an_owner_or_a_sum_sent_beside_is_refused(service: Caller, aid: Aid, name: str) -> None:
    answer = service.post(HERE, {"aid": aid.slug, name: "approved"}, idempotency_key=KEY)
    assert (answer.status_code, answer.json()["pointer"]) == (422, name)
    assert not Application.objects.exists()


@pytest.mark.parametrize("key", ["", "court", "é" * 10, "x" * 201, "avec une espace"])
def test_a_request_without_a_key_of_its_own_is_refused(service: Caller, aid: Aid, key: str) -> None:
    answer = service.post(HERE, {"aid": aid.slug}, **({"idempotency_key": key} if key else {}))
    assert (answer.status_code, answer.json()["code"]) == (422, "api_key_needed")


def test_where_she_could_not_begin_it_herself_the_service_cannot(service: Caller, person: User, world: World) -> None:
    house = employer(world)
    publish(house.funder, aid_content("Forfait mobilités", level=Level.EMPLOYER, proofs=()), slug="forfait")
    forfait, keyless = Aid.objects.get(slug="forfait"), world.aid(world.funder(key=False))
    ended = world.aid(valid_to=world.now.date() - timedelta(days=1))
    codes = [ask(service, each).json()["code"] for each in (forfait, keyless, ended)]
    assert codes == ["affiliation_needed", "no_usable_key", "aid_closed"]
    unknown = service.post(HERE, {"aid": "inconnue"}, idempotency_key=KEY)
    assert (unknown.status_code, unknown.json()["code"]) == (404, "aid_unknown")
    house.affiliate(Actor.citizen(person.id))
    assert ask(service, forfait).status_code == 201


def test_what_was_asked_is_forgotten_a_week_after_it_served(
    service: Caller, aid: Aid, person: User, world: World
) -> None:
    rule = next(each for each in retention.rules() if each.code == "applications.preparations")
    ask(service, aid, prix="1490")
    later = world.now + timedelta(days=8)
    assert rule.due(later) == 0, "the draft still waits for her"
    services.discard(Actor.citizen(person.id), application_id=Application.objects.get().id, now=world.now)
    assert (rule.due(world.now), rule.due(later)) == (0, 1)
    assert rule.erase(later) == 1
    assert not Preparation.objects.exists()
