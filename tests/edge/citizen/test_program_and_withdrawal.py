"""What a program refused, one click has examined; what may be taken back, the person answers on its own page."""

from __future__ import annotations

import pytest
from django.test import Client

from mob.applications import automatic, services
from mob.applications.types import AwardTerms, PaymentMode, State, WithdrawalGround
from mob.identity.models import User
from mob.kernel.money import Cents
from tests.factories import dossiers
from tests.factories.accounts import sign_in
from tests.factories.dossiers import Dossier
from tests.factories.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def next_day(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mob.kernel.clock.now", lambda: world.later(days=1))


def browser(dossier: Dossier) -> Client:
    return sign_in(Client(), User.objects.get(id=dossier.citizen.id))


def test_a_programs_refusal_names_the_rule_the_law_and_the_button(world: World) -> None:
    funder = world.funder()
    world.staff(funder)
    aid = world.aid(funder, communes=("99V05",), is_automatic=True, automatic_checks=["territory"])
    dossier = dossiers.sent(world, aid)
    assert "Un programme la vérifie" in browser(dossier).get(dossier.path()).text
    automatic.run(dossier.id, now=world.later(minutes=1))
    page = browser(dossier).get(dossier.path()).text
    for words in ("d’habiter son territoire", "L311-3-1", "R311-3-1-1", "Demander l’examen par une personne"):
        assert words in page
    assert browser(dossier).post(dossier.path("examen")).status_code == 303
    assert dossier.detail().state is State.SUBMITTED
    assert browser(dossier).post(dossier.path("examen")).status_code in (403, 409)


def test_a_person_reads_why_her_award_may_be_taken_back_and_replies_once(world: World) -> None:
    funder = world.funder()
    agent = world.staff(funder)
    dossier = dossiers.sent(world, world.aid(funder))
    assert browser(dossier).get(dossier.path("retrait")).status_code == 404
    terms = AwardTerms(PaymentMode.SINGLE, Cents(50_000))
    services.approve(agent, application_id=dossier.id, terms=terms, now=world.now)
    services.notify_withdrawal(
        agent,
        application_id=dossier.id,
        ground=WithdrawalGround.CONDITION_UNMET,
        text="Le vélo a été revendu.",
        now=world.later(hours=2),
    )
    assert "Votre aide peut être retirée" in browser(dossier).get(dossier.path()).text
    assert "Le vélo a été revendu." in browser(dossier).get(dossier.path("retrait")).text
    assert browser(dossier).post(dossier.path("retrait"), {"text": " "}).status_code == 422
    assert browser(dossier).post(dossier.path("retrait"), {"text": "Il est volé, plainte jointe."}).status_code == 303
    assert "Il est volé, plainte jointe." in browser(dossier).get(dossier.path("retrait")).text
    assert browser(dossier).post(dossier.path("retrait"), {"text": "Encore."}).status_code == 422
