"""A verdict as it is kept beside an application, and back. Pure."""

from __future__ import annotations

from typing import Any

from mob.catalogue.types import Outcome as Standing
from mob.eligibility.types import Outcome, Reason, Verdict
from mob.kernel.money import Cents


def plain(verdict: Verdict) -> dict[str, Any]:
    return {
        "outcome": verdict.outcome.value,
        "amount_cents": verdict.amount,
        "reasons": [[each.outcome.value, each.text, each.source_title, each.source_url] for each in verdict.reasons],
        "missing": list(verdict.missing),
        "steps": list(verdict.steps),
        "engine": verdict.engine,
    }


def read(kept: dict[str, Any]) -> Verdict:
    cents = kept["amount_cents"]
    return Verdict(
        Standing(kept["outcome"]),
        None if cents is None else Cents(cents),
        tuple(Reason(Outcome(outcome), text, title, url) for outcome, text, title, url in kept["reasons"]),
        tuple(kept["missing"]),
        tuple(kept["steps"]),
        kept["engine"],
    )


def differs(one: Verdict, other: Verdict) -> bool:
    """Whether two verdicts would not lead to the same decision."""
    return (one.outcome, one.amount) != (other.outcome, other.amount)
