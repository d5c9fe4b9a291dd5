"""The life cycle: a pure transition table. Data and time in, facts out, or `Refused(code)`. Nothing here saves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from mob.applications import events as e
from mob.applications import types as t
from mob.applications.permissions import allowed
from mob.applications.types import Action, AwardTerms, Frequency, PaymentMode, Snapshot, State, WithdrawalGround
from mob.directory import delegations
from mob.kernel import clock
from mob.kernel.actor import ActorKind
from mob.kernel.errors import Forbidden, Invalid, Refused
from mob.kernel.money import Cents, format_euros

RESUME_MONTHS = 2
DUE_DAYS = (15, 60)
DUE_DAYS_DEFAULT = 30
REPLY_DAYS = 15
UNLAWFUL_MONTHS = 4

# Where each action may start. What is absent is refused.
FROM: dict[Action, frozenset[State]] = {
    Action.EDIT: frozenset({State.DRAFT, State.CHANGES_REQUESTED}),
    Action.DISCARD: frozenset({State.DRAFT}),
    Action.SUBMIT: frozenset({State.DRAFT}),
    Action.RESUBMIT: frozenset({State.CHANGES_REQUESTED}),
    Action.LAPSE: frozenset({State.CHANGES_REQUESTED}),
    Action.RESUME: frozenset({State.CLOSED_INCOMPLETE}),
    Action.CLAIM: frozenset({State.SUBMITTED, State.UNDER_REVIEW}),
    Action.RELEASE: frozenset({State.UNDER_REVIEW}),
    Action.REQUEST_CHANGES: frozenset({State.SUBMITTED, State.UNDER_REVIEW}),
    Action.PROPOSE: frozenset({State.SUBMITTED, State.UNDER_REVIEW}),
    Action.RETURN_PROPOSAL: frozenset({State.SUBMITTED, State.UNDER_REVIEW}),
    Action.APPROVE: frozenset({State.CHECKING, State.SUBMITTED, State.UNDER_REVIEW}),
    Action.REJECT: frozenset({State.CHECKING, State.SUBMITTED, State.UNDER_REVIEW}),
    Action.DEFER: frozenset({State.CHECKING}),
    Action.ASK_PERSON: frozenset({State.REJECTED}),
    Action.WITHDRAW: frozenset(s for s in State if not s.is_final and s is not State.DRAFT),
    Action.REOPEN: frozenset({State.REJECTED}),
    Action.NOTIFY_WITHDRAWAL: frozenset({State.APPROVED}),
    Action.ANSWER_WITHDRAWAL: frozenset({State.APPROVED}),
    Action.DROP_WITHDRAWAL: frozenset({State.APPROVED}),
    Action.WITHDRAW_AWARD: frozenset({State.APPROVED}),
}

AFTER: dict[str, State] = {
    e.ApplicationStarted.kind: State.DRAFT,
    e.ApplicationSubmitted.kind: State.SUBMITTED,
    e.ChecksStarted.kind: State.CHECKING,
    e.ChecksRun.kind: State.CHECKING,
    e.ChecksDeferred.kind: State.SUBMITTED,
    e.HumanReviewAsked.kind: State.SUBMITTED,
    e.ApplicationClaimed.kind: State.UNDER_REVIEW,
    e.ApplicationReleased.kind: State.SUBMITTED,
    e.ChangesRequested.kind: State.CHANGES_REQUESTED,
    e.ApplicationResubmitted.kind: State.SUBMITTED,
    e.ApplicationLapsed.kind: State.CLOSED_INCOMPLETE,
    e.ApplicationResumed.kind: State.SUBMITTED,
    e.DecisionProposed.kind: State.UNDER_REVIEW,
    e.ProposalReturned.kind: State.UNDER_REVIEW,
    e.ApplicationApproved.kind: State.APPROVED,
    e.ApplicationRejected.kind: State.REJECTED,
    e.ApplicationWithdrawn.kind: State.WITHDRAWN,
    e.ApplicationReopened.kind: State.UNDER_REVIEW,
    e.AwardWithdrawalNotified.kind: State.APPROVED,
    e.AwardWithdrawalAnswered.kind: State.APPROVED,
    e.AwardWithdrawalDropped.kind: State.APPROVED,
    e.AwardWithdrawn.kind: State.UNDER_REVIEW,
}


def decide(app: Snapshot, command: t.Command, *, now: datetime) -> tuple[e.LifecycleEvent, ...]:
    """The facts a command makes true. Raises Refused, Forbidden or Invalid and then nothing happened."""
    action, rule = _RULES[type(command)]
    if app.state not in FROM[action]:
        raise Refused("wrong_state", state=app.state.value, action=action.value)
    if action not in allowed(command.actor, app):
        raise Forbidden("not_allowed")
    facts: tuple[e.LifecycleEvent, ...] = rule(app, command, now)
    return facts


def state_after(state: State | None, kind: str) -> State | None:
    """The state once a fact of this kind is known; facts that are not of the life cycle change nothing."""
    return AFTER.get(kind, state)


def resume_until(closed_at: datetime) -> date:
    """The last civil date on which a closed file can be taken up again: two months after its closing."""
    return clock.add_months(clock.civil_date(closed_at), RESUME_MONTHS)


def default_due_on(now: datetime) -> date:
    return clock.civil_date(now) + timedelta(days=DUE_DAYS_DEFAULT)


def _submit(app: Snapshot, command: t.Submit, now: datetime) -> tuple[e.LifecycleEvent, ...]:
    if not app.aid_is_open:
        raise Refused("aid_closed")
    if not app.funder_has_key:
        raise Refused("no_usable_key")
    if app.needs_community:
        raise Refused("community_needed")
    if app.missing_answers:
        raise Refused("answers_missing", count=len(app.missing_answers))
    if app.missing_proofs:
        raise Refused("proofs_missing", count=len(app.missing_proofs))
    sent = e.ApplicationSubmitted(command.declaration.text_version, command.declaration.text_hash)
    return (sent, e.ChecksStarted()) if app.is_automatic else (sent,)


def _defer(app: Snapshot, command: t.Defer, now: datetime) -> tuple[e.LifecycleEvent, ...]:
    return (e.ChecksDeferred(),)


def _ask_person(app: Snapshot, command: t.AskPerson, now: datetime) -> tuple[e.LifecycleEvent, ...]:
    return (e.HumanReviewAsked(),)


def _resubmit(app: Snapshot, command: t.Resubmit, now: datetime) -> tuple[e.LifecycleEvent, ...]:
    if app.unanswered_request:
        raise Refused("request_unanswered", count=len(app.unanswered_request))
    return (e.ApplicationResubmitted(),)


def _lapse(app: Snapshot, command: t.Lapse, now: datetime) -> tuple[e.LifecycleEvent, ...]:
    if app.request is None or now < clock.day_ends(app.request.due_on):
        raise Refused("not_due_yet")
    return (e.ApplicationLapsed(),)


def _resume(app: Snapshot, command: t.Resume, now: datetime) -> tuple[e.LifecycleEvent, ...]:
    if app.closed_at is None or now >= clock.day_ends(resume_until(app.closed_at)):
        raise Refused("resume_too_late")
    return (e.ApplicationResumed(),)


def _claim(app: Snapshot, command: t.Claim, now: datetime) -> tuple[e.LifecycleEvent, ...]:
    if command.actor.id is None:
        raise Forbidden("not_allowed")
    return (e.ApplicationClaimed(command.actor.id),)


def _release(app: Snapshot, command: t.Release, now: datetime) -> tuple[e.LifecycleEvent, ...]:
    return (e.ApplicationReleased(),)


def _withdraw(app: Snapshot, command: t.Withdraw, now: datetime) -> tuple[e.LifecycleEvent, ...]:
    return (e.ApplicationWithdrawn(),)


def _request_changes(app: Snapshot, command: t.RequestChanges, now: datetime) -> tuple[e.LifecycleEvent, ...]:
    request = command.request
    check_request(request, clock.civil_date(now))
    return (e.ChangesRequested(tuple(sorted(request.fields)), tuple(sorted(request.proofs)), request.due_on),)


def check_request(request: t.OpenRequest, today: date) -> None:
    """Something is asked, and the person gets 15 to 60 days. Raises Invalid."""
    if not request.fields and not request.proofs:
        raise Invalid("request_empty", "items")
    days = (request.due_on - today).days
    if not DUE_DAYS[0] <= days <= DUE_DAYS[1]:
        raise Invalid("due_out_of_range", "due_on", least=DUE_DAYS[0], most=DUE_DAYS[1])


def _approve(app: Snapshot, command: t.Approve, now: datetime) -> tuple[e.LifecycleEvent, ...]:
    terms, today = command.terms, clock.civil_date(now)
    if app.needs_representation:
        raise Refused("representation_unchecked")
    check_terms(terms, today)
    under = _authority(app, command, whole_award(terms, today), today)
    return (e.ApplicationApproved(terms.mode, terms.amount, terms.frequency, terms.last_payment_on, under),)


def _authority(app: Snapshot, command: t.Approve | t.Reject, amount: Cents | None, today: date) -> UUID | None:
    """The delegation a decision is taken under: an agent's own, or the one in whose name the program decides.

    Raises Refused when none covers the aid, the day and the whole sum. An HR system decides under its own contract.
    """
    if command.actor.kind not in (ActorKind.STAFF, ActorKind.SYSTEM):
        return None
    lent = (command.under,) if command.under and command.actor.kind is ActorKind.SYSTEM else ()
    held = app.authority if command.actor.kind is ActorKind.STAFF else lent
    under = delegations.first_covering(held, app.aid_id, amount=amount, on=today)
    if under is None:
        ceiling = delegations.highest_ceiling(held, app.aid_id, on=today) or 0
        raise Refused("beyond_delegation", ceiling=format_euros(ceiling))
    return under.id


def whole_award(terms: AwardTerms, today: date) -> Cents | None:
    """All the payments of an award together, as many as there could be until its end: what a ceiling is held to."""
    if terms.amount is None or terms.mode is not PaymentMode.RECURRING or terms.last_payment_on is None:
        return terms.amount
    last = terms.last_payment_on
    months = max(0, (last.year - today.year) * 12 + last.month - today.month)
    return Cents(terms.amount * (months // (3 if terms.frequency is Frequency.QUARTERLY else 1) + 1))


def _propose(app: Snapshot, command: t.Propose, now: datetime) -> tuple[e.LifecycleEvent, ...]:
    """What is proposed could be decided as it stands: its terms hold together, or it gives a reason, not both."""
    if (command.terms is None) == (command.reason is None) or command.actor.id is None:
        raise Forbidden("not_allowed")
    if command.terms is not None:
        check_terms(command.terms, clock.civil_date(now))
    return (e.DecisionProposed(command.proposal_id, command.actor.id),)


def _return_proposal(app: Snapshot, command: t.ReturnProposal, now: datetime) -> tuple[e.LifecycleEvent, ...]:
    if command.actor.id is None:
        raise Forbidden("not_allowed")
    return (e.ProposalReturned(command.proposal_id, command.actor.id),)


def check_terms(terms: AwardTerms, today: date) -> None:
    """Amount above zero as soon as money is paid; a recurring plan has a rhythm and an end to come."""
    if terms.mode is PaymentMode.NONE:
        if terms.amount is not None or terms.frequency or terms.last_payment_on:
            raise Invalid("no_payment_takes_no_amount", "amount")
        return
    if terms.amount is None or terms.amount <= 0:
        raise Invalid("amount_needed", "amount")
    if terms.mode is PaymentMode.SINGLE:
        if terms.frequency or terms.last_payment_on:
            raise Invalid("single_payment_has_no_end", "last_payment_on")
        return
    if terms.frequency is None:
        raise Invalid("frequency_needed", "frequency")
    if terms.last_payment_on is None or terms.last_payment_on <= today:
        raise Invalid("last_payment_in_future", "last_payment_on")


def _reject(app: Snapshot, command: t.Reject, now: datetime) -> tuple[e.LifecycleEvent, ...]:
    under = _authority(app, command, None, clock.civil_date(now))
    return (e.ApplicationRejected(command.reason, under),)


def _reopen(app: Snapshot, command: t.Reopen, now: datetime) -> tuple[e.LifecycleEvent, ...]:
    if command.actor.id is None:
        raise Forbidden("not_allowed")
    return (e.ApplicationReopened(command.actor.id),)


def _notify_withdrawal(app: Snapshot, command: t.NotifyWithdrawal, now: datetime) -> tuple[e.LifecycleEvent, ...]:
    """Fifteen days to reply, which must end while the award may still be taken back (CRPA, art. L121-1, L242-1)."""
    reply_by = clock.civil_date(now) + timedelta(days=REPLY_DAYS)
    if reply_by >= _last_day(app, command.ground):
        raise Refused("withdrawal_too_late", months=UNLAWFUL_MONTHS)
    return (e.AwardWithdrawalNotified(command.ground, reply_by),)


def _last_day(app: Snapshot, ground: WithdrawalGround) -> date:
    """Four months after the decision when it is unlawful; no end for fraud or a condition that is not met."""
    if ground is not WithdrawalGround.UNLAWFUL or app.decided_at is None:
        return date.max
    return clock.add_months(clock.civil_date(app.decided_at), UNLAWFUL_MONTHS)


def _answer_withdrawal(app: Snapshot, command: t.AnswerWithdrawal, now: datetime) -> tuple[e.LifecycleEvent, ...]:
    return (e.AwardWithdrawalAnswered(),)


def _drop_withdrawal(app: Snapshot, command: t.DropWithdrawal, now: datetime) -> tuple[e.LifecycleEvent, ...]:
    return (e.AwardWithdrawalDropped(),)


def _withdraw_award(app: Snapshot, command: t.WithdrawAward, now: datetime) -> tuple[e.LifecycleEvent, ...]:
    """After the reply, or after the last day to give one; within four months when the award is unlawful."""
    notice = app.withdrawal
    if notice is None or command.actor.id is None:
        raise Forbidden("not_allowed")
    if not notice.is_answered and now < clock.day_ends(notice.reply_by):
        raise Refused("reply_awaited", on=notice.reply_by)
    if clock.civil_date(now) > _last_day(app, notice.ground):
        raise Refused("withdrawal_too_late", months=UNLAWFUL_MONTHS)
    return (e.AwardWithdrawn(notice.ground, command.actor.id),)


_RULES: dict[type[Any], tuple[Action, Callable[..., tuple[e.LifecycleEvent, ...]]]] = {
    t.Submit: (Action.SUBMIT, _submit),
    t.Resubmit: (Action.RESUBMIT, _resubmit),
    t.Lapse: (Action.LAPSE, _lapse),
    t.Resume: (Action.RESUME, _resume),
    t.Claim: (Action.CLAIM, _claim),
    t.Release: (Action.RELEASE, _release),
    t.RequestChanges: (Action.REQUEST_CHANGES, _request_changes),
    t.NotifyWithdrawal: (Action.NOTIFY_WITHDRAWAL, _notify_withdrawal),
    t.AnswerWithdrawal: (Action.ANSWER_WITHDRAWAL, _answer_withdrawal),
    t.DropWithdrawal: (Action.DROP_WITHDRAWAL, _drop_withdrawal),
    t.WithdrawAward: (Action.WITHDRAW_AWARD, _withdraw_award),
    t.Defer: (Action.DEFER, _defer),
    t.AskPerson: (Action.ASK_PERSON, _ask_person),
    t.Propose: (Action.PROPOSE, _propose),
    t.ReturnProposal: (Action.RETURN_PROPOSAL, _return_proposal),
    t.Approve: (Action.APPROVE, _approve),
    t.Reject: (Action.REJECT, _reject),
    t.Withdraw: (Action.WITHDRAW, _withdraw),
    t.Reopen: (Action.REOPEN, _reopen),
}
