"""The life cycle as a machine: whatever people try, in any order, the file stays in a state its own facts explain."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from mob.applications import events as e
from mob.applications import lifecycle
from mob.applications import types as t
from mob.applications.permissions import allowed
from mob.applications.types import Action, AwardTerms, Frequency, OpenRequest, PaymentMode, Snapshot, State
from mob.directory.types import DelegationView
from mob.kernel.actor import Actor, ActorKind, Role
from mob.kernel.clock import add_months, civil_date, day_ends
from mob.kernel.errors import Forbidden, Invalid, MobError, Refused
from mob.kernel.money import Cents

NOW = datetime(2026, 3, 11, 9, 20, tzinfo=UTC)
ME, OTHER, AGENT, BOSS = (UUID(int=n) for n in (1, 2, 3, 4))
FUNDER, ELSEWHERE, NORTH, SOUTH = (UUID(int=n) for n in (10, 11, 20, 21))
OWNER = Actor.citizen(ME)
STRANGER = Actor.citizen(OTHER)
CASE_MANAGER = Actor(ActorKind.STAFF, AGENT, FUNDER, None, frozenset({Role.CASE_MANAGER}))
SUPERVISOR = Actor(ActorKind.STAFF, BOSS, FUNDER, None, frozenset({Role.SUPERVISOR}))
FOREIGN = Actor(ActorKind.STAFF, AGENT, ELSEWHERE, None, frozenset({Role.SUPERVISOR}))
SOUTHERN = Actor(ActorKind.STAFF, AGENT, FUNDER, frozenset({SOUTH}), frozenset({Role.CASE_MANAGER}))
EDITOR = Actor(ActorKind.STAFF, AGENT, FUNDER, None, frozenset({Role.CONTENT_EDITOR, Role.ADMINISTRATOR}))
EVERYONE = [OWNER, STRANGER, CASE_MANAGER, SUPERVISOR, FOREIGN, SOUTHERN, EDITOR, Actor.system(), Actor.anonymous()]
AID, OTHER_AID = UUID(int=30), UUID(int=31)
WHOLE = DelegationView(UUID(int=40), FUNDER, AGENT, "", "2026-1", date(2026, 1, 2), None, None, None, None)
UP_TO_500 = dataclasses.replace(WHOLE, id=UUID(int=41), aid_ids=frozenset({AID}), ceiling=Cents(50_000))
SIGNED = t.Declaration("1", "a" * 64)
FIVE_HUNDRED = AwardTerms(PaymentMode.SINGLE, Cents(50_000))


def draft(**changes: object) -> Snapshot:
    return dataclasses.replace(
        Snapshot(UUID(int=99), State.DRAFT, 1, ME, FUNDER, community_id=NORTH, aid_id=AID),
        **changes,  # type: ignore[arg-type]
    )


def submitted(state: State = State.SUBMITTED, **changes: object) -> Snapshot:
    return draft(**{"state": state, "submitted_at": NOW, "authority": (WHOLE,)} | changes)


def open_request(days: int = 30) -> OpenRequest:
    return OpenRequest(frozenset({"prix"}), frozenset({"devis"}), civil_date(NOW) + timedelta(days=days))


class LifeOfAnApplication(RuleBasedStateMachine):
    """Anyone tries anything at any time. Refused means that nothing happened."""

    def __init__(self) -> None:
        super().__init__()
        self.app = draft()
        self.held: tuple[DelegationView, ...] = ()
        self.now = NOW
        self.kinds: list[str] = [e.ApplicationStarted.kind]
        self.finals: set[State] = set()

    @rule(days=st.integers(0, 40))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule(held=st.sampled_from([(), (UP_TO_500,), (WHOLE,)]))
    def a_delegation_is_given_or_revoked(self, held: tuple[DelegationView, ...]) -> None:
        self.held = held

    @rule(who=st.sampled_from(EVERYONE), what=st.integers(0, 13), complete=st.booleans())
    def somebody_tries(self, who: Actor, what: int, complete: bool) -> None:
        missing = frozenset() if complete else frozenset({"devis"})
        app = dataclasses.replace(self.app, missing_proofs=missing, unanswered_request=missing, authority=self.held)
        try:
            facts = lifecycle.decide(app, self._command(who, what), now=self.now)
        except MobError:
            return
        for fact in facts:
            if isinstance(fact, e.ApplicationApproved | e.ApplicationRejected):
                assert fact.delegation_id in {each.id for each in self.held}
            self._apply(fact)

    def _command(self, who: Actor, what: int) -> t.Command:
        request = OpenRequest(frozenset(), frozenset({"devis"}), civil_date(self.now) + timedelta(days=30))
        commands: list[t.Command] = [
            t.Submit(who, SIGNED),
            t.Resubmit(who),
            t.Resume(who),
            t.Withdraw(who),
            t.Claim(who),
            t.Release(who),
            t.RequestChanges(who, request),
            t.Lapse(who),
            t.Approve(who, FIVE_HUNDRED),
            t.Reject(who, t.RejectionReason.OTHER),
            t.Reopen(who),
            t.Propose(who, UUID(int=50), terms=FIVE_HUNDRED),
            t.Propose(who, UUID(int=51), reason=t.RejectionReason.OTHER),
            t.ReturnProposal(who, UUID(int=51)),
        ]
        return commands[what]

    def _apply(self, fact: e.LifecycleEvent) -> None:
        state = lifecycle.state_after(self.app.state, fact.kind)
        assert state is not None
        changes: dict[str, object] = {"state": state, "version": self.app.version + 1}
        if isinstance(fact, e.ApplicationSubmitted):
            changes["submitted_at"] = self.now
        if isinstance(fact, e.ApplicationLapsed):
            changes["closed_at"] = self.now
        if isinstance(fact, e.ChangesRequested):
            changes["request"] = OpenRequest(frozenset(fact.fields), frozenset(fact.proofs), fact.due_on)
        self.app = dataclasses.replace(self.app, **changes)  # type: ignore[arg-type]
        self.kinds.append(fact.kind)

    @invariant()
    def the_facts_alone_tell_the_state(self) -> None:
        state = None
        for kind in self.kinds:
            state = lifecycle.state_after(state, kind)
        assert state is self.app.state

    @invariant()
    def what_was_approved_or_withdrawn_stays_so(self) -> None:
        ends = {e.ApplicationApproved.kind, e.ApplicationWithdrawn.kind}
        assert all(kind not in ends for kind in self.kinds[:-1])

    @invariant()
    def nobody_but_the_owner_and_her_funder_can_do_anything(self) -> None:
        for who in (STRANGER, FOREIGN, SOUTHERN, EDITOR, Actor.anonymous()):
            assert not allowed(who, self.app)

    @invariant()
    def a_draft_is_nobody_elses(self) -> None:
        if self.app.state is State.DRAFT:
            assert not allowed(CASE_MANAGER, self.app)


TestLifeOfAnApplication = LifeOfAnApplication.TestCase
TestLifeOfAnApplication.settings = settings(max_examples=150, stateful_step_count=30, deadline=None)


@given(st.sampled_from(list(State)), st.sampled_from(EVERYONE))
def test_a_button_that_is_drawn_starts_from_its_state(state: State, who: Actor) -> None:
    app = submitted(state) if state is not State.DRAFT else draft()
    for action in allowed(who, app) & lifecycle.FROM.keys():
        assert state in lifecycle.FROM[action]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"missing_answers": frozenset({"prix"})}, "answers_missing"),
        ({"missing_proofs": frozenset({"devis"})}, "proofs_missing"),
        ({"needs_community": True}, "community_needed"),
        ({"aid_is_open": False}, "aid_closed"),
        ({"funder_has_key": False}, "no_usable_key"),
    ],
)
def test_an_incomplete_draft_is_not_sent(changes: dict[str, object], code: str) -> None:
    with pytest.raises(Refused, match=code):
        lifecycle.decide(draft(**changes), t.Submit(OWNER, SIGNED), now=NOW)


def test_nobody_decides_her_own_application() -> None:
    herself = dataclasses.replace(CASE_MANAGER, id=ME)
    with pytest.raises(Forbidden):
        lifecycle.decide(submitted(), t.Approve(herself, FIVE_HUNDRED), now=NOW)


@pytest.mark.parametrize("days", [-1, 0, 14, 61, 400])
def test_a_correction_is_due_in_15_to_60_days(days: int) -> None:
    with pytest.raises(Invalid, match="due_out_of_range"):
        lifecycle.decide(submitted(), t.RequestChanges(CASE_MANAGER, open_request(days)), now=NOW)


@pytest.mark.parametrize("days", [15, 30, 60])
def test_a_correction_may_be_due_on_the_edges_of_the_range(days: int) -> None:
    (fact,) = lifecycle.decide(submitted(), t.RequestChanges(CASE_MANAGER, open_request(days)), now=NOW)
    assert isinstance(fact, e.ChangesRequested)


def test_a_file_lapses_after_the_last_instant_of_its_due_date_in_paris() -> None:
    request = open_request()
    app = submitted(State.CHANGES_REQUESTED, request=request)
    end = day_ends(request.due_on)
    with pytest.raises(Refused, match="not_due_yet"):
        lifecycle.decide(app, t.Lapse(Actor.system()), now=end - timedelta(microseconds=1))
    assert lifecycle.decide(app, t.Lapse(Actor.system()), now=end) == (e.ApplicationLapsed(),)


def test_a_closed_file_is_taken_up_again_within_two_months() -> None:
    app = submitted(State.CLOSED_INCOMPLETE, closed_at=datetime(2026, 12, 31, 12, tzinfo=UTC))
    last = day_ends(date(2027, 2, 28))
    assert lifecycle.decide(app, t.Resume(OWNER), now=last - timedelta(seconds=1)) == (e.ApplicationResumed(),)
    with pytest.raises(Refused, match="resume_too_late"):
        lifecycle.decide(app, t.Resume(OWNER), now=last)


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        (AwardTerms(PaymentMode.SINGLE), "amount_needed"),
        (AwardTerms(PaymentMode.SINGLE, Cents(0)), "amount_needed"),
        (AwardTerms(PaymentMode.SINGLE, Cents(-5)), "amount_needed"),
        (AwardTerms(PaymentMode.NONE, Cents(5)), "no_payment_takes_no_amount"),
        (AwardTerms(PaymentMode.SINGLE, Cents(5), Frequency.MONTHLY), "single_payment_has_no_end"),
        (AwardTerms(PaymentMode.RECURRING, Cents(5)), "frequency_needed"),
        (AwardTerms(PaymentMode.RECURRING, Cents(5), Frequency.MONTHLY), "last_payment_in_future"),
        (AwardTerms(PaymentMode.RECURRING, Cents(5), Frequency.MONTHLY, date(2026, 3, 11)), "last_payment_in_future"),
    ],
)
def test_terms_that_do_not_hold_together_are_refused(terms: AwardTerms, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        lifecycle.decide(submitted(), t.Approve(CASE_MANAGER, terms), now=NOW)


def test_only_a_supervisor_reopens_a_refused_file() -> None:
    refused = submitted(State.REJECTED)
    with pytest.raises(Forbidden):
        lifecycle.decide(refused, t.Reopen(CASE_MANAGER), now=NOW)
    assert lifecycle.decide(refused, t.Reopen(SUPERVISOR), now=NOW) == (e.ApplicationReopened(BOSS),)


@given(st.integers(1, 200_000), st.sampled_from(list(Frequency)), st.integers(1, 40))
@settings(deadline=None)
def test_no_award_goes_beyond_the_ceiling_all_its_payments_together(
    amount: int, rhythm: Frequency, months: int
) -> None:
    terms = AwardTerms(PaymentMode.RECURRING, Cents(amount), rhythm, add_months(civil_date(NOW), months))
    payments = months // (3 if rhythm is Frequency.QUARTERLY else 1) + 1
    app = submitted(authority=(UP_TO_500,))
    if amount * payments > 50_000:
        with pytest.raises(Refused, match="beyond_delegation"):
            lifecycle.decide(app, t.Approve(CASE_MANAGER, terms), now=NOW)
    else:
        (fact,) = lifecycle.decide(app, t.Approve(CASE_MANAGER, terms), now=NOW)
        assert isinstance(fact, e.ApplicationApproved)
        assert fact.delegation_id == UP_TO_500.id


@pytest.mark.parametrize(
    "held",
    [
        (),
        (dataclasses.replace(WHOLE, aid_ids=frozenset({OTHER_AID})),),
        (dataclasses.replace(WHOLE, ends_on=date(2026, 3, 10)),),
        (dataclasses.replace(WHOLE, signed_on=date(2026, 3, 12)),),
        (dataclasses.replace(WHOLE, revoked_at=NOW),),
    ],
    ids=["none", "another aid", "ended", "to come", "revoked"],
)
@pytest.mark.parametrize("who", [CASE_MANAGER, SUPERVISOR], ids=["case manager", "supervisor"])
def test_without_a_delegation_that_covers_it_nothing_is_decided_but_proposed(
    held: tuple[DelegationView, ...], who: Actor
) -> None:
    app = submitted(authority=held)
    for command in (t.Approve(who, FIVE_HUNDRED), t.Reject(who, t.RejectionReason.OTHER)):
        with pytest.raises((Refused, Forbidden)):
            lifecycle.decide(app, command, now=NOW)
    (fact,) = lifecycle.decide(app, t.Propose(who, UUID(int=50), terms=FIVE_HUNDRED), now=NOW)
    assert lifecycle.state_after(app.state, fact.kind) is State.UNDER_REVIEW


def test_a_proposal_says_what_it_grants_or_why_it_refuses_and_not_both() -> None:
    for given_ in ({}, {"terms": FIVE_HUNDRED, "reason": t.RejectionReason.OTHER}):
        with pytest.raises(Forbidden):
            lifecycle.decide(submitted(), t.Propose(CASE_MANAGER, UUID(int=50), **given_), now=NOW)  # type: ignore[arg-type]


def test_agents_of_another_community_see_nothing() -> None:
    assert not allowed(SOUTHERN, submitted())
    assert allowed(dataclasses.replace(SOUTHERN, community_ids=frozenset({NORTH})), submitted()) >= {Action.APPROVE}
