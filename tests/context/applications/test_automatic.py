"""Automatic processing: the aid's checks in its order; granted, refused for now, or handed over; never refused blindly."""

from __future__ import annotations

from typing import Any

import pytest

from mob.applications import automatic, checks, services
from mob.applications.models import CheckRun, Decision
from mob.applications.types import Action, RejectionReason, State
from mob.catalogue.types import AutomaticCheck
from mob.directory.models import Delegation
from mob.eligibility.types import CheckCode, Conclusion
from mob.journal.models import Delivery
from mob.kernel.actor import Actor
from mob.kernel.errors import Forbidden, Refused
from tests.context.applications.conftest import Office
from tests.factories import dossiers
from tests.factories.dossiers import Dossier

pytestmark = pytest.mark.django_db


def sent(office: Office, *order: str, **aid: Any) -> Dossier:
    """An application to an automatic aid of these checks, whose program has not run yet."""
    made = office.world.aid(office.funder, is_automatic=True, automatic_checks=list(order), **aid)
    return dossiers.sent(office.world, made)


def run(office: Office, dossier: Dossier) -> State:
    automatic.run(dossier.id, now=office.world.later(minutes=2))
    return dossier.detail().state


def test_an_automatic_aid_is_checked_after_submission_by_a_delivery(office: Office) -> None:
    dossier = sent(office, "answers")
    assert dossier.detail().state is State.CHECKING
    assert Delivery.objects.filter(subscriber="applications.checks", done_at=None).count() == 1
    assert dossier.detail().actions & {Action.WITHDRAW, Action.EDIT} == {Action.WITHDRAW}


def test_all_met_grants_the_maximum_in_the_name_of_who_is_empowered(office: Office) -> None:
    dossier = sent(office, "answers", "territory", "age")
    assert run(office, dossier) is State.APPROVED
    decision = Decision.objects.get()
    assert (decision.terms["amount_cents"], decision.author_name) == (50_000, "Julien Roche")
    assert decision.is_automatic
    assert "L311-3-1" in decision.mention
    assert [fact.kind for fact in dossier.detail().facts][-3:] == [
        "checks_started",
        "checks_run",
        "application_approved",
    ]


def test_evidence_is_kept_in_the_aids_own_order(office: Office) -> None:
    dossier = sent(office, "age", "answers", "territory")
    run(office, dossier)
    found = checks.recorded(office.agent, dossier.id)
    assert found is not None
    assert [check.code for check in found.checks] == [CheckCode.AGE, CheckCode.ANSWERS, CheckCode.TERRITORY]
    assert found.conclusion is Conclusion.PASSED


def test_the_first_check_that_is_not_met_refuses_and_is_named(office: Office) -> None:
    dossier = sent(office, "territory", "answers", communes=("99V05",))
    assert run(office, dossier) is State.REJECTED
    decision = Decision.objects.get()
    assert decision.reason == RejectionReason.CONDITIONS_NOT_MET.value
    assert "d’habiter son territoire" in decision.text
    assert "provisoire" in decision.remedy
    assert "L311-3-1" in decision.mention
    assert "tribunal administratif" in decision.appeal


def test_a_check_that_cannot_be_told_never_refuses_even_before_one_that_is_not_met(office: Office) -> None:
    dossier = sent(office, "identity", "territory", communes=("99V05",))
    assert run(office, dossier) is State.SUBMITTED
    assert Decision.objects.count() == 0
    assert CheckRun.objects.get().conclusion == "deferred"
    assert dossier.detail().silence_on is not None


@pytest.mark.parametrize("ceiling", [None, 49_999], ids=["nobody", "beyond the ceiling"])
def test_where_nobody_is_empowered_an_agent_decides(office: Office, ceiling: int | None) -> None:
    Delegation.objects.all().delete()
    if ceiling:
        assert office.agent.id is not None
        office.world.delegation(office.funder, office.agent.id, ceiling_cents=ceiling)
    assert run(office, sent(office, "answers")) is State.SUBMITTED


def test_running_twice_decides_once(office: Office) -> None:
    dossier = sent(office, "answers")
    run(office, dossier)
    assert run(office, dossier) is State.APPROVED
    assert Decision.objects.count() == CheckRun.objects.count() == 1


def test_one_click_has_a_person_examine_what_the_program_refused(office: Office) -> None:
    dossier = sent(office, "territory", communes=("99V05",))
    run(office, dossier)
    assert Action.ASK_PERSON in dossier.detail().actions
    services.ask_person(dossier.citizen, application_id=dossier.id, now=office.world.later(days=1))
    found = dossier.detail(office.agent)
    assert found.state is State.SUBMITTED
    assert found.decision is not None
    assert found.decision.reopened_at is not None
    with pytest.raises((Forbidden, Refused)):
        services.ask_person(dossier.citizen, application_id=dossier.id, now=office.world.later(days=1))


def test_what_a_person_refused_is_not_provisional(office: Office) -> None:
    dossier = dossiers.sent(office.world, office.aid)
    services.reject(
        office.agent,
        application_id=dossier.id,
        reason=RejectionReason.OTHER,
        text="Non.",
        appeal="Deux mois.",
        now=office.world.now,
    )
    with pytest.raises(Forbidden):
        services.ask_person(dossier.citizen, application_id=dossier.id, now=office.world.now)


def test_a_file_whose_checks_never_ended_goes_to_an_agent(office: Office) -> None:
    dossier = sent(office, "answers")
    assert automatic.release_stuck(office.world.later(hours=5)) == 0
    assert automatic.release_stuck(office.world.later(hours=7)) == 1
    assert dossier.detail().state is State.SUBMITTED


def test_agents_do_not_decide_what_the_program_is_checking(office: Office) -> None:
    dossier = sent(office, "answers")
    assert not dossier.detail(office.agent).actions & {Action.APPROVE, Action.REJECT, Action.PROPOSE, Action.CLAIM}
    with pytest.raises((Forbidden, Refused)):
        services.claim(office.agent, application_id=dossier.id, now=office.world.now)
    assert isinstance(office.agent, Actor)


def test_the_catalogue_and_the_checks_speak_the_same_codes() -> None:
    assert {check.value for check in AutomaticCheck} == {code.value for code in CheckCode}
