"""The life of a mandate: only the side that was asked says yes, only the one helped renews, two years at most."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from mob.identity.mandate_types import (
    Accept,
    Cancel,
    Command,
    Decline,
    End,
    EndedBy,
    Lapse,
    MandateState,
    Power,
    Renew,
    Side,
    Snapshot,
    Terms,
)
from mob.identity.mandates import lifecycle
from mob.kernel.actor import Actor, ActorKind
from mob.kernel.clock import add_months, civil_date
from mob.kernel.errors import Forbidden, Invalid, MobError, Refused
from mob.kernel.ids import uuid7

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SIDES = st.sampled_from(Side)


def _asked(by: Side = Side.HELPER) -> Snapshot:
    return Snapshot(MandateState.ASKED, by, Terms(), NOW + timedelta(days=14))


def _running(*, ends_on: date) -> Snapshot:
    return replace(_asked(), state=MandateState.ACCEPTED, begins_on=date(2026, 3, 2), ends_on=ends_on)


@pytest.mark.parametrize("by", Side)
def test_only_the_side_that_was_asked_says_yes_or_no(by: Side) -> None:
    for command in (Accept, Decline):
        with pytest.raises(Forbidden):
            lifecycle.state_after(_asked(by), command(by), now=NOW)
    assert lifecycle.state_after(_asked(by), Accept(by.other), now=NOW) is MandateState.ACCEPTED
    assert lifecycle.state_after(_asked(by), Decline(by.other), now=NOW) is MandateState.DECLINED


def test_only_who_asked_takes_the_question_back() -> None:
    assert lifecycle.state_after(_asked(), Cancel(Side.HELPER), now=NOW) is MandateState.CANCELLED
    with pytest.raises(Forbidden):
        lifecycle.state_after(_asked(), Cancel(Side.HELPED), now=NOW)


def test_an_answer_comes_in_time_or_not_at_all() -> None:
    late = NOW + timedelta(days=14)
    with pytest.raises(Refused, match="mandate_too_late"):
        lifecycle.state_after(_asked(), Accept(Side.HELPED), now=late)
    assert lifecycle.state_after(_asked(), Lapse(), now=late) is MandateState.LAPSED
    with pytest.raises(Refused):
        lifecycle.state_after(_asked(), Lapse(), now=late - timedelta(seconds=1))


def test_the_helper_never_renews_her_own_mandate() -> None:
    running = _running(ends_on=date(2026, 6, 2))
    assert lifecycle.state_after(running, Renew(Side.HELPED, 6), now=NOW) is MandateState.ACCEPTED
    with pytest.raises(Forbidden):
        lifecycle.state_after(running, Renew(Side.HELPER, 6), now=NOW)


def test_a_mandate_that_is_over_is_not_renewed_but_asked_again() -> None:
    with pytest.raises(Refused):
        lifecycle.state_after(_running(ends_on=date(2026, 3, 1)), Renew(Side.HELPED, 3), now=NOW)


def test_a_mandate_holds_until_the_end_of_its_last_day_in_paris() -> None:
    running = _running(ends_on=date(2026, 3, 2))
    assert lifecycle.is_live(running, civil_date(datetime(2026, 3, 2, 22, 59, tzinfo=UTC)))
    assert not lifecycle.is_live(running, civil_date(datetime(2026, 3, 2, 23, 0, tzinfo=UTC)))


@given(st.integers(-5, 40))
def test_no_mandate_is_longer_than_two_years(months: int) -> None:
    if 1 <= months <= 24:
        lifecycle.check_terms(Terms(months=months))
        assert lifecycle.last_day(months, today=date(2026, 3, 2)) <= add_months(date(2026, 3, 2), 24)
    else:
        with pytest.raises(Invalid):
            lifecycle.check_terms(Terms(months=months))
        with pytest.raises(Invalid):
            lifecycle.last_day(months, today=date(2026, 3, 2))


def test_a_mandate_lets_do_something_and_bank_details_are_never_usual() -> None:
    with pytest.raises(Invalid):
        lifecycle.check_terms(Terms(powers=frozenset()))
    with pytest.raises(Invalid):
        lifecycle.check_terms(Terms(aid_ids=frozenset()))
    assert Power.BANK_DETAILS not in Terms().powers


class Life(RuleBasedStateMachine):
    """Any commands, by anybody, on any day: what is never allowed never happens."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.opened_by = Side.HELPER
        self.mandate = _asked()
        self.said_yes: set[Side] = set()

    @precondition(lambda self: self.mandate.state is MandateState.ASKED and not self.said_yes)
    @rule(by=SIDES)
    def asked_by(self, by: Side) -> None:
        self.opened_by, self.mandate, self.said_yes = by, replace(self.mandate, opened_by=by), {by}

    @rule(hours=st.integers(1, 24 * 200))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(
        command=st.one_of(
            st.builds(Accept, SIDES),
            st.builds(Decline, SIDES),
            st.builds(Cancel, SIDES),
            st.builds(Lapse),
            st.builds(End, st.sampled_from(EndedBy)),
            st.builds(Renew, SIDES, st.integers(0, 30)),
        )
    )
    def command(self, command: Command) -> None:
        try:
            after = lifecycle.state_after(self.mandate, command, now=self.now)
        except MobError:
            return
        today = civil_date(self.now)
        if isinstance(command, Accept):
            self.said_yes |= {self.opened_by, command.side}
            self.mandate = replace(self.mandate, begins_on=today, ends_on=lifecycle.last_day(3, today=today))
        if isinstance(command, Renew):
            assert command.side is Side.HELPED
            self.mandate = replace(self.mandate, ends_on=lifecycle.last_day(command.months, today=today))
        self.mandate = replace(self.mandate, state=after)

    @invariant()
    def runs_only_when_both_said_yes(self) -> None:
        if lifecycle.is_live(self.mandate, civil_date(self.now)):
            assert self.said_yes == {Side.HELPER, Side.HELPED}

    @invariant()
    def never_reaches_further_than_two_years(self) -> None:
        if self.mandate.ends_on:
            assert self.mandate.ends_on <= add_months(civil_date(self.now), 24)

    @invariant()
    def what_ended_lets_do_nothing(self) -> None:
        if self.mandate.state not in (MandateState.ASKED, MandateState.ACCEPTED):
            assert not any(lifecycle.lets(self.mandate, power, on=civil_date(self.now)) for power in Power)


TestLife = Life.TestCase


def test_the_journal_is_told_of_helper_helped_and_mandate_within_its_column() -> None:
    helper, helped, mandate = uuid7(), uuid7(), uuid7()
    actor = Actor(ActorKind.HELPER, id=helper, on_behalf_of=helped, mandate_id=mandate)
    assert actor.label == f"helper:{helper}:{helped}:{mandate}"
    assert len(actor.label) <= 120
    assert actor.subject_id == helped
    assert Actor.citizen(helper).subject_id == helper
