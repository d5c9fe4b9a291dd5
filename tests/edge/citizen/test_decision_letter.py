"""The decision as the person opens it: a letter to print, a PDF, and the fact of its first opening."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from mob.applications import services
from mob.applications.types import RejectionReason
from mob.directory.types import FunderKind
from mob.identity.models import User
from tests.factories import dossiers
from tests.factories.accounts import sign_in
from tests.factories.dossiers import Dossier
from tests.factories.employers import employer
from tests.factories.world import World

pytestmark = pytest.mark.django_db


def refused(world: World, **funder: FunderKind) -> Dossier:
    owner = world.funder(**funder)
    dossier = dossiers.sent(world, world.aid(owner))
    services.reject(
        world.staff(owner),
        application_id=dossier.id,
        reason=RejectionReason.CONDITIONS_NOT_MET,
        text="Article 3 du règlement : le vélo est neuf.\nLe vôtre ne l’est pas.",
        appeal="Deux mois.",
        now=world.later(days=2),
    )
    return dossier


def browser(dossier: Dossier) -> Client:
    return sign_in(Client(), User.objects.get(id=dossier.citizen.id))


def test_the_letter_bears_its_author_her_capacity_and_her_service(world: World) -> None:
    dossier = refused(world)
    page = browser(dossier).get(dossier.path("decision")).content.decode()
    for words in ("Julien Roche", "Chargé d’instruction", "Mobilités", "Article 3 du règlement", "Deux mois."):
        assert words in page


def test_its_first_opening_is_a_fact_once_whatever_is_opened_after(world: World) -> None:
    dossier = refused(world)
    client = browser(dossier)
    for rest in ("decision.pdf", "decision", "", "decision.pdf"):
        assert client.get(dossier.path(rest)).status_code == 200
    kinds = [fact.kind for fact in dossier.detail().facts]
    assert kinds.count("decision_opened") == 1


def test_the_pdf_is_kept_under_the_reference_alone(world: World) -> None:
    dossier = refused(world)
    answer = browser(dossier).get(dossier.path("decision.pdf"))
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="decision-{dossier.reference}.pdf"'


def test_there_is_no_letter_before_the_decision(world: World) -> None:
    dossier = dossiers.sent(world)
    assert browser(dossier).get(dossier.path("decision")).status_code == 404


def test_the_receipt_of_a_public_funder_says_when_silence_is_a_refusal_and_before_which_court(world: World) -> None:
    dossier = dossiers.sent(world)
    page = browser(dossier).get(dossier.path("recu")).content.decode().replace("\u00a0", " ")
    for words in ("11 mai 2026", "L231-4", "tribunal administratif de Grenoble", "1 place du Marché", "04 00 00 00 00"):
        assert words in page


def test_an_employer_is_bound_by_no_silence(world: World) -> None:
    works, person = employer(world), world.citizen()
    works.affiliate(person)
    dossier = dossiers.sent(world, world.aid(works.funder), person)
    assert dossier.detail().silence_on is None
    page = browser(dossier).get(dossier.path("recu")).content.decode()
    assert "L231-4" not in page
    assert "son silence ne décide rien" in page


def test_the_line_shows_the_date_and_that_it_stops_while_a_correction_is_asked(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mob.kernel.clock.now", lambda: world.later(days=3))
    funder = world.funder()
    dossier = dossiers.sent(world, world.aid(funder))
    line = lambda: browser(dossier).get(dossier.path()).content.decode().replace("\u00a0", " ")  # noqa: E731
    assert "jusqu’à la fin du 11 mai 2026 pour répondre" in line()
    dossiers.asked_again(world, dossier, world.staff(funder))
    assert "est arrêté depuis le 11 mars 2026" in line()
    monkeypatch.setattr("mob.kernel.clock.now", lambda: world.now + timedelta(days=70))
    services.withdraw(dossier.citizen, application_id=dossier.id, now=world.later(days=4))
    assert "pour répondre" not in line()


def test_a_silence_that_lasted_says_how_to_contest_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = dossiers.sent(world)
    monkeypatch.setattr("mob.kernel.clock.now", lambda: world.later(days=70))
    page = browser(dossier).get(dossier.path()).content.decode().replace("\u00a0", " ")
    assert "jusqu’au 11 juillet 2026" in page
    assert "L232-4" in page
