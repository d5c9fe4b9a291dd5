"""Taking an award back: never without a notice, its reasons and time to reply; four months when it was unlawful."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mob.applications import services
from mob.applications.models import Decision, Withdrawal
from mob.applications.types import Action, AwardTerms, PaymentMode, State, WithdrawalGround
from mob.directory.models import Delegation
from mob.kernel.errors import Forbidden, NotFound, Refused
from mob.kernel.money import Cents
from tests.context.applications.conftest import Office
from tests.factories import dossiers
from tests.factories.dossiers import Dossier

pytestmark = pytest.mark.django_db

TERMS = AwardTerms(PaymentMode.SINGLE, Cents(50_000))


def granted(office: Office) -> Dossier:
    dossier = dossiers.sent(office.world, office.aid)
    services.approve(office.agent, application_id=dossier.id, terms=TERMS, now=office.world.now)
    return dossier


def notified(
    office: Office, *, after: int = 1, ground: WithdrawalGround = WithdrawalGround.UNLAWFUL
) -> tuple[Dossier, int]:
    dossier = granted(office)
    services.notify_withdrawal(
        office.agent,
        application_id=dossier.id,
        ground=ground,
        text="Le vélo est volé.",
        now=office.world.later(days=after),
    )
    return dossier, after


def test_a_notice_takes_nothing_away_and_opens_fifteen_days_to_reply(office: Office) -> None:
    dossier, _after = notified(office)
    found = dossier.detail()
    assert found.state is State.APPROVED
    assert found.withdrawal is not None
    assert found.withdrawal.reply_by == (office.world.later(days=16)).date()
    assert Action.ANSWER_WITHDRAWAL in found.actions
    with pytest.raises(Refused, match="reply_awaited"):
        services.withdraw_award(office.agent, application_id=dossier.id, now=office.world.later(days=15))


@pytest.mark.parametrize("replies", [True, False], ids=["after her reply", "after the last day"])
def test_then_the_award_is_withdrawn_and_the_file_examined_again(office: Office, *, replies: bool) -> None:
    dossier, _after = notified(office)
    now = office.world.later(days=2 if replies else 17)
    if replies:
        services.answer_withdrawal(dossier.citizen, application_id=dossier.id, text="Il ne l’est pas.", now=now)
    services.withdraw_award(office.agent, application_id=dossier.id, now=now)
    found = dossier.detail(office.agent)
    assert (found.state, found.assignee_id) == (State.UNDER_REVIEW, office.agent.id)
    assert found.silence_on is not None
    assert Decision.objects.get().reopened_at == now
    assert [fact.kind for fact in found.facts][-1] == "award_withdrawn"
    assert Withdrawal.objects.get().is_withdrawn


def test_the_person_replies_once(office: Office) -> None:
    dossier, _after = notified(office)
    services.answer_withdrawal(dossier.citizen, application_id=dossier.id, text="Non.", now=office.world.later(days=2))
    with pytest.raises(Forbidden):
        services.answer_withdrawal(dossier.citizen, application_id=dossier.id, text="!", now=office.world.later(days=3))
    assert dossier.detail(office.agent).withdrawal is not None


@pytest.mark.parametrize(
    ("ground", "days", "is_late"),
    [
        (WithdrawalGround.UNLAWFUL, 106, False),
        (WithdrawalGround.UNLAWFUL, 107, True),
        (WithdrawalGround.UNLAWFUL, 400, True),
        (WithdrawalGround.FRAUD, 400, False),
        (WithdrawalGround.CONDITION_UNMET, 400, False),
    ],
)
def test_an_unlawful_award_is_taken_back_within_four_months_reply_included(
    office: Office, ground: WithdrawalGround, days: int, is_late: bool
) -> None:
    # Granted on 11 March: until the end of 11 July. Fifteen days to reply must end before.
    if is_late:
        with pytest.raises(Refused, match="withdrawal_too_late"):
            notified(office, after=days, ground=ground)
    else:
        notified(office, after=days, ground=ground)


def test_four_months_hold_on_the_day_of_the_withdrawal_too(office: Office) -> None:
    dossier, _after = notified(office, after=100)
    last = office.world.now.replace(month=7, day=11, hour=21)
    with pytest.raises(Refused, match="withdrawal_too_late"):
        services.withdraw_award(office.agent, application_id=dossier.id, now=last + timedelta(hours=2))
    services.withdraw_award(office.agent, application_id=dossier.id, now=last)


def test_the_award_may_be_kept_after_all(office: Office) -> None:
    dossier, _after = notified(office)
    services.drop_withdrawal(office.agent, application_id=dossier.id, now=office.world.later(days=3))
    found = dossier.detail(office.agent)
    assert found.state is State.APPROVED
    assert found.actions & {Action.WITHDRAW_AWARD, Action.NOTIFY_WITHDRAWAL} == {Action.NOTIFY_WITHDRAWAL}


def test_only_a_holder_of_a_delegation_takes_an_award_back(office: Office) -> None:
    dossier = granted(office)
    stranger = office.world.staff(office.world.funder())
    for who, error in ((dossier.citizen, Forbidden), (stranger, NotFound)):
        with pytest.raises(error):
            services.notify_withdrawal(
                who, application_id=dossier.id, ground=WithdrawalGround.FRAUD, text="?", now=office.world.now
            )
    Delegation.objects.all().delete()
    with pytest.raises(Forbidden):
        services.notify_withdrawal(
            office.agent, application_id=dossier.id, ground=WithdrawalGround.FRAUD, text="?", now=office.world.now
        )
