"""The act under which a service reads the civil identity: its days hold, the platform alone records it, all is journalled."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client as Browser

from mob.directory import services as directory
from mob.identity.models import Client, User
from mob.identity.oidc import bases, clients, keeping
from mob.identity.oidc.bases import ClientBasis
from mob.journal import selectors as journal
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.kernel.errors import Forbidden, InvalidMany, Refused
from tests.edge.admin.pages import errors_in, main_of
from tests.factories.provider import Service, service
from tests.factories.sessions import strong_client
from tests.factories.world import World

pytestmark = pytest.mark.django_db
HERE = "/administration/bases-legales"
SYSTEM = Actor.system()


@pytest.fixture
def app() -> Service:
    return service()


@pytest.fixture
def platform(world: World) -> Browser:
    user = world.person()
    directory.appoint_administrator(SYSTEM, user_id=user.id, first_name="Camille", last_name="Durand", now=world.now)
    return strong_client(User.objects.get(id=user.id))


def row_of(app: Service) -> Client:
    return Client.objects.get(client_id=app.client_id)


def record(app: Service, starts_on: date, ends_on: date | None = None) -> None:
    basis = ClientBasis("Convention 12", "Délibération 2026-4", starts_on, ends_on)
    bases.record_client_basis(SYSTEM, row_of(app).id, basis, now=clock.now())


def may_know(app: Service) -> bool:
    found = clients.find(app.client_id)
    assert found is not None
    return found.may_know_identity


def test_the_days_of_an_act_hold(app: Service):
    today, day = clock.civil_date(clock.now()), timedelta(days=1)
    assert not may_know(app)
    for starts_on, ends_on, holds in (
        (today, None, True),
        (today, today, True),
        (today + day, None, False),
        (today - 9 * day, today - day, False),
    ):
        record(app, starts_on, ends_on)
        assert may_know(app) is holds
    # What is edited beside it does not bring an expired act back, nor lose the words of one to come.
    record(app, today + day)
    described = keeping.described(SYSTEM, row_of(app).id)
    keeping.edit_client(SYSTEM, row_of(app).id, described, now=clock.now())
    assert (row_of(app).legal_basis, row_of(app).legal_basis_from) == ("Convention 12", today + day)


def test_another_act_said_in_the_console_does_not_take_the_days_of_the_former(app: Service):
    today = clock.civil_date(clock.now())
    record(app, today - timedelta(days=9), today - timedelta(days=1))
    key = row_of(app).id
    edited = replace(keeping.described(SYSTEM, key), legal_basis="Arrêté du 3 mars 2026")
    keeping.edit_client(SYSTEM, key, edited, now=clock.now())
    assert (row_of(app).legal_basis_until, row_of(app).legal_basis_text) == (None, "")
    assert may_know(app)


def test_ending_holds_at_once_and_the_journal_tells_all(app: Service):
    record(app, date(2026, 1, 1))
    key = row_of(app).id
    bases.end_client_basis(SYSTEM, key, now=clock.now())
    assert not may_know(app)
    with pytest.raises(Refused):
        bases.end_client_basis(SYSTEM, key, now=clock.now())
    told = [(fact.kind, fact.data.get("number")) for fact in journal.stream_facts(SYSTEM, f"client:{key}")]
    assert told[-2:] == [("client_basis_recorded", "Convention 12"), ("client_basis_ended", "Convention 12")]


def test_the_platform_alone_records(world: World, app: Service):
    key, basis = row_of(app).id, ClientBasis("1", "", date(2026, 1, 1), None)
    for actor in (world.citizen(), world.staff(world.funder()), Actor.anonymous()):
        with pytest.raises(Forbidden):
            bases.client_bases(actor)
        with pytest.raises(Forbidden):
            bases.record_client_basis(actor, key, basis, now=clock.now())
        with pytest.raises(Forbidden):
            bases.end_client_basis(actor, key, now=clock.now())
    broken = ClientBasis(" ", "x" * 301, date(2026, 1, 2), date(2026, 1, 1))
    with pytest.raises(InvalidMany) as wrong:
        bases.record_client_basis(SYSTEM, key, broken, now=clock.now())
    assert {each.pointer for each in wrong.value.errors} == {"number", "text", "ends_on"}


def test_the_page_records_changes_and_ends(platform: Browser, app: Service):
    key = row_of(app).id
    assert "Aucun acte" in main_of(platform.get(HERE))
    form = {"number": "Convention 12", "text": "", "starts_on_0": "1", "starts_on_1": "1", "starts_on_2": "2026"}
    wrong = platform.post(f"{HERE}/services/{key}", form | {"number": ""})
    assert (wrong.status_code, errors_in(wrong)) == (422, ["#id_number"])
    page = main_of(platform.post(f"{HERE}/services/{key}", form, follow=True))
    assert "Convention 12" in page
    assert may_know(app)
    assert "Convention 12" in main_of(platform.get(f"{HERE}/services/{key}"))
    assert "Aucun acte" in main_of(platform.post(f"{HERE}/services/{key}/fin", follow=True))
    assert not may_know(app)
