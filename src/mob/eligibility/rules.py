"""The checks of this version of the product. Pure and total: facts in, one `Check` each out, never an exception."""

from __future__ import annotations

from collections.abc import Sequence

from mob.catalogue.types import Frequency, FrequencyUnit
from mob.catalogue.types import Outcome as Standing
from mob.eligibility.types import Check, CheckCode, CheckFacts, Conclusion, Outcome, Verdict
from mob.kernel.clock import add_months, age_on
from mob.kernel.money import format_euros


def checks(facts: CheckFacts) -> tuple[Check, ...]:
    """Every check in the order an agent reads them; those of rules where the aid has some."""
    return (
        _territory(facts),
        _age(facts),
        _answers(facts),
        _proofs(facts),
        _other_application(facts),
        _identity(facts),
        *((_rules(facts.verdict),) if facts.verdict else ()),
        *((_frequency(facts, facts.frequency),) if facts.frequency else ()),
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


def _rules(verdict: Verdict) -> Check:
    if verdict.outcome is Standing.UNDETERMINED:
        missing = len(verdict.missing)
        if not missing:
            return Check(CheckCode.RULES, Outcome.UNKNOWN, "rules_failed")
        return Check(CheckCode.RULES, Outcome.UNKNOWN, "rules_missing", (("count", missing),))
    if verdict.outcome is Standing.INELIGIBLE:
        return Check(CheckCode.RULES, Outcome.NOT_MET, "rules_not_met", _first_failing(verdict))
    if verdict.amount is None:
        return Check(CheckCode.RULES, Outcome.MET, "rules_met")
    return Check(CheckCode.RULES, Outcome.MET, "rules_amount", (("amount", format_euros(verdict.amount)),))


def _first_failing(verdict: Verdict) -> tuple[tuple[str, str | int], ...]:
    """The condition that is not met and the page that says it."""
    found = next((reason for reason in verdict.reasons if reason.outcome is Outcome.NOT_MET), None)
    if found is None:
        return (("why", ""), ("source", ""))
    return (("why", found.text), ("source", found.source_title or found.source_url))


def _frequency(facts: CheckFacts, frequency: Frequency) -> Check:
    """Once in so many months: for a person, her files here tell; for a household or a vehicle, her word."""
    months = (("months", frequency.months),)
    if facts.last_granted_on and (again := add_months(facts.last_granted_on, frequency.months)) > facts.on:
        dates = (("last", facts.last_granted_on.isoformat()), ("again", again.isoformat()))
        return Check(CheckCode.FREQUENCY, Outcome.NOT_MET, "received_lately", (*months, *dates))
    if facts.has_other_live is None:
        return Check(CheckCode.FREQUENCY, Outcome.UNKNOWN, "others_unknown")
    if frequency.per is FrequencyUnit.PERSON:
        return Check(CheckCode.FREQUENCY, Outcome.MET, "not_received", months)
    if facts.says_received is None:
        return Check(CheckCode.FREQUENCY, Outcome.UNKNOWN, "received_unknown", months)
    if facts.says_received:
        return Check(CheckCode.FREQUENCY, Outcome.NOT_MET, "says_received", months)
    return Check(CheckCode.FREQUENCY, Outcome.MET, "says_not_received", months)
