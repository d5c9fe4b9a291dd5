"""From a fact to the figures of its application: a pure fold over the stream. Facts it does not know change nothing."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from mob.applications.events import ApplicationHandedOver, ApplicationStarted
from mob.applications.lifecycle import AFTER
from mob.applications.types import AwardTerms, Frequency, PaymentMode, RejectionReason, State
from mob.insights.types import Case
from mob.journal.types import FactView
from mob.kernel.clock import civil_date
from mob.kernel.money import Cents
from mob.payments import schedule

KINDS = frozenset(AFTER) | {ApplicationHandedOver.kind}
_WITH_THE_PERSON = (State.CHANGES_REQUESTED, State.CLOSED_INCOMPLETE)
_DECIDED = (State.APPROVED, State.REJECTED)


def replay(facts: Iterable[FactView], case: Case | None = None) -> Case | None:
    """The figures once these facts are known, in order. None when they do not tell of a started application."""
    for fact in facts:
        case = project(case, fact)
    return case


def project(case: Case | None, fact: FactView) -> Case | None:
    """The figures once this fact is known. A fact already read, or of another kind, changes nothing."""
    if fact.kind not in KINDS:
        return case
    if case is None:
        return _started(fact) if fact.kind == ApplicationStarted.kind else None
    if fact.seq <= case.seq:
        return case
    if fact.kind == ApplicationHandedOver.kind:
        return dataclasses.replace(case, seq=fact.seq, citizen_id=_uuid(fact.data, "citizen_id"))
    state = AFTER[fact.kind]
    if state is case.state and state in _DECIDED:
        # A notice that the award may be taken back, its answer, its end: the decision stands, as it was and when it was.
        return dataclasses.replace(case, seq=fact.seq)
    return dataclasses.replace(
        _timed(case, state, fact.at),
        seq=fact.seq,
        state=state,
        community_id=_uuid(fact.data, "community_id") or case.community_id,
        **_decision(state, fact),
    )


def _started(fact: FactView) -> Case:
    return Case(
        application_id=fact.owner_id,
        seq=fact.seq,
        aid_id=UUID(fact.data["aid_id"]),
        version_id=UUID(fact.data["version_id"]),
        funder_id=UUID(fact.data["funder_id"]),
        state=State.DRAFT,
        started_at=fact.at,
        citizen_id=_uuid(fact.data, "citizen_id"),
    )


def _timed(case: Case, state: State, at: datetime) -> Case:
    """Dates and durations. The time it waits for the person is not the funder's."""
    submitted = case.submitted_at or (at if state is not State.DRAFT else None)
    waited, since = case.waited, case.waits_since
    if state in _WITH_THE_PERSON:
        since = since or at
    elif since is not None:
        waited, since = waited + max(at - since, timedelta(0)), None
    decided = at if state in _DECIDED else None
    took = max(decided - submitted - waited, timedelta(0)) if decided and submitted else None
    return dataclasses.replace(
        case, submitted_at=submitted, decided_at=decided, waits_since=since, waited=waited, took=took
    )


def _decision(state: State, fact: FactView) -> dict[str, Any]:
    """Reason or amount of a decision that stands; nothing as soon as it stands no longer."""
    reason = fact.data.get("reason") if state is State.REJECTED else None
    return {
        "reason": RejectionReason(reason) if reason else None,
        "amount": _award(fact.data, fact.at) if state is State.APPROVED else None,
    }


def _award(data: Mapping[str, Any], at: datetime) -> Cents | None:
    """All the payments of an award together, as `payments` plans them; None where no money is paid."""
    if data.get("amount_cents") is None:
        return None
    last = data.get("last_payment_on")
    terms = AwardTerms(
        mode=PaymentMode(data.get("mode", PaymentMode.SINGLE.value)),
        amount=Cents(data["amount_cents"]),
        frequency=Frequency(data["frequency"]) if data.get("frequency") else None,
        last_payment_on=date.fromisoformat(last) if last else None,
    )
    return schedule.total(schedule.instalments(terms, civil_date(at)))


def _uuid(data: Mapping[str, Any], name: str) -> UUID | None:
    return UUID(data[name]) if data.get(name) else None
