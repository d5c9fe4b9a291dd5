"""Who may do what with an application. Pure; it authorises services and draws buttons, so that both always agree."""

from __future__ import annotations

from uuid import UUID

from mob.applications.types import Action, Snapshot, State
from mob.identity.mandate_types import Power
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
_DELEGATE = frozenset({Action.APPROVE, Action.REJECT, Action.RETURN_PROPOSAL})

_DECIDING = _DELEGATE | _WITHDRAWING | {Action.NOTIFY_WITHDRAWAL}

# The clock closes what was not answered; the program decides what an automatic aid lets it check.
_SYSTEM: dict[State, frozenset[Action]] = {
    State.CHANGES_REQUESTED: frozenset({Action.LAPSE}),
    State.CHECKING: frozenset({Action.APPROVE, Action.REJECT, Action.DEFER}),
}

# Under a mandate. Giving up (a withdrawal of the application) stays with the person herself: no mandate covers it.
_ANSWERING = frozenset({Action.READ, Action.WRITE})
_HELPER: dict[State, dict[Power, frozenset[Action]]] = {
    State.DRAFT: {Power.APPLY: frozenset({Action.READ, Action.EDIT, Action.SUBMIT, Action.DISCARD})},
    State.CHECKING: {Power.ANSWER: _ANSWERING},
    State.SUBMITTED: {Power.ANSWER: _ANSWERING},
    State.UNDER_REVIEW: {Power.ANSWER: _ANSWERING},
    State.CHANGES_REQUESTED: {Power.ANSWER: _ANSWERING | {Action.EDIT, Action.RESUBMIT}},
    State.CLOSED_INCOMPLETE: {Power.ANSWER: _ANSWERING | {Action.RESUME}},
    State.APPROVED: {Power.ANSWER: frozenset({Action.WRITE, Action.ADD_PAPER, Action.ANSWER_WITHDRAWAL})},
    State.REJECTED: {Power.ANSWER: frozenset({Action.WRITE, Action.ASK_PERSON})},
}
# A professional through Aidants Connect, the person beside her: what an application asks, giving it up included. Named one
# by one, so that an action of tomorrow is closed to her until somebody opens it. Money has its own table, in payments.
_ASSISTED = frozenset(
    {
        Action.READ, Action.EDIT, Action.SUBMIT, Action.DISCARD, Action.RESUBMIT, Action.RESUME, Action.WITHDRAW,
        Action.WRITE, Action.ADD_PAPER, Action.ASK_PERSON, Action.ANSWER_WITHDRAWAL,
    }
)  # fmt: skip
# Where an application stands is told to whoever sends or answers; what was decided, to who may read decisions.
_DECIDED = frozenset({State.APPROVED, State.REJECTED, State.WITHDRAWN})

_ALWAYS_STAFF = frozenset({Action.READ, Action.DECRYPT, Action.NOTE, Action.WRITE})


def allowed(actor: Actor, app: Snapshot) -> frozenset[Action]:
    """Every action open to this actor on this application now. Deny by default."""
    if actor.kind is ActorKind.SYSTEM:
        return _SYSTEM.get(app.state, frozenset()) | {Action.READ}
    if actor.kind is ActorKind.CITIZEN and actor.id is not None and actor.id == app.citizen_id:
        return _for_owner(app)
    if actor.kind is ActorKind.HELPER and actor.on_behalf_of is not None and actor.on_behalf_of == app.citizen_id:
        return _for_helper(actor, app)
    if actor.kind is ActorKind.ASSISTED and actor.on_behalf_of is not None and actor.on_behalf_of == app.citizen_id:
        return _for_owner(app) & _ASSISTED
    if actor.kind is ActorKind.STAFF and sees(actor, app):
        return _for_staff(actor, app)
    return frozenset()


def _for_owner(app: Snapshot) -> frozenset[Action]:
    provisional = {Action.ASK_PERSON} if app.state is State.REJECTED and app.is_provisional else set()
    may_answer = app.state is State.APPROVED and app.withdrawal is not None and not app.withdrawal.is_answered
    answering = {Action.ANSWER_WITHDRAWAL} if may_answer else set()
    return _OWNER[app.state] | {Action.READ} | provisional | answering


def helper_states(powers: frozenset[str]) -> frozenset[State]:
    """The states in which a helper with these powers sees an application at all."""
    held = {Power(each) for each in powers if each in frozenset(Power)}
    states = {State.DRAFT} if Power.APPLY in held else set()
    if held & {Power.APPLY, Power.ANSWER, Power.READ}:
        states |= set(State) - _DECIDED - {State.DRAFT}
    return frozenset(states | _DECIDED if Power.READ in held else states)


def covers(actor: Actor, aid_id: UUID | None) -> bool:
    """Whether the mandate reaches this aid."""
    return actor.aid_ids is None or aid_id in actor.aid_ids


def _for_helper(actor: Actor, app: Snapshot) -> frozenset[Action]:
    """What the mandate lets do, and nothing the person herself could not do now."""
    if not covers(actor, app.aid_id) or app.state not in helper_states(actor.scopes):
        return frozenset()
    let = {Action.READ}
    for power, actions in _HELPER.get(app.state, {}).items():
        let |= actions if power.value in actor.scopes else set()
    return _for_owner(app) & let


def sees(actor: Actor, app: Snapshot) -> bool:
    """Staff see submitted files of their funder, of their communities alone where they have some, by id."""
    if actor.funder_id is None or actor.funder_id != app.funder_id or app.submitted_at is None:
        return False
    if not actor.has(Role.CASE_MANAGER, Role.SUPERVISOR):
        return False
    return actor.community_ids is None or app.community_id in actor.community_ids


def _for_staff(actor: Actor, app: Snapshot) -> frozenset[Action]:
    # No one instructs or decides her own application, nor one that she made for somebody.
    if actor.id == app.citizen_id or actor.id in app.helpers:
        return frozenset()
    actions = _STAFF.get(app.state, frozenset()) | _ALWAYS_STAFF
    if app.state.is_with_funder and app.needs_representation:
        actions |= {Action.CHECK_REPRESENTATION}
    if app.state.is_with_funder and any(each.aid_ids is None or app.aid_id in each.aid_ids for each in app.authority):
        actions |= _DELEGATE
    if app.state is State.APPROVED and any(
        each.aid_ids is None or app.aid_id in each.aid_ids for each in app.authority
    ):
        actions |= _WITHDRAWING if app.withdrawal else {Action.NOTIFY_WITHDRAWAL}
    if app.state is State.REJECTED and actor.has(Role.SUPERVISOR):
        actions |= {Action.REOPEN}
    # Who filled it in with the person at a counter has heard her: another agent decides.
    return actions - _DECIDING if actor.id in app.counter_agents else actions
