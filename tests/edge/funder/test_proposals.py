"""Proposing at the desk, and deciding a batch of proposals on one screen."""

from __future__ import annotations

import pytest

from mob.applications import services
from mob.applications.models import Decision, Proposal
from mob.applications.types import AwardTerms, PaymentMode, State
from mob.kernel.actor import Actor, Role
from mob.kernel.money import Cents
from tests.edge.funder.conftest import Desk, path

pytestmark = pytest.mark.django_db

GRANT = {"mode": "single", "amount": "450", "message": "Bonne route."}
TERMS = AwardTerms(PaymentMode.SINGLE, Cents(45_000))


def junior(desk: Desk) -> Actor:
    return desk.world.staff(desk.funder, decides=False, first_name="Paul", last_name="Petit")


def test_who_holds_no_delegation_reads_that_she_proposes_and_decides_nothing(desk: Desk) -> None:
    dossier, browser = desk.received(), desk.browser_of(junior(desk))
    assert "Proposer d’accorder" in browser.get(path(dossier)).text
    back = browser.post(path(dossier, "accorder"), GRANT)
    assert "Vous proposez cette décision" in back.text
    assert "vous accordez" not in back.text.lower()
    # Confirming as a decision what was read as a proposal does nothing but show it again.
    assert browser.post(path(dossier, "accorder"), {**GRANT, "confirm": "1"}).status_code == 200
    assert Proposal.objects.count() == Decision.objects.count() == 0
    assert browser.post(path(dossier, "accorder"), {**GRANT, "confirm": "proposition"}).status_code == 303
    assert Decision.objects.count() == 0
    assert "Proposé : accorder" in browser.get(path(dossier)).text


def test_beyond_her_ceiling_a_holder_proposes_too(desk: Desk) -> None:
    limited = desk.world.staff(desk.funder, decides=False)
    desk.world.delegation(desk.funder, limited.id, ceiling_cents=40_000)
    dossier, browser = desk.received(), desk.browser_of(limited)
    assert "Vous proposez" in browser.post(path(dossier, "accorder"), GRANT).text
    assert "Vous accordez" in browser.post(path(dossier, "accorder"), {**GRANT, "amount": "400"}).text


def test_a_batch_of_twenty_is_read_on_one_screen_and_decided_at_once(desk: Desk) -> None:
    agent = junior(desk)
    made = [desk.received() for _ in range(20)]
    for dossier in made:
        services.propose_approval(agent, application_id=dossier.id, terms=TERMS, message="Lu.", now=desk.world.now)
    screen = desk.browser.get("/gestion/propositions").text
    assert screen.count('name="choix"') == 20
    assert " checked" not in screen
    keys = [str(key) for key in Proposal.objects.values_list("id", flat=True)]
    # One is withdrawn between the reading and the click: the others are decided, and this one is said.
    services.withdraw(made[0].citizen, application_id=made[0].id, now=desk.world.now)
    answer = desk.browser.post("/gestion/propositions", {"choix": keys})
    assert answer.text.count("Accordée.") == 19
    assert "1 proposition a été décidée ou remplacée" in answer.text
    assert [each.detail().state for each in made] == [State.WITHDRAWN] + [State.APPROVED] * 19
    assert {row.author_name for row in Decision.objects.all()} == {"Julien Roche"}
    letter = desk.browser.get(path(made[1], "decision")).text
    for words in ("Julien Roche", "Chargé d’instruction", "par délégation (acte 2026-", "450", "Grenoble"):
        assert words in letter


def test_one_that_is_refused_by_the_rules_does_not_hold_back_the_others(desk: Desk) -> None:
    agent = junior(desk)
    limited = desk.world.staff(desk.funder, Role.SUPERVISOR, decides=False)
    desk.world.delegation(desk.funder, limited.id, ceiling_cents=45_000)
    for amount in (45_000, 45_001):
        terms = AwardTerms(PaymentMode.SINGLE, Cents(amount))
        services.propose_approval(agent, application_id=desk.received().id, terms=terms, now=desk.world.now)
    keys = [str(key) for key in Proposal.objects.values_list("id", flat=True)]
    answer = desk.browser_of(limited).post("/gestion/propositions", {"choix": keys})
    assert Decision.objects.count() == 1
    assert "Votre délégation ne va pas jusque-là" in answer.text


def test_nothing_ticked_is_said(desk: Desk) -> None:
    services.propose_approval(junior(desk), application_id=desk.received().id, terms=TERMS, now=desk.world.now)
    assert desk.browser.post("/gestion/propositions", {}).status_code == 422
    assert desk.browser.post("/gestion/propositions", {"choix": ["x", "\x00"]}).status_code == 200
    assert Decision.objects.count() == 0


def test_an_empty_screen_says_so(desk: Desk) -> None:
    assert "Aucune proposition n’attend" in desk.browser.get("/gestion/propositions").text


def test_one_is_sent_back_with_a_word_that_its_author_finds_on_the_file(desk: Desk) -> None:
    agent, dossier = junior(desk), desk.received()
    services.propose_approval(agent, application_id=dossier.id, terms=TERMS, now=desk.world.now)
    address, typed = path(dossier, "renvoyer"), {"word": "Le devis est de 2024."}
    assert address in desk.browser.get("/gestion/propositions").text
    assert address in desk.browser.get(path(dossier)).text
    assert desk.browser.post(address, {"word": ""}).status_code == 422
    assert "à Paul Petit" in desk.browser.post(address, typed).text
    assert desk.browser.post(address, {**typed, "confirm": "1"}).status_code == 303
    hers = desk.browser_of(agent)
    page = hers.get(path(dossier)).text
    assert "Proposition renvoyée" in page
    assert page.count("Le devis est de 2024.") == 2, "beside the decision to take, and among the notes"
    assert (
        "Le devis est de 2024."
        not in desk.browser_of(dossier.citizen, strong=False).get(f"/demandes/{dossier.reference}").text
    )
    assert hers.get(address).status_code == 409
    assert desk.browser.post(address, {**typed, "confirm": "1"}).status_code == 409
    services.propose_approval(agent, application_id=dossier.id, terms=TERMS, now=desk.world.now)
    assert hers.get(path(dossier)).text.count("Le devis est de 2024.") == 1
