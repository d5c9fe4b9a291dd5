"""`docs/reference/openapi.json` names every route with its scope, and what is answered is what it says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client as Browser

from mob.api.v2.urls import urlpatterns
from mob.identity.models import User
from mob.kernel.actor import Actor
from tests.factories import dossiers, purchases
from tests.factories.bearers import caller
from tests.factories.money import town
from tests.factories.world import World

DOCUMENT: dict[str, Any] = json.loads((Path(__file__).parents[3] / "docs/reference/openapi.json").read_text("utf-8"))
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "null": type(None)}


def test_every_route_is_there_with_its_scope_and_no_other() -> None:
    served = {}
    for entry in urlpatterns:
        path = "/" + re.sub(r"<\w+:(\w+)>", r"{\1}", str(entry.pattern))
        scopes = getattr(entry.callback, "scopes", {"POST": None})  # simulations ask for none
        served[path] = {verb.lower(): [{"person": [scope]}] if scope else [] for verb, scope in scopes.items()}
    said = {
        path: {verb: about["security"] for verb, about in item.items() if verb != "parameters"}
        for path, item in DOCUMENT["paths"].items()
    }
    assert said == served


def test_every_reference_inside_leads_somewhere() -> None:
    named = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(DOCUMENT)))
    assert named <= DOCUMENT["components"]["schemas"].keys()


def fits(value: Any, schema: dict[str, Any], at: str = "") -> None:
    """The part of JSON Schema that the document uses."""
    if "$ref" in schema:
        return fits(value, DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]], at)
    if "oneOf" in schema:
        assert value is None or schema["oneOf"][0], at
        return None if value is None else fits(value, schema["oneOf"][0], at)
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    assert type(value) in [TYPES[kind] for kind in kinds], (at, value)
    assert "enum" not in schema or value in schema["enum"], (at, value)
    if isinstance(value, dict) and "properties" in schema:
        assert set(schema["required"]) <= value.keys() <= schema["properties"].keys(), (at, value.keys())
        for name, each in value.items():
            fits(each, schema["properties"][name], f"{at}/{name}")
    if isinstance(value, list):
        for each in value:
            fits(each, schema["items"], f"{at}[]")
    return None


def schema_of(path: str, verb: str, status: int) -> dict[str, Any]:
    content = DOCUMENT["paths"][path][verb]["responses"][str(status)]["content"]
    found: dict[str, Any] = next(iter(content.values()))["schema"]
    return found


@pytest.mark.django_db
def test_what_is_answered_is_what_it_says(person: User, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mob.kernel.clock.now", lambda: world.now)
    herself, here = Actor.citizen(person.id), town(world)
    dossiers.introduce(herself, now=world.now)
    granted = here.granted(citizen=herself).application.reference
    rules = "aide:\n  applicable si: demandeur . âge >= 18 an\n  valeur: 150 €\n"
    aid = world.aid(rules=rules)
    dossiers.sent_as_she_is(world, world.aid(), herself)
    service = caller(person)
    made = service.post("/api/v2/applications", {"aid": aid.slug}, idempotency_key="une-cle-a-moi")
    fits(made.json(), schema_of("/api/v2/applications", "post", made.status_code))
    ticket = world.aid(proofs=[purchases.SEASON])
    for number, slug in enumerate((ticket.slug, "")):
        given = purchases.hand_over(service, purchases.body(slug), key=f"une-cle-a-moi-{number}")
        fits(given.json(), schema_of("/api/v2/purchases", "post", given.status_code))
    mine = f"/api/v2/purchases/{given.json()['id']}"
    fits(service.get(mine).json(), schema_of("/api/v2/purchases/{purchase_id}", "get", 200))
    for path, address, status in (
        ("/api/v2/aids", "/api/v2/aids?limit=1", 200),
        ("/api/v2/aids", "/api/v2/aids?limit=0", 422),
        ("/api/v2/aids/{slug}", f"/api/v2/aids/{aid.slug}", 200),
        ("/api/v2/aids/{slug}", "/api/v2/aids/inconnue", 404),
        ("/api/v2/applications", "/api/v2/applications", 200),
        ("/api/v2/applications/{reference}", f"/api/v2/applications/{granted}", 200),
    ):
        answer = service.get(address)
        assert answer.status_code == status, address
        fits(answer.json(), schema_of(path, "get", status), address)
    fits(Browser().get("/api/v2/aids").json(), schema_of("/api/v2/aids", "get", 401))
