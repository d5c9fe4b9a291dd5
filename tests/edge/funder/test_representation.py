"""The agent's page for an application made in somebody's name."""

from __future__ import annotations

import pytest
from django.test import Client

from mob.applications import services
from mob.applications.models import Application
from mob.identity.models import User
from mob.kernel import clock
from tests.factories import dossiers
from tests.factories.accounts import sign_in
from tests.factories.sessions import strong_client
from tests.factories.world import NOW, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(world: World) -> tuple[Client, str]:
    """An agent's browser and the address of a file sent for a child."""
    dossier = dossiers.for_child(world)
    services.submit(dossier.citizen, application_id=dossier.id, declaration=dossiers.signature(dossier), now=NOW)
    agent = world.staff(Application.objects.get(id=dossier.id).funder)
    return strong_client(User.objects.get(id=agent.id)), f"/gestion/demandes/{dossier.reference}"


def test_the_file_says_that_the_paper_is_to_be_read_then_that_it_was(file: tuple[Client, str]) -> None:
    browser, address = file
    before = browser.get(address).content.decode()
    assert "Personne n’a encore lu le papier" in before
    assert "Léa Haddad" in before
    form = browser.get(f"{address}/representation").content.decode()
    assert "Autorité parentale" in form
    assert "Curatelle" not in form
    for to_compare in ("Léa Haddad", "Samira Haddad", "8 septembre 1994", f"{address}#pieces"):
        assert to_compare in form.replace("\u00a0", " ").replace("\u202f", " ")
    assert browser.post(f"{address}/representation", {"kind": "parental"}).status_code == 302
    after = browser.get(address).content.decode()
    assert "Le papier est lu : Autorité parentale, jusqu’au" in after.replace("\u00a0", " ").replace("\u202f", " ")
    assert "Autorité parentale, jusqu’au 5\u00a0mars\u00a02033 inclus" in after.replace("\u202f", "\u00a0")
    assert "Papier de la représentation lu" in after
    assert browser.get(f"{address}/representation").status_code == 302


def test_what_is_wrong_is_said_beside_its_field(file: tuple[Client, str]) -> None:
    browser, address = file
    past = {"kind": "parental", "ends_on_0": "1", "ends_on_1": "1", "ends_on_2": "2020"}
    assert "Cette date est passée" in browser.post(f"{address}/representation", past).content.decode()
    assert browser.post(f"{address}/representation", {}).status_code == 422
    assert clock.now() > NOW


def test_a_grant_before_the_paper_is_read_is_refused_in_words(file: tuple[Client, str]) -> None:
    browser, address = file
    grant = {"mode": "none", "message": "", "confirm": "1"}
    text = browser.post(f"{address}/accorder", grant, follow=True).content.decode()
    assert "Lisez d’abord le papier" in text


def test_whoever_applies_reads_for_whom_and_that_the_paper_comes_first(world: World) -> None:
    dossier = dossiers.for_child(world)
    services.submit(dossier.citizen, application_id=dossier.id, declaration=dossiers.signature(dossier), now=NOW)
    hers = sign_in(Client(), User.objects.get(id=dossier.citizen.id))
    page = hers.get(f"/demandes/{dossier.reference}").content.decode()
    assert "Pour Léa Haddad." in page
    assert "Un agent lit d’abord le papier" in page
    own = dossiers.sent(world)
    browser = sign_in(Client(), User.objects.get(id=own.citizen.id))
    assert "Un agent lit d’abord le papier" not in browser.get(f"/demandes/{own.reference}").content.decode()
