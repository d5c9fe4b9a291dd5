"""Proposing without authority, deciding with it: one by one or many, each by itself."""

from __future__ import annotations

from uuid import UUID

import pytest

from mob.applications import proposals, services
from mob.applications.models import Decision, Proposal
from mob.applications.types import Action, AwardTerms, OpenRequest, PaymentMode, RejectionReason, State
from mob.kernel.actor import Actor, Role
from mob.kernel.clock import add_months, civil_date
from mob.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from mob.kernel.money import Cents
from tests.context.applications.conftest import Office
from tests.factories import dossiers
from tests.factories.dossiers import Dossier

pytestmark = pytest.mark.django_db

TERMS = AwardTerms(PaymentMode.SINGLE, Cents(50_000))


@pytest.fixture
def junior(office: Office) -> Actor:
    return office.world.staff(office.funder, decides=False, first_name="Paul", last_name="Petit")


def proposed(office: Office, junior: Actor) -> tuple[Dossier, UUID]:
    dossier = dossiers.sent(office.world, office.aid)
    key = services.propose_approval(
        junior,
        application_id=dossier.id,
        terms=TERMS,
        message="Bravo.",
        now=office.world.now,
    )
    return dossier, key


def test_a_case_manager_without_a_delegation_proposes_and_does_not_decide(office: Office, junior: Actor) -> None:
    dossier, _key = proposed(office, junior)
    found = dossier.detail(junior)
    assert (found.state, found.assignee_id) == (State.UNDER_REVIEW, junior.id)
    assert found.actions & {Action.APPROVE, Action.REJECT, Action.PROPOSE} == {Action.PROPOSE}
    assert found.proposal is not None
    assert found.proposal.terms == TERMS
    with pytest.raises(Forbidden):
        services.approve(junior, application_id=dossier.id, terms=TERMS, now=office.world.now)


def test_the_holder_decides_it_word_for_word_under_her_act(office: Office, junior: Actor) -> None:
    dossier, key = proposed(office, junior)
    services.decide_proposal(office.agent, proposal_id=key, now=office.world.later(hours=1))
    decision = Decision.objects.get()
    assert (decision.author_name, decision.text, decision.terms["amount_cents"]) == ("Julien Roche", "Bravo.", 50_000)
    assert decision.delegation_number.startswith("2026-")
    assert dossier.detail().state is State.APPROVED
    kinds = [fact.kind for fact in dossier.detail().facts]
    assert kinds[-2:] == ["decision_proposed", "application_approved"]
    assert Proposal.objects.filter(closed_at=None).count() == 0


def test_a_refusal_is_proposed_with_its_reasons(office: Office, junior: Actor) -> None:
    dossier = dossiers.sent(office.world, office.aid)
    key = services.propose_rejection(
        junior,
        application_id=dossier.id,
        reason=RejectionReason.OTHER,
        text="Le vélo est un tandem.",
        appeal="Deux mois.",
        now=office.world.now,
    )
    services.decide_proposal(office.agent, proposal_id=key, now=office.world.now)
    assert Decision.objects.get().text == "Le vélo est un tandem."
    assert dossier.detail().state is State.REJECTED


def test_the_ceiling_holds_for_proposals_too(office: Office, junior: Actor) -> None:
    limited = office.world.staff(office.funder, Role.SUPERVISOR, decides=False)
    office.world.delegation(office.funder, limited.id, ceiling_cents=49_999)
    dossier, key = proposed(office, junior)
    assert [each.decides for each in proposals.waiting(limited, now=office.world.now)] == [False]
    with pytest.raises(Refused, match="beyond_delegation"):
        services.decide_proposal(limited, proposal_id=key, now=office.world.now)
    assert dossier.detail().state is State.UNDER_REVIEW


def test_a_second_proposal_replaces_the_first(office: Office, junior: Actor) -> None:
    dossier, first = proposed(office, junior)
    services.propose_rejection(
        junior,
        application_id=dossier.id,
        reason=RejectionReason.OTHER,
        text="À la réflexion.",
        appeal="Deux mois.",
        now=office.world.now,
    )
    with pytest.raises(Conflict, match="proposal_closed"):
        services.decide_proposal(office.agent, proposal_id=first, now=office.world.now)
    assert [each.text for each in proposals.waiting(office.agent, now=office.world.now)] == ["À la réflexion."]


def test_a_proposal_is_decided_once(office: Office, junior: Actor) -> None:
    _dossier, key = proposed(office, junior)
    services.decide_proposal(office.agent, proposal_id=key, now=office.world.now)
    with pytest.raises(Conflict, match="already_decided"):
        services.decide_proposal(office.agent, proposal_id=key, now=office.world.now)
    assert Decision.objects.count() == 1


def test_asking_for_a_correction_closes_the_proposal(office: Office, junior: Actor) -> None:
    dossier, _key = proposed(office, junior)
    due = add_months(civil_date(office.world.now), 1)
    request = OpenRequest(frozenset(), frozenset({"devis"}), due)
    services.request_changes(
        office.agent, application_id=dossier.id, request=request, message="?", now=office.world.now
    )
    assert proposals.waiting(office.agent, now=office.world.now) == []


def test_nobody_decides_her_own_application_even_proposed_by_another(office: Office, junior: Actor) -> None:
    assert office.agent.id is not None
    mine = dossiers.sent(office.world, office.aid, Actor.citizen(office.agent.id))
    key = services.propose_approval(junior, application_id=mine.id, terms=TERMS, now=office.world.now)
    assert proposals.waiting(office.agent, now=office.world.now) == []
    with pytest.raises(NotFound):
        services.decide_proposal(office.agent, proposal_id=key, now=office.world.now)


def test_another_funder_sees_and_decides_nothing(office: Office, junior: Actor) -> None:
    _dossier, key = proposed(office, junior)
    stranger = office.world.staff(office.world.funder(), Role.SUPERVISOR)
    assert proposals.waiting(stranger, now=office.world.now) == []
    with pytest.raises(NotFound):
        services.decide_proposal(stranger, proposal_id=key, now=office.world.now)


def test_a_proposal_sent_back_waits_for_its_author_with_the_word_among_the_notes(office: Office, junior: Actor) -> None:
    dossier, key = proposed(office, junior)
    services.claim(office.agent, application_id=dossier.id, now=office.world.now)
    services.return_proposal(office.agent, proposal_id=key, word=" Le devis est de 2024. ", now=office.world.now)
    found = dossier.detail(junior)
    assert (found.state, found.assignee_id, found.proposal) == (State.UNDER_REVIEW, junior.id, None)
    assert [(note.author_name, note.text) for note in found.notes] == [("Julien Roche", "Le devis est de 2024.")]
    assert dossier.detail().facts[-1].kind == "proposal_returned"
    assert proposals.waiting(office.agent, now=office.world.now) == []
    assert Decision.objects.count() == 0
    with pytest.raises(Conflict, match="proposal_closed"):
        services.decide_proposal(office.agent, proposal_id=key, now=office.world.now)
    again = services.propose_approval(junior, application_id=dossier.id, terms=TERMS, now=office.world.now)
    services.decide_proposal(office.agent, proposal_id=again, now=office.world.now)
    assert dossier.detail().state is State.APPROVED


def test_only_who_could_decide_sends_back_only_what_waits_and_never_without_a_word(
    office: Office, junior: Actor
) -> None:
    dossier, key = proposed(office, junior)
    assert Action.RETURN_PROPOSAL in dossier.detail(office.agent).actions
    assert Action.RETURN_PROPOSAL not in dossier.detail(junior).actions
    with pytest.raises(Forbidden):
        services.return_proposal(junior, proposal_id=key, word="Non.", now=office.world.now)
    with pytest.raises(Invalid, match="words_needed"):
        services.return_proposal(office.agent, proposal_id=key, word=" \n", now=office.world.now)
    stranger = office.world.staff(office.world.funder(), Role.SUPERVISOR)
    with pytest.raises(NotFound):
        services.return_proposal(stranger, proposal_id=key, word="Non.", now=office.world.now)
    assert [each.id for each in proposals.waiting(office.agent, now=office.world.now)] == [key]
    services.decide_proposal(office.agent, proposal_id=key, now=office.world.now)
    with pytest.raises(Conflict, match="already_decided"):
        services.return_proposal(office.agent, proposal_id=key, word="Trop tard.", now=office.world.now)
    other = dossiers.sent(office.world, office.aid)
    assert Action.RETURN_PROPOSAL not in other.detail(office.agent).actions
