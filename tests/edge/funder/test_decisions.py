"""Asking, granting, refusing, opening again through the pages: read back, then done, once."""

from __future__ import annotations

import threading
from collections import Counter

import pytest
from django.db import connection
from django.test import Client

from mob.applications.models import Decision
from mob.applications.types import State
from mob.journal.models import Fact
from mob.kernel.actor import Role
from tests.edge.funder.conftest import Desk, path
from tests.factories.dossiers import Dossier

pytestmark = pytest.mark.django_db(transaction=True)

GRANT = {"mode": "single", "amount": "1 250,50", "message": "Bonne route."}
REFUSE = {"reason": "proof_invalid", "text": "Le devis est au nom d’une autre personne.", "appeal": "Deux mois."}
DUE = {"due_on_0": "10", "due_on_1": "4", "due_on_2": "2026"}
ASK = {"items": ["devis"], "message": "L’adresse est coupée.", **DUE}


def done(browser: Client, dossier: Dossier, move: str, typed: dict[str, object]) -> int:
    return browser.post(path(dossier, move), {**typed, "confirm": "1"}).status_code


@pytest.mark.parametrize("move", ["accorder", "refuser", "correction"])
def test_nothing_is_chosen_beforehand(desk: Desk, move: str) -> None:
    assert " checked" not in desk.browser.get(path(desk.received(), move)).text


def test_a_grant_is_read_back_then_given(desk: Desk) -> None:
    dossier = desk.received()
    back = desk.browser.post(path(dossier, "accorder"), GRANT)
    assert "Vous accordez 1\u202f250,50\u00a0€ à Samira Haddad" in back.text
    assert Decision.objects.count() == 0
    assert done(desk.browser, dossier, "accorder", GRANT) == 303
    decision = Decision.objects.get()
    assert (decision.terms["amount_cents"], decision.author_name) == (125_050, "Julien Roche")
    assert (decision.author_capacity, decision.text) == ("Chargé d’instruction", "Bonne route.")


def test_what_is_read_back_can_be_changed_without_typing_it_again(desk: Desk) -> None:
    again = desk.browser.post(path(desk.received(), "accorder"), {**GRANT, "edit": "1"})
    assert 'value="1 250,50"' in again.text
    assert "Bonne route." in again.text


def test_a_monthly_grant_needs_its_rhythm_and_its_end(desk: Desk) -> None:
    dossier = desk.received()
    typed = {"mode": "recurring", "amount": "30"}
    assert done(desk.browser, dossier, "accorder", typed) == 422
    typed |= {"frequency": "monthly", "last_payment_on_0": "31", "last_payment_on_1": "12", "last_payment_on_2": "2026"}
    back = desk.browser.post(path(dossier, "accorder"), typed)
    assert "30\u00a0€ par mois" in back.text
    assert done(desk.browser, dossier, "accorder", typed) == 303


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"mode": "single"},
        {"mode": "single", "amount": "0"},
        {"mode": "single", "amount": "-5"},
        {"mode": "single", "amount": "5e2"},
        {"mode": "single", "amount": "1_000"},
        {"mode": "single", "amount": "٥٠٠"},
        {"mode": "single", "amount": "9" * 40},
        {"mode": "single", "amount": "500", "frequency": "monthly"},
        {"mode": "none", "amount": "500"},
        {"mode": "gold", "amount": "500"},
        {"mode": "recurring", "amount": "30", "frequency": "daily"},
        {"mode": "single", "amount": "500\x00"},
        {"mode": "single", "amount": "500", "message": "x" * 20_001},
        {
            "mode": "recurring",
            "amount": "3",
            "frequency": "monthly",
            "last_payment_on_0": "31",
            "last_payment_on_1": "2",
        },
    ],
)
def test_bad_terms_are_said_and_change_nothing(desk: Desk, typed: dict[str, object]) -> None:
    dossier = desk.received()
    answer = desk.browser.post(path(dossier, "accorder"), {**typed, "confirm": "1"})
    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert dossier.detail(desk.agent).state is State.SUBMITTED


def test_a_refusal_bears_its_reasons_at_any_length_and_its_appeal(desk: Desk) -> None:
    dossier = desk.received()
    assert "tribunal administratif" in desk.browser.get(path(dossier, "refuser")).text
    long = "Le revenu dépasse le plafond. " * 200
    assert done(desk.browser, dossier, "refuser", {**REFUSE, "text": long}) == 303
    assert Decision.objects.get().text == long.strip()


def test_a_refusal_without_reasons_in_words_is_not_sent(desk: Desk) -> None:
    dossier = desk.received()
    assert done(desk.browser, dossier, "refuser", {**REFUSE, "text": "  "}) == 422
    assert done(desk.browser, dossier, "refuser", {**REFUSE, "text": "\u200b"}) == 422
    assert dossier.detail(desk.agent).state is State.SUBMITTED


def test_a_correction_is_asked_item_by_item(desk: Desk) -> None:
    dossier = desk.received()
    assert "Devis du vélo" in desk.browser.post(path(dossier, "correction"), ASK).text
    assert done(desk.browser, dossier, "correction", ASK) == 303
    found = dossier.detail(desk.agent)
    assert found.state is State.CHANGES_REQUESTED
    assert found.request is not None
    assert found.request.items == {"devis"}


@pytest.mark.parametrize(
    "changes",
    [
        {"items": []},
        {"items": ["inconnu"]},
        {"message": ""},
        {"due_on_0": "12", "due_on_1": "3"},
        {"due_on_2": "2030"},
        {"due_on_0": "31", "due_on_1": "2"},
        {"due_on_0": "x"},
    ],
)
def test_a_bad_request_for_changes_is_said(desk: Desk, changes: dict[str, object]) -> None:
    dossier = desk.received()
    assert done(desk.browser, dossier, "correction", {**ASK, **changes}) == 422


def test_only_a_supervisor_opens_a_refused_file_again(desk: Desk) -> None:
    dossier = desk.received()
    done(desk.browser, dossier, "refuser", REFUSE)
    assert done(desk.browser, dossier, "rouvrir", {"reason": "Erreur."}) == 409
    assert dossier.detail(desk.agent).state is State.REJECTED
    boss = desk.browser_of(desk.colleague(Role.SUPERVISOR))
    assert "Rouvrir…" in boss.get(path(dossier)).text
    assert done(boss, dossier, "rouvrir", {"reason": "Erreur de lecture."}) == 303
    assert dossier.detail(desk.agent).state is State.UNDER_REVIEW


def test_the_slower_agent_is_told_by_whom_and_loses_no_word(desk: Desk) -> None:
    dossier = desk.received()
    colleague = desk.browser_of(desk.colleague())
    assert done(colleague, dossier, "refuser", REFUSE) == 303
    late = desk.browser.post(path(dossier, "accorder"), {**GRANT, "confirm": "1"})
    assert late.status_code == 409
    assert "Claire Vasseur" in late.text
    assert "11/03/2026" in late.text
    assert "Bonne route." in late.text
    assert Decision.objects.count() == 1


def test_a_file_withdrawn_meanwhile_is_said_to_be(desk: Desk) -> None:
    from mob.applications import services

    dossier = desk.received()
    services.withdraw(dossier.citizen, application_id=dossier.id, now=desk.world.now)
    late = desk.browser.post(path(dossier, "accorder"), {**GRANT, "confirm": "1"})
    assert late.status_code == 409
    assert "Bonne route." in late.text


def test_eight_decisions_at_once_make_exactly_one(desk: Desk) -> None:
    dossier = desk.received()
    agents = [desk.browser_of(desk.colleague()) for _ in range(8)]
    for browser in agents:
        browser.get(path(dossier))  # sessions are dated before the race
    answers: list[int] = []
    start = threading.Barrier(8)

    def decide(number: int) -> None:
        try:
            start.wait()
            move, typed = ("accorder", GRANT) if number % 2 else ("refuser", REFUSE)
            answers.append(done(agents[number], dossier, move, typed))
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert Counter(answers) == {303: 1, 409: 7}
    assert Decision.objects.count() == 1
    kinds = list(Fact.objects.filter(stream=f"application:{dossier.id}").values_list("kind", flat=True))
    assert len([kind for kind in kinds if kind in ("application_approved", "application_rejected")]) == 1


def test_after_a_decision_the_next_file_is_offered(desk: Desk) -> None:
    first, second = desk.received(), desk.received()
    done(desk.browser, first, "accorder", GRANT)
    assert path(second) in desk.browser.get(path(first)).text
