"""Rules between their rows and their values. Running them is not for the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mob.catalogue.models import AidRules, AidVersion
from mob.catalogue.types import Frequency, FrequencyUnit, Outcome, RuleExample, RulesContent, Together
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
        together=together_of(row.together),
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
        together=plain_together(rules.together),
        allows_anyway=rules.allows_anyway,
    )


def plain_together(together: Together) -> dict[str, int | bool]:
    """Only what is said, as it is kept and as our file carries it."""
    said = {
        "most_percent": together.most_percent,
        "most_cents": together.most,
        "left_percent": together.left_percent,
        "left_cents": together.left,
        "completes_local": together.completes_local or None,
        "is_reduced": together.is_reduced or None,
    }
    return {name: value for name, value in said.items() if value is not None}


def together_of(plain: Mapping[str, Any]) -> Together:
    most, left = plain.get("most_cents"), plain.get("left_cents")
    return Together(
        most_percent=plain.get("most_percent"),
        most=None if most is None else Cents(most),
        left_percent=plain.get("left_percent"),
        left=None if left is None else Cents(left),
        completes_local=plain.get("completes_local", False),
        is_reduced=plain.get("is_reduced", False),
    )


def plain_example(example: RuleExample) -> dict[str, Any]:
    """As it is kept and as our file carries it."""
    plain = {"name": example.name, "answers": dict(example.answers), "outcome": example.outcome.value}
    return plain if example.amount is None else plain | {"amount_cents": example.amount}


def _example(plain: dict[str, Any]) -> RuleExample:
    cents = plain.get("amount_cents")
    answers = tuple(plain["answers"].items())
    return RuleExample(plain["name"], answers, Outcome(plain["outcome"]), None if cents is None else Cents(cents))
