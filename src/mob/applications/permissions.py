"""Who may do what with an application. Pure; it authorises services and draws buttons, so that both always agree."""

from __future__ import annotations

from mob.applications.types import Action, Snapshot, State
from mob.kernel.actor import Actor, ActorKind, Role

_OWNER: dict[State, frozenset[Action]] = {
    State.DRAFT: frozenset({Action.EDIT, Action.SUBMIT, Action.DISCARD}),
    State.CHECKING: frozenset({Action.WITHDRAW, Action.WRITE}),
    State.SUBMITTED: frozenset({Action.WITHDRAW, Action.WRITE}),
    State.UNDER_REVIEW: frozenset({Action.WITHDRAW, Action.WRITE}),
    State.CHANGES_REQUESTED: frozenset({Action.EDIT, Action.RESUBMIT, Action.WITHDRAW, Action.WRITE}),
    State.CLOSED_INCOMPLETE: frozenset({Action.RESUME, Action.WITHDRAW, Action.WRITE}),
    State.APPROVED: frozenset({Action.WRITE, Action.ADD_PAPER}),
    State.REJECTED: frozenset({Action.WRITE}),
    State.WITHDRAWN: frozenset(),
}

_STAFF: dict[State, frozenset[Action]] = {
    State.SUBMITTED: frozenset({Action.CLAIM, Action.REQUEST_CHANGES, Action.PROPOSE}),
    State.UNDER_REVIEW: frozenset({Action.CLAIM, Action.RELEASE, Action.REQUEST_CHANGES, Action.PROPOSE}),
}

# Only who holds a delegation that covers the aid; up to how much is the life cycle's to say, which knows the award.
_WITHDRAWING = frozenset({Action.WITHDRAW_AWARD, Action.DROP_WITHDRAWAL})
_DELEGATE = frozenset({Action.APPROVE, Action.REJECT})

# The clock closes what was not answered; the program decides what an automatic aid lets it check.
_SYSTEM: dict[State, frozenset[Action]] = {
    State.CHANGES_REQUESTED: frozenset({Action.LAPSE}),
    State.CHECKING: frozenset({Action.APPROVE, Action.REJECT, Action.DEFER}),
}

_ALWAYS_STAFF = frozenset({Action.READ, Action.DECRYPT, Action.NOTE, Action.WRITE})


def allowed(actor: Actor, app: Snapshot) -> frozenset[Action]:
    """Every action open to this actor on this application now. Deny by default."""
    if actor.kind is ActorKind.SYSTEM:
        return _SYSTEM.get(app.state, frozenset()) | {Action.READ}
    if actor.kind is ActorKind.CITIZEN and actor.id is not None and actor.id == app.citizen_id:
        provisional = {Action.ASK_PERSON} if app.state is State.REJECTED and app.is_provisional else set()
        may_answer = app.state is State.APPROVED and app.withdrawal is not None and not app.withdrawal.is_answered
        answering = {Action.ANSWER_WITHDRAWAL} if may_answer else set()
        return _OWNER[app.state] | {Action.READ} | provisional | answering
    if actor.kind is ActorKind.STAFF and sees(actor, app):
        return _for_staff(actor, app)
    return frozenset()


def sees(actor: Actor, app: Snapshot) -> bool:
    """Staff see submitted files of their funder, of their communities alone where they have some, by id."""
    if actor.funder_id is None or actor.funder_id != app.funder_id or app.submitted_at is None:
        return False
    if not actor.has(Role.CASE_MANAGER, Role.SUPERVISOR):
        return False
    return actor.community_ids is None or app.community_id in actor.community_ids


def _for_staff(actor: Actor, app: Snapshot) -> frozenset[Action]:
    # No one instructs or decides her own application.
    if actor.id == app.citizen_id:
        return frozenset()
    actions = _STAFF.get(app.state, frozenset()) | _ALWAYS_STAFF
    if app.state.is_with_funder and any(each.aid_ids is None or app.aid_id in each.aid_ids for each in app.authority):
        actions |= _DELEGATE
    if app.state is State.APPROVED and any(
        each.aid_ids is None or app.aid_id in each.aid_ids for each in app.authority
    ):
        actions |= _WITHDRAWING if app.withdrawal else {Action.NOTIFY_WITHDRAWAL}
    if app.state is State.REJECTED and actor.has(Role.SUPERVISOR):
        actions |= {Action.REOPEN}
    return actions
