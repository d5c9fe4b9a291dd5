"""Applications of people who do not exist: read like everybody's by a sandbox, met by nothing else, gone with them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client as Browser

from mob.applications.linked_services import made_up
from mob.applications.types import State
from mob.directory import services
from mob.directory.models import PartnerTestPerson
from mob.directory.partner_types import SandboxScript
from mob.kernel import clock
from mob.kernel.clock import day_ends
from mob.kernel.ids import normalise_reference
from tests.edge.api.test_openapi import DOCUMENT, fits
from tests.edge.operator.test_sandbox import app_of, come_in
from tests.edge.operator.test_sandbox import made_up as somebody
from tests.factories.accounts import sign_in
from tests.factories.bearers import Caller, caller
from tests.factories.partners import Console, console
from tests.factories.world import World

pytestmark = pytest.mark.django_db
HERE = "/api/v2/applications"
TOLD = [script for script in SandboxScript if script is not SandboxScript.EMPTY]


@pytest.fixture
def house(world: World) -> Console:
    return console(world)


def calling(house: Console, row: PartnerTestPerson, **fields: Any) -> Caller:
    """A client of the sandbox with the token of a test person."""
    app = app_of(house, scopes=("openid", "subscriptions_list"), **fields)
    app.scope = "openid subscriptions_list"
    come_in(app, row)
    return Caller(app, app.tokens()["access_token"])


def listed(service: Caller, **query: str) -> list[dict[str, Any]]:
    answer = service.get(HERE, query)
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["applications"]
    return found


def rows() -> dict[str, int]:
    """How many rows every table of files, money, figures, letters and lists holds."""
    labels = ("applications", "payments", "insights", "exports", "notifications", "documents", "catalogue")
    return {
        model.__name__: model._default_manager.count()
        for each in labels
        for model in apps.get_app_config(each).get_models()
    }


@pytest.mark.parametrize("script", TOLD)
def test_each_has_a_draft_one_sent_and_one_decided_that_no_table_holds(house: Console, script: SandboxScript) -> None:
    before = rows()
    service = calling(house, somebody(house, script))
    found = listed(service)
    draft, sent, decided = found
    assert (draft["state"], draft["submitted_at"], draft["expected"]["what"]) == ("draft", None, "send")
    assert sent["state"] in ("submitted", "under_review", "changes_requested")
    assert (sent["submitted_at"] is None, sent["decided_at"]) == (False, None)
    assert decided["state"] in ("approved", "rejected")
    assert decided["created_at"] < decided["submitted_at"] < decided["decided_at"]
    assert [each["created_at"] for each in found] == sorted((each["created_at"] for each in found), reverse=True)
    assert {each["funder"] for each in found} == {made_up.FUNDER.fr}
    assert rows() == before


@pytest.mark.parametrize("script", TOLD)
def test_they_have_the_form_of_everybody_s(house: Console, script: SandboxScript) -> None:
    service = calling(house, somebody(house, script))
    schema = DOCUMENT["paths"][HERE]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    one = DOCUMENT["paths"][f"{HERE}/{{reference}}"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    fits(service.get(HERE).json(), schema)
    for each in listed(service):
        assert normalise_reference(each["reference"]) == each["reference"]
        answer = service.get(f"{HERE}/{each['reference']}")
        fits(answer.json(), one)
        assert {name: value for name, value in answer.json().items() if name != "actions"} == each
    assert "submit" in service.get(f"{HERE}/{listed(service)[0]['reference']}").json()["actions"]


def test_filters_and_pages_answer_as_they_do_for_everybody(house: Console) -> None:
    service = calling(house, somebody(house, SandboxScript.CERTIFIED))
    whole = [each["reference"] for each in listed(service)]
    assert [each["reference"] for each in listed(service, state="approved")] == whole[2:]
    found, address = [], f"{HERE}?limit=2"
    while address:
        answer = service.get(address).json()
        found += [each["reference"] for each in answer["applications"]]
        address = answer["next"]
    assert found == whole
    assert service.get(f"{HERE}/ABCD-2345").status_code == 404


def test_they_stay_the_same_from_one_reading_to_the_next_and_are_hers_alone(house: Console) -> None:
    first, second = (somebody(house, SandboxScript.CERTIFIED) for _each in range(2))
    service, other = calling(house, first), calling(house, second)
    assert listed(service) == listed(calling(house, first))
    references = {each["reference"] for each in listed(service)}
    assert references.isdisjoint(each["reference"] for each in listed(other))
    assert other.get(f"{HERE}/{references.pop()}").status_code == 404


def test_an_account_just_opened_has_none(house: Console) -> None:
    assert listed(calling(house, somebody(house, SandboxScript.EMPTY))) == []


def test_they_are_gone_with_the_person(house: Console) -> None:
    row = somebody(house, SandboxScript.CERTIFIED)
    service = calling(house, row)
    services.end_sandbox_person(house.actor, person_id=row.id, now=clock.now())
    assert service.get(HERE).status_code == 401


def test_a_live_client_never_reads_one(world: World) -> None:
    assert listed(caller(world.person("samira@exemple.fr"))) == []


def test_a_correction_that_nobody_makes_closes_the_file_then_ends_the_wait(house: Console) -> None:
    row = somebody(house, SandboxScript.DECLARED)
    asked = {"made_at": row.created_at, "language": "fr"}

    def sent(**later: int) -> tuple[State, str]:
        now = row.created_at + timedelta(**later)
        found = made_up.applications(row.user_id, SandboxScript.DECLARED, now=now, **asked)[1]
        return found.state, found.task.what.value if found.task else ""

    assert sent(days=0) == (State.CHANGES_REQUESTED, "correct")
    assert sent(days=32) == (State.CLOSED_INCOMPLETE, "resume")
    assert sent(days=120) == (State.CLOSED_INCOMPLETE, "")
    due = made_up.applications(row.user_id, SandboxScript.DECLARED, now=row.created_at, **asked)[1].task
    assert due is not None
    assert due.by is not None
    assert day_ends(due.by) > row.created_at


def test_the_console_says_what_each_has(house: Console) -> None:
    somebody(house, SandboxScript.DECLARED)
    page = sign_in(Browser(), house.user, strong=True).get("/operateur/essai").content.decode()
    assert "une correction demandée" in page
    assert "/api/v2/applications" in page
