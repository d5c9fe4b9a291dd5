"""`/api/v2/purchases`: a service hands over, and nothing more: what becomes of it is the person's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser

from mob.applications.models import Application, Proof, Purchase
from mob.applications.purchases import handing, joining
from mob.catalogue.models import Aid
from mob.catalogue.types import Level
from mob.identity.models import Link, Reading, User
from mob.identity.oidc_types import OFFERED, Scope
from mob.journal.models import Fact
from mob.kernel.actor import Actor
from tests.factories.aids import aid_content
from tests.factories.bearers import Caller, caller
from tests.factories.catalogue import publish
from tests.factories.employers import employer
from tests.factories.purchases import HERE, INVOICE, KEY, body, hand_over, handed
from tests.factories.world import World

pytestmark = pytest.mark.django_db
ONLY = (Scope.METADATA.value,)


def test_the_service_is_told_where_to_lead_her_and_nothing_is_joined(
    service: Caller, aid: Aid, person: User, world: World
) -> None:
    answer = hand_over(service, body(aid.slug))
    row = Purchase.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {
        "id": str(row.id),
        "state": "waiting",
        "aid": {
            "slug": aid.slug,
            "title": "Prime vélo à assistance électrique",
            "page": f"http://localhost:8000/aides/{aid.slug}",
        },
        "received_at": world.now.isoformat(),
        "kept_until": (world.now + timedelta(days=7)).isoformat(),
        "page": f"http://localhost:8000/aides/{aid.slug}/demander?justificatif={row.id}",
    }
    assert answer.headers["Location"] == f"{HERE}/{row.id}"
    assert answer.headers["Cache-Control"] == "no-store"
    assert not Application.objects.exists()
    assert not Proof.objects.exists()


def test_without_an_aid_it_waits_in_her_account(service: Caller) -> None:
    answer = hand_over(service).json()
    assert answer["aid"] is None
    assert answer["page"] == f"http://localhost:8000/mon-compte/services-lies/justificatifs/{answer['id']}"


def test_what_was_bought_is_sealed_and_the_journal_holds_ids_alone(service: Caller, person: User) -> None:
    row = handed(service)
    assert b"QUOKKABLEU" not in bytes(row.sealed)
    assert b"Abonnement" not in bytes(row.sealed)
    (fact,) = Fact.objects.filter(kind="purchase_received")
    assert fact.stream == f"account:{person.id}"
    assert "Abonnement" not in fact.data
    assert str(row.id) in fact.data


def test_it_is_not_told_as_a_reading(service: Caller) -> None:
    handed(service)
    assert not Reading.objects.filter(scope__contains=Scope.METADATA.value).exists()


@pytest.mark.abuse(30)
def test_the_same_key_is_the_same_request_and_serves_no_other(service: Caller, aid: Aid) -> None:
    first = hand_over(service, body(aid.slug))
    again = hand_over(service, body(aid.slug))
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    for other in (body(), body(aid.slug, number="F-2")):
        answer = hand_over(service, other)
        assert (answer.status_code, answer.json()["code"]) == (422, "api_key_reused")
    assert Purchase.objects.count() == 1
    assert Fact.objects.filter(kind="purchase_received").count() == 1


@pytest.mark.abuse(30)
def test_a_request_sent_again_after_it_served_brings_nothing_back(service: Caller, person: User, world: World) -> None:
    row = handed(service)
    joining.decline(Actor.citizen(person.id), row.id, now=world.now)
    again = hand_over(service)
    assert (again.status_code, again.json()["state"]) == (200, "ended")
    assert not Purchase.objects.exclude(sealed=None).exists()


@pytest.mark.parametrize("key", ["", "court", "avec une espace"])
def test_a_request_without_a_key_of_its_own_is_refused(service: Caller, key: str) -> None:
    answer = service.post(HERE, body(), **({"idempotency_key": key} if key else {}))
    assert (answer.status_code, answer.json()["code"]) == (422, "api_key_needed")


def changed(path: str, value: Any) -> dict[str, Any]:
    """The request with one member changed, or taken out when the value is Ellipsis."""
    asked: Any = body()
    here, *rest = path.split(".")
    at = asked
    for name in [here, *rest][:-1]:
        at = at[int(name) if name.isdigit() else name]
    last = path.split(".")[-1]
    if value is ...:
        del at[last]
    else:
        at[int(last) if last.isdigit() else last] = value
    found: dict[str, Any] = asked
    return found


@pytest.mark.abuse(45, 76)
@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("aid", 12),
        ("aid", ""),
        ("aid", "x\0"),
        ("invoices", ...),
        ("invoices", []),
        ("invoices", {"0": INVOICE}),
        ("invoices", [INVOICE | {"number": str(n)} for n in range(11)]),
        ("invoices.0", "x"),
        ("invoices.0.number", ...),
        ("invoices.0.number", 12),
        ("invoices.0.number", "F\u202e1"),
        ("invoices.0.date", ...),
        ("invoices.0.date", "20/02/2026"),
        ("invoices.0.date", "2026-02-30"),
        ("invoices.0.date", "2026-03-12"),
        ("invoices.0.date", "2026-W08-5"),
        ("invoices.0.seller", ...),
        ("invoices.0.seller.siret", "12345678901234"),
        ("invoices.0.seller.address", []),
        ("invoices.0.seller.address.city", None),
        ("invoices.0.customer", None),
        ("invoices.0.customer.last_name", ...),
        ("invoices.0.total_cents", 5_489),
        ("invoices.0.total_cents", 54.90),
        ("invoices.0.total_cents", "5490"),
        ("invoices.0.total_cents", True),
        ("invoices.0.total_cents", None),
        ("invoices.0.total_cents", -1),
        ("invoices.0.total_cents", 10**30),
        ("invoices.0.total_without_tax_cents", 5_491),
        ("invoices.0.products", ...),
        ("invoices.0.products.0", None),
        ("invoices.0.products.0.quantity", 1.0),
        ("invoices.0.products.0.quantity", True),
        ("invoices.0.products.0.amount_cents", ...),
        ("invoices.0.products.0.amount_cents", float("nan")),
        ("invoices.0.products.0.vat_rate", 10),
        ("invoices.0.products.0.vat_rate", "dix"),
        ("invoices.0.products.0.without_tax_cents", 4_000),
        ("invoices.0.products.0.valid_to", "2026-02-01"),
        ("invoices.0.products.0.valid_from", None),
        ("invoices.0.products.1.detail", "x" * 201),
    ],
)
def test_what_does_not_fit_is_named_and_nothing_is_kept(service: Caller, path: str, value: Any) -> None:
    answer = hand_over(service, changed(path, value))
    assert (answer.status_code, answer.json()["pointer"]) == (422, path)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert not Purchase.objects.exists()


@pytest.mark.abuse(43)
@pytest.mark.parametrize(
    "path",
    ["citizen_id", "state", "metadataId", "invoices.0.paid", "invoices.0.seller.iban", "invoices.0.products.0.price"],
)
def test_what_is_sent_beside_is_refused_by_its_name(service: Caller, path: str) -> None:
    answer = hand_over(service, changed(path, "x"))
    assert (answer.status_code, answer.json()["pointer"]) == (422, path)
    assert answer.json()["code"] == "api_unknown_name"
    assert not Purchase.objects.exists()


def test_an_aid_that_takes_no_such_paper_or_no_application_here_is_told(service: Caller, world: World) -> None:
    quote = world.aid()
    ended = world.aid(valid_to=world.now.date() - timedelta(days=1), proofs=[{"code": "f", "proof_type": "invoice"}])
    codes = [hand_over(service, body(slug)).json()["code"] for slug in (quote.slug, ended.slug, "inconnue")]
    assert codes == ["purchase_not_asked", "aid_closed", "aid_unknown"]
    assert not Purchase.objects.exists()


@pytest.mark.abuse(31)
def test_the_scope_alone_does_not_tell_for_whom_she_works(person: User, world: World) -> None:
    """An aid reserved to an employer's people answers the same to a service that may not see her aids."""
    house = employer(world)
    paper = {"code": "facture", "proof_type": "invoice", "label_fr": "Facture"}
    publish(house.funder, aid_content("Forfait mobilités", level=Level.EMPLOYER), slug="forfait")
    Aid.objects.get(slug="forfait").current.proofs.update(proof_type=paper["proof_type"])
    house.affiliate(Actor.citizen(person.id))
    alone, sees = caller(person, chosen=ONLY), caller(person, chosen=(*ONLY, Scope.AIDS.value))
    assert hand_over(alone, body("forfait")).json()["code"] == "aid_unknown"
    assert hand_over(sees, body("forfait")).status_code == 201


@pytest.mark.abuse(47)
def test_without_the_scope_or_her_word_nothing_is_taken(person: User) -> None:
    others = tuple(scope for scope in OFFERED if scope is not Scope.METADATA)
    answer = hand_over(caller(person, chosen=others))
    assert (answer.status_code, answer.json()["code"]) == (403, "api_scope_missing")
    assert not Purchase.objects.exists()


@pytest.mark.abuse(31)
@pytest.mark.parametrize("verb", ["get", "delete"])
def test_what_another_service_or_person_was_handed_is_not_there(
    service: Caller, person: User, world: World, verb: str
) -> None:
    row = handed(service)
    for other in (caller(person), caller(world.person())):
        answer = getattr(Browser(), verb)(f"{HERE}/{row.id}", headers={"authorization": f"Bearer {other.token}"})
        assert (answer.status_code, answer.json()["code"]) == (404, "purchase_unknown")
    row.refresh_from_db()
    assert row.state == "waiting"


@pytest.mark.abuse(31)
def test_the_key_of_one_person_or_service_says_nothing_to_another(service: Caller, person: User, world: World) -> None:
    answers = [hand_over(each) for each in (service, caller(person), caller(world.person()))]
    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert len({answer.json()["id"] for answer in answers}) == 3


def test_the_service_learns_that_it_waits_or_not_and_never_what_she_did(
    service: Caller, person: User, world: World
) -> None:
    mine, declined = handed(service), handed(service, key=f"{KEY}-2")
    joining.decline(Actor.citizen(person.id), declined.id, now=world.now)
    told = [service.get(f"{HERE}/{row.id}").json() for row in (mine, declined)]
    assert [each["state"] for each in told] == ["waiting", "ended"]
    assert told[0].keys() == told[1].keys() == {"id", "state", "aid", "received_at", "kept_until", "page"}


def test_the_service_takes_back_what_waits_and_once_is_enough(service: Caller) -> None:
    row = handed(service)
    headers = {"authorization": f"Bearer {service.token}"}
    for _ in range(2):
        assert Browser().delete(f"{HERE}/{row.id}", headers=headers).status_code == 204
    row.refresh_from_db()
    assert (row.state, row.sealed) == ("taken_back", None)


@pytest.mark.abuse(45)
def test_ten_wait_at_most_and_twenty_are_taken_a_day(service: Caller, person: User, world: World) -> None:
    found = [hand_over(service, key=f"{KEY}-{n}").status_code for n in range(11)]
    assert found == [201] * 10 + [409]
    for row in Purchase.objects.all():
        joining.decline(Actor.citizen(person.id), row.id, now=world.now)
    found = [hand_over(service, key=f"{KEY}-b{n}").status_code for n in range(10)]
    assert found == [201] * 9 + [429]
    assert hand_over(caller(person), key=f"{KEY}-c").status_code == 201, "another service counts for itself"


def test_a_link_that_ended_takes_nothing_even_while_the_call_is_under_way(
    service: Caller, person: User, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The door was open when it looked; she ends the link before anything is written."""
    real = handing.throttling.spend

    def ended_meanwhile(*args: Any, **named: Any) -> None:
        real(*args, **named)
        Link.objects.update(ended_at=world.now)

    monkeypatch.setattr(handing.throttling, "spend", ended_meanwhile)
    assert hand_over(service).status_code == 403
    assert not Purchase.objects.exists()
