"""Automatic processing: the aid's own checks, in its own order, after submission; grant, refuse for now, or hand over.

A check that cannot be run never refuses: the file goes to an agent. So does one nobody has empowered anybody to decide.
A refusal is provisional: one click of the person has somebody examine it. Decisions say that a program took them
(CRPA, art. L311-3-1 and R311-3-1-1; for an employer, GDPR, art. 22).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from mob.applications import appeals, check_words, checks, lifecycle, verdicts
from mob.applications.events import ChecksRun
from mob.applications.models import Application, CheckRun
from mob.applications.services import dossier, review
from mob.applications.types import AwardTerms, Defer, PaymentMode, RejectionReason, State
from mob.catalogue import selectors as catalogue
from mob.catalogue.types import AidTerms, AutomaticCheck
from mob.directory import selectors as directory
from mob.directory.types import DelegationView, FunderView
from mob.eligibility.rules import conclude
from mob.eligibility.types import Check, CheckCode, Conclusion, Verdict
from mob.kernel.actor import Actor
from mob.kernel.clock import civil_date
from mob.kernel.errors import Refused
from mob.kernel.ids import uuid7

# A delivery that failed every time must not leave a file with nobody.
STUCK = timedelta(hours=6)
_REASONS = {
    CheckCode.PROOFS: RejectionReason.PROOF_MISSING,
    CheckCode.OTHER_APPLICATION: RejectionReason.ALREADY_GRANTED,
    CheckCode.FREQUENCY: RejectionReason.ALREADY_GRANTED,
}


def run(application_id: UUID, *, now: datetime) -> None:
    """Check one file and act on it, once: what is no longer in `checking` is left alone."""
    actor = Actor.system()
    with transaction.atomic():
        row, app = dossier.load(actor, application_id, now=now)
        if app.state is not State.CHECKING:
            return
        view = catalogue.terms(row.aid_version_id)
        made = checks.ordered(row, [CheckCode(check.value) for check in view.automatic_checks])
        conclusion, rule = conclude(made)
        terms = award_of(view, verdicts.kept(row))
        under = directory.signatory(row.funder_id, row.aid_id, amount=terms.amount, on=civil_date(now))
        if under is None:
            conclusion = Conclusion.DEFERRED
        fact = _keep(row, made, conclusion, rule, now)
        _act(row, fact, rule, terms, under, now)


def award_of(view: AidTerms, computed: Verdict | None = None) -> AwardTerms:
    """What an automatic aid grants in one payment: what its rules compute, never above its maximum, or its maximum.

    Rules that the program does not check grant nothing of their own.
    """
    amount = view.max_amount
    if computed and computed.amount and AutomaticCheck.RULES in view.automatic_checks:
        amount = min(computed.amount, view.max_amount or computed.amount)
    return AwardTerms(PaymentMode.SINGLE, amount) if amount else AwardTerms(PaymentMode.NONE)


def _keep(
    row: Application, made: tuple[Check, ...], conclusion: Conclusion, rule: Check | None, now: datetime
) -> ChecksRun:
    """Store the evidence: each check, how it ended and why, on the facts of the submission."""
    kept = [_plain(check) for check in made]
    run_row = CheckRun.objects.create(id=uuid7(), application=row, conclusion=conclusion.value, checks=kept, ran_at=now)
    return ChecksRun(run_row.id, conclusion, rule.code if rule else None)


def _plain(check: Check) -> dict[str, Any]:
    return {"code": check.code, "outcome": check.outcome, "reason": check.reason, "params": dict(check.params)}


def _act(
    row: Application,
    fact: ChecksRun,
    rule: Check | None,
    terms: AwardTerms,
    under: DelegationView | None,
    now: datetime,
) -> None:
    funder = directory.funder(row.funder_id)
    if funder is None or under is None or fact.conclusion is Conclusion.DEFERRED:
        _defer(row, fact, now)
        return
    program = review.Program(under, appeals.mention(funder), fact)
    try:
        # A savepoint of its own: what the rules or the budget refuse goes to an agent, with the evidence kept.
        with transaction.atomic():
            if fact.conclusion is Conclusion.PASSED:
                review.approve(Actor.system(), application_id=row.id, terms=terms, program=program, now=now)
            else:
                refusal = _refusal(rule, funder, row)
                review.reject(Actor.system(), application_id=row.id, **refusal, program=program, now=now)
    except Refused:
        row.refresh_from_db()
        _defer(row, replace(fact, conclusion=Conclusion.DEFERRED), now)


def _refusal(rule: Check | None, funder: FunderView, row: Application) -> dict[str, Any]:
    code = rule.code if rule else CheckCode.ANSWERS
    return {
        "reason": _REASONS.get(code, RejectionReason.CONDITIONS_NOT_MET),
        "text": check_words.refusal(rule, catalogue.terms(row.aid_version_id)),
        "remedy": check_words.remedy(),
        "appeal": appeals.against_decision(funder),
    }


def _defer(row: Application, fact: ChecksRun, now: datetime) -> None:
    actor = Actor.system()
    app = dossier.snapshot(row, {})
    facts = lifecycle.decide(app, Defer(actor), now=now)
    dossier.commit(row, (fact, *facts), actor=actor, now=now)


def release_stuck(now: datetime) -> int:
    """Hand over to agents the files whose checks never ended. Returns how many."""
    late = Application.objects.filter(state=State.CHECKING.value, updated_at__lt=now - STUCK)
    done = 0
    for key in list(late.values_list("id", flat=True)[:200]):
        with transaction.atomic():
            row, app = dossier.load(Actor.system(), key, now=now)
            if app.state is State.CHECKING:
                _defer(row, _keep(row, (), Conclusion.DEFERRED, None, now), now)
                done += 1
    return done
