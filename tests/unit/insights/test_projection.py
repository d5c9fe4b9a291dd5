"""Figures folded from facts: they follow the life cycle, whatever it does, and reading again changes nothing."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mob.applications.lifecycle import AFTER
from mob.applications.types import AwardTerms, Frequency, PaymentMode, RejectionReason, State
from mob.insights.projection import KINDS, project, replay
from mob.insights.types import Case
from mob.journal.types import FactView
from mob.kernel.clock import civil_date
from mob.kernel.ids import uuid7
from mob.kernel.money import Cents
from mob.payments import schedule
from tests.factories.world import NOW

ID, AID, FUNDER, VERSION = uuid7(), uuid7(), uuid7(), uuid7()


def fact(seq: int, kind: str, *, hours: float = 0, **data: Any) -> FactView:
    first = {"aid_id": str(AID), "version_id": str(VERSION), "funder_id": str(FUNDER)}
    more = first | data if kind == "application_started" else data
    return FactView(uuid7(), f"application:{ID}", seq, kind, more, "system", NOW + timedelta(hours=hours))


def told(*kinds: tuple[str, float, dict[str, Any]]) -> Case:
    facts = [fact(seq, kind, hours=hours, **data) for seq, (kind, hours, data) in enumerate(kinds, 1)]
    case = replay(facts)
    assert case is not None
    return case


def test_an_award_in_several_payments_counts_all_of_them() -> None:
    plan = {"mode": "recurring", "amount_cents": 2_501, "frequency": "monthly", "last_payment_on": "2026-12-31"}
    case = told(("application_started", 0, {}), ("application_submitted", 1, {}), ("application_approved", 2, plan))
    assert case.amount == 10 * 2_501, "March to December"


@given(st.integers(1, 10**7), st.sampled_from(Frequency), st.integers(1, 1500))
def test_what_is_counted_of_an_award_is_what_its_payments_add_up_to(cents: int, every: Frequency, days: int) -> None:
    last = civil_date(NOW + timedelta(hours=2)) + timedelta(days=days)
    plan = {"mode": "recurring", "amount_cents": cents, "frequency": every.value, "last_payment_on": last.isoformat()}
    case = told(("application_started", 0, {}), ("application_submitted", 1, {}), ("application_approved", 2, plan))
    terms = AwardTerms(PaymentMode.RECURRING, Cents(cents), every, last)
    paid = schedule.instalments(terms, civil_date(NOW + timedelta(hours=2)))
    assert case.amount == sum(each.cents for each in paid)


def test_a_notice_that_an_award_may_be_taken_back_changes_neither_its_amount_nor_its_date() -> None:
    granted = (
        ("application_started", 0, {}),
        ("application_submitted", 24, {}),
        ("application_approved", 48, {"mode": "single", "amount_cents": 45_000}),
    )
    before = told(*granted)
    for kind in ("award_withdrawal_notified", "award_withdrawal_answered", "award_withdrawal_dropped"):
        after = told(*granted, (kind, 480, {}))
        assert after == dataclasses.replace(before, seq=4), kind
    assert told(*granted, ("award_withdrawn", 480, {})).amount is None


def test_an_approval_keeps_its_amount_and_the_time_the_funder_took() -> None:
    case = told(
        ("application_started", 0, {}),
        ("application_submitted", 24, {}),
        ("changes_requested", 48, {}),
        ("application_resubmitted", 120, {}),
        ("application_approved", 144, {"amount_cents": 50_000}),
    )
    assert (case.state, case.amount, case.took) == (State.APPROVED, 50_000, timedelta(days=2))


def test_a_refusal_taken_up_again_counts_no_longer() -> None:
    refused = (
        ("application_started", 0, {}),
        ("application_submitted", 1, {}),
        ("application_rejected", 2, {"reason": "proof_missing"}),
    )
    assert told(*refused).reason is RejectionReason.PROOF_MISSING
    again = told(*refused, ("application_reopened", 3, {}))
    assert (again.reason, again.decided_at, again.took) == (None, None, None)


@given(st.lists(st.sampled_from(sorted(KINDS - {"application_started", "application_submitted"})), max_size=12))
def test_whatever_happens_the_state_is_the_journals_and_no_duration_is_negative(kinds: list[str]) -> None:
    facts = [fact(1, "application_started"), fact(2, "application_submitted")]
    facts += [fact(seq, kind, hours=seq, **_data(kind)) for seq, kind in enumerate(kinds, 3)]
    case = replay(facts)
    assert case is not None
    assert case.state is next(AFTER[each.kind] for each in reversed(facts) if each.kind in AFTER)
    assert case.waited >= timedelta(0)
    assert (case.took is not None) == (case.state in (State.APPROVED, State.REJECTED))


@given(st.integers(1, 4))
def test_a_fact_told_twice_changes_nothing(seen: int) -> None:
    facts = [fact(n, kind) for n, kind in enumerate(["application_started", "application_submitted"], 1)]
    facts += [fact(3, "application_claimed"), fact(4, "application_withdrawn")]
    case = replay(facts)
    assert project(case, facts[seen - 1]) == case


def test_facts_that_begin_nowhere_make_no_figures() -> None:
    assert replay([fact(1, "message_sent"), fact(2, "application_submitted")]) is None


def _data(kind: str) -> dict[str, Any]:
    return {"reason": "other"} if kind == "application_rejected" else {}
