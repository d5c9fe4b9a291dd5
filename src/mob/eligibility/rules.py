"""The checks of this version of the product. Pure and total: facts in, one `Check` each out, never an exception."""

from __future__ import annotations

from collections.abc import Sequence

from mob.eligibility.types import Check, CheckCode, CheckFacts, Conclusion, Outcome
from mob.kernel.clock import age_on


def checks(facts: CheckFacts) -> tuple[Check, ...]:
    """Every check in the order an agent reads them."""
    return (
        _territory(facts),
        _age(facts),
        _answers(facts),
        _proofs(facts),
        _other_application(facts),
        _identity(facts),
    )


def conclude(made: Sequence[Check]) -> tuple[Conclusion, Check | None]:
    """What checks in order amount to: the first that is not met decides. One that could not be told never refuses.

    No check at all concludes nothing. The check is the one that stopped; None when all were met.
    """
    stop = next((check for check in made if check.outcome is not Outcome.MET), None)
    if stop is None:
        return (Conclusion.PASSED if made else Conclusion.DEFERRED), None
    return (Conclusion.FAILED if stop.outcome is Outcome.NOT_MET else Conclusion.DEFERRED), stop


def _territory(facts: CheckFacts) -> Check:
    if facts.containing is None or not facts.covered:
        return Check(CheckCode.TERRITORY, Outcome.UNKNOWN, "commune_unknown")
    name = (("commune", facts.commune_name or ""),)
    if facts.containing & facts.covered:
        return Check(CheckCode.TERRITORY, Outcome.MET, "commune_covered", name)
    return Check(CheckCode.TERRITORY, Outcome.NOT_MET, "commune_outside", name)


def _age(facts: CheckFacts) -> Check:
    if facts.minimum_age is None:
        return Check(CheckCode.AGE, Outcome.MET, "no_age_condition")
    if facts.birth_date is None:
        return Check(CheckCode.AGE, Outcome.UNKNOWN, "birth_date_unknown")
    age = age_on(facts.birth_date, facts.on)
    params = (("age", age), ("least", facts.minimum_age))
    outcome = Outcome.MET if age >= facts.minimum_age else Outcome.NOT_MET
    return Check(CheckCode.AGE, outcome, "old_enough" if outcome is Outcome.MET else "too_young", params)


def _answers(facts: CheckFacts) -> Check:
    missing = len(facts.missing_answers)
    if missing:
        return Check(CheckCode.ANSWERS, Outcome.NOT_MET, "answers_missing", (("count", missing),))
    return Check(CheckCode.ANSWERS, Outcome.MET, "answers_complete")


def _proofs(facts: CheckFacts) -> Check:
    missing = len(facts.missing_proofs)
    if missing:
        return Check(CheckCode.PROOFS, Outcome.NOT_MET, "proofs_missing", (("count", missing),))
    if facts.unscanned_proofs:
        return Check(CheckCode.PROOFS, Outcome.UNKNOWN, "proofs_unscanned", (("count", facts.unscanned_proofs),))
    return Check(CheckCode.PROOFS, Outcome.MET, "proofs_complete")


def _other_application(facts: CheckFacts) -> Check:
    if facts.has_other_live is None:
        return Check(CheckCode.OTHER_APPLICATION, Outcome.UNKNOWN, "others_unknown")
    if facts.has_other_live:
        return Check(CheckCode.OTHER_APPLICATION, Outcome.NOT_MET, "other_live")
    return Check(CheckCode.OTHER_APPLICATION, Outcome.MET, "no_other_live")


def _identity(facts: CheckFacts) -> Check:
    if facts.is_identity_certified is None:
        return Check(CheckCode.IDENTITY, Outcome.UNKNOWN, "identity_unknown")
    if facts.is_identity_certified:
        return Check(CheckCode.IDENTITY, Outcome.MET, "identity_certified")
    # Declared is not wrong: it is for the agent to compare with the papers.
    return Check(CheckCode.IDENTITY, Outcome.UNKNOWN, "identity_declared")
