"""Taking an award back: a notice with its reasons, fifteen days to reply, then the withdrawal or the award kept.

CRPA: reasons and a reply before a decision that takes a right away (art. L121-1, L122-1 and L211-2); four months when
the award is unlawful (art. L242-1); at any time when it was obtained by fraud (art. L241-2) or when a condition of a
subsidy is not met (art. L242-2). What was paid is for `payments`, which follows the fact.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from mob.applications import lifecycle
from mob.applications.events import AwardWithdrawalNotified
from mob.applications.models import Withdrawal
from mob.applications.services import dossier, review
from mob.applications.types import AnswerWithdrawal, DropWithdrawal, NotifyWithdrawal, WithdrawalGround, WithdrawAward
from mob.kernel.actor import Actor


def notify_withdrawal(
    actor: Actor, *, application_id: UUID, ground: WithdrawalGround, text: str, now: datetime
) -> None:
    """Tell the person that her award may be taken back, why, and until when she may reply. The award stands."""
    reasons = review.words(text, "text")
    with transaction.atomic():
        row, app = dossier.load(actor, application_id, now=now)
        facts = lifecycle.decide(app, NotifyWithdrawal(actor, ground), now=now)
        (notified,) = (fact for fact in facts if isinstance(fact, AwardWithdrawalNotified))
        Withdrawal.objects.create(
            application=row,
            ground=ground.value,
            author_id=actor.id,
            author_name=review.name_of(actor),
            text=reasons,
            notified_at=now,
            reply_by=notified.reply_by,
        )
        dossier.commit(row, facts, actor=actor, now=now, assignee_id=actor.id)


def answer_withdrawal(actor: Actor, *, application_id: UUID, text: str, now: datetime) -> None:
    """The person's own words on it, once."""
    reply = review.words(text, "text")
    with transaction.atomic():
        row, app = dossier.load(actor, application_id, now=now)
        facts = lifecycle.decide(app, AnswerWithdrawal(actor), now=now)
        row.withdrawals.filter(closed_at=None).update(reply=reply, replied_at=now)
        dossier.commit(row, facts, actor=actor, now=now)


def drop_withdrawal(actor: Actor, *, application_id: UUID, now: datetime) -> None:
    """The award is kept after all."""
    with transaction.atomic():
        row, app = dossier.load(actor, application_id, now=now)
        facts = lifecycle.decide(app, DropWithdrawal(actor), now=now)
        row.withdrawals.filter(closed_at=None).update(closed_at=now)
        dossier.commit(row, facts, actor=actor, now=now)


def withdraw_award(actor: Actor, *, application_id: UUID, now: datetime) -> None:
    """Take the award back: the file is examined again, and a new decision follows, with its own reasons."""
    with transaction.atomic():
        row, app = dossier.load(actor, application_id, now=now)
        facts = lifecycle.decide(app, WithdrawAward(actor), now=now)
        row.withdrawals.filter(closed_at=None).update(closed_at=now, is_withdrawn=True)
        row.decisions.filter(reopened_at=None).update(reopened_at=now)
        dossier.commit(row, facts, actor=actor, now=now, decided_at=None, assignee_id=actor.id)
