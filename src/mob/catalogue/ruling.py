"""Rules between their rows and their values. Running them is not for the catalogue."""

from __future__ import annotations

from typing import Any

from mob.catalogue.models import AidRules, AidVersion
from mob.catalogue.types import Frequency, FrequencyUnit, Outcome, RuleExample, RulesContent
from mob.kernel.money import Cents


def rules_of(version: AidVersion) -> RulesContent | None:
    """The rules of a version, read with it when prefetched. None when it computes nothing."""
    row: AidRules | None = getattr(version, "rules", None)
    if row is None:
        return None
    months, per = row.frequency_months, row.frequency_per
    return RulesContent(
        target=row.target,
        text=row.text,
        book=row.book_id or "",
        shape=row.shape,
        examples=tuple(_example(plain) for plain in row.examples),
        frequency=Frequency(months, FrequencyUnit(per)) if months else None,
        allows_anyway=row.allows_anyway,
    )


def row_of(version: AidVersion, rules: RulesContent) -> AidRules:
    """The row that keeps these rules beside a version, not saved."""
    return AidRules(
        version=version,
        book_id=rules.book or None,
        target=rules.target,
        text=rules.text,
        shape=rules.shape,
        examples=[plain_example(example) for example in rules.examples],
        frequency_months=rules.frequency.months if rules.frequency else None,
        frequency_per=rules.frequency.per.value if rules.frequency else "",
        allows_anyway=rules.allows_anyway,
    )


def plain_example(example: RuleExample) -> dict[str, Any]:
    """As it is kept and as our file carries it."""
    plain = {"name": example.name, "answers": dict(example.answers), "outcome": example.outcome.value}
    return plain if example.amount is None else plain | {"amount_cents": example.amount}


def _example(plain: dict[str, Any]) -> RuleExample:
    cents = plain.get("amount_cents")
    answers = tuple(plain["answers"].items())
    return RuleExample(plain["name"], answers, Outcome(plain["outcome"]), None if cents is None else Cents(cents))
